//! The port, each method handed on to the file of its subject.

use crate::engine::Database;
use crate::{
    desk, group, jobs, journal, keyed, keys, mail, measures, people, policies, publications, queue,
    reads,
};
use app::ports::store::{
    Account, CalendarKey, CasePage, CaseQuery, GivenUp, Invite, Job, JobCounts, MailRow, MailState,
    MeasureQuery, Nearest, Once, ReadQuery, ReadRow, SavedFilter, Session, Store, StoreError,
    Token, Write,
};
use async_trait::async_trait;
use domain::case::{Head, Link};
use domain::embargo::PublishedRow;
use domain::metrics::Counted;
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

#[async_trait]
impl Store for Database {
    async fn commit(&self, unit: Vec<Write>) -> Result<(), StoreError> {
        group::commit(self, unit).await
    }

    async fn stream(&self, stream: &str) -> Result<Vec<Link>, StoreError> {
        journal::stream(self, stream).await
    }

    async fn head(&self, stream: &str) -> Result<Option<Head>, StoreError> {
        journal::head(self, stream).await
    }

    async fn streams(&self, after: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        journal::streams(self, after, limit).await
    }

    async fn cases(&self, query: &CaseQuery) -> Result<CasePage, StoreError> {
        queue::page(self, query).await
    }

    async fn keyed(&self, keys: &BTreeSet<String>, limit: u32) -> Result<Vec<CaseId>, StoreError> {
        keyed::find(self, keys, limit).await
    }

    async fn nearest(&self, keys: &BTreeSet<String>) -> Result<Option<Nearest>, StoreError> {
        keyed::nearest(self, keys).await
    }

    async fn keyed_counts(
        &self,
        keys: &BTreeSet<String>,
        most: u32,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        keyed::count(self, keys, most).await
    }

    async fn measured(&self, query: &MeasureQuery) -> Result<Counted, StoreError> {
        measures::count(self, query).await
    }

    async fn measured_at(
        &self,
        query: &MeasureQuery,
        places: [u64; 3],
    ) -> Result<Vec<(u64, i64)>, StoreError> {
        measures::at(self, query, places).await
    }

    async fn measure_names(&self) -> Result<Vec<String>, StoreError> {
        measures::names(self).await
    }

    async fn policy(&self, digest: &Digest) -> Result<Option<String>, StoreError> {
        policies::get(self, digest).await
    }

    async fn case_of_secret(&self, secret: &Digest) -> Result<Option<CaseId>, StoreError> {
        queue::of_secret(self, secret).await
    }

    async fn publications(
        &self,
        below: Option<u32>,
        limit: u32,
    ) -> Result<Vec<PublishedRow>, StoreError> {
        publications::page(self, below, limit).await
    }

    async fn publication(&self, id: &str) -> Result<Option<PublishedRow>, StoreError> {
        publications::of_id(self, id).await
    }

    async fn publication_number(&self, number: u32) -> Result<Option<PublishedRow>, StoreError> {
        publications::of_number(self, number).await
    }

    async fn changed_publications(&self, limit: u32) -> Result<Vec<PublishedRow>, StoreError> {
        publications::changed(self, limit).await
    }

    async fn publications_revision(&self) -> Result<u64, StoreError> {
        publications::revision(self).await
    }

    async fn last_number(&self) -> Result<Option<u32>, StoreError> {
        publications::last_number(self).await
    }

    async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        people::of_id(self, id).await
    }

    async fn account_of_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        people::of_login(self, login).await
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        people::all(self).await
    }

    async fn invite(&self, secret: &Digest) -> Result<Option<Invite>, StoreError> {
        people::invite(self, secret).await
    }

    async fn session(
        &self,
        secret: &Digest,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        people::session(self, secret, now).await
    }

    async fn token(&self, secret: &Digest, now: Timestamp) -> Result<Option<Token>, StoreError> {
        people::token(self, secret, now).await
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Job>, StoreError> {
        jobs::claim(self, now, lease_until).await
    }

    async fn job_counts(&self) -> Result<JobCounts, StoreError> {
        jobs::counts(self).await
    }

    async fn given_up(&self, limit: u32) -> Result<Vec<GivenUp>, StoreError> {
        jobs::given_up(self, limit).await
    }

    async fn once(&self, scope: &str, key: &str) -> Result<Option<Once>, StoreError> {
        keys::of(self, scope, key).await
    }

    async fn mail(&self, id: &Digest) -> Result<Option<MailRow>, StoreError> {
        mail::of(self, id).await
    }

    async fn mail_of_challenge(&self, challenge: &Digest) -> Result<Option<MailRow>, StoreError> {
        mail::of_challenge(self, challenge).await
    }

    async fn mails(&self, state: MailState, limit: u32) -> Result<Vec<MailRow>, StoreError> {
        mail::page(self, state, limit).await
    }

    async fn mail_from(
        &self,
        sender: &Digest,
        since: Timestamp,
    ) -> Result<(u32, Option<Timestamp>), StoreError> {
        mail::from_sender(self, sender, since).await
    }

    async fn filters(&self, account: &AccountId) -> Result<Vec<SavedFilter>, StoreError> {
        desk::filters(self, account).await
    }

    async fn calendar(&self, secret: &Digest) -> Result<Option<CalendarKey>, StoreError> {
        desk::calendar(self, secret).await
    }

    async fn calendar_of(&self, account: &AccountId) -> Result<Option<CalendarKey>, StoreError> {
        desk::calendar_of(self, account).await
    }

    async fn reads(&self, query: &ReadQuery) -> Result<Vec<ReadRow>, StoreError> {
        reads::page(self, query).await
    }

    async fn last_read(&self, person: &AccountId) -> Result<Option<Timestamp>, StoreError> {
        reads::last_of(self, person).await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.read("select version from schema_version", vec![]).await?;
        Ok(())
    }
}
