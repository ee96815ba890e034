//! A store that fails when it is told to: at reads, before a unit is written, or after it was
//! written and before the caller hears of it. It can also be made to forget.

mod entrance;

use crate::fault::{Faults, Site, When};
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
use std::sync::Arc;

/// Changes a unit of work behind everybody's back, to see that somebody notices.
pub type Edit = Arc<dyn Fn(Vec<Write>) -> Vec<Write> + Send + Sync>;

/// A store with faults.
pub struct Flaky {
    inner: Arc<dyn Store>,
    faults: Arc<Faults>,
    edit: Option<Edit>,
}

impl Flaky {
    /// Over this store.
    pub fn new(inner: Arc<dyn Store>, faults: Arc<Faults>, edit: Option<Edit>) -> Self {
        Self { inner, faults, edit }
    }

    fn pass(&self, site: Site, when: When) -> Result<(), StoreError> {
        self.faults.pass(site, when).map_err(StoreError::Outside)
    }

    fn read(&self) -> Result<&dyn Store, StoreError> {
        self.pass(Site::Read, When::Before)?;
        Ok(&*self.inner)
    }
}

#[async_trait]
impl Store for Flaky {
    async fn commit(&self, unit: Vec<Write>) -> Result<(), StoreError> {
        let reads = !unit.is_empty() && unit.iter().all(|write| matches!(write, Write::Read(_)));
        let site = if reads { Site::ReadLog } else { Site::Commit };
        self.pass(site, When::Before)?;
        let unit = match &self.edit {
            Some(edit) => edit(unit),
            None => unit,
        };
        self.inner.commit(unit).await?;
        self.pass(site, When::After)
    }

    async fn stream(&self, stream: &str) -> Result<Vec<Link>, StoreError> {
        self.read()?.stream(stream).await
    }

    async fn head(&self, stream: &str) -> Result<Option<Head>, StoreError> {
        self.read()?.head(stream).await
    }

    async fn streams(&self, after: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        self.read()?.streams(after, limit).await
    }

    async fn cases(&self, query: &CaseQuery) -> Result<CasePage, StoreError> {
        self.read()?.cases(query).await
    }

    async fn keyed(&self, keys: &BTreeSet<String>, limit: u32) -> Result<Vec<CaseId>, StoreError> {
        self.read()?.keyed(keys, limit).await
    }

    async fn nearest(&self, keys: &BTreeSet<String>) -> Result<Option<Nearest>, StoreError> {
        self.read()?.nearest(keys).await
    }

    async fn keyed_counts(
        &self,
        keys: &BTreeSet<String>,
        most: u32,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        self.read()?.keyed_counts(keys, most).await
    }

    async fn measured(&self, query: &MeasureQuery) -> Result<Counted, StoreError> {
        self.read()?.measured(query).await
    }

    async fn measured_at(
        &self,
        query: &MeasureQuery,
        places: [u64; 3],
    ) -> Result<Vec<(u64, i64)>, StoreError> {
        self.read()?.measured_at(query, places).await
    }

    async fn measure_names(&self) -> Result<Vec<String>, StoreError> {
        self.read()?.measure_names().await
    }

    async fn policy(&self, digest: &Digest) -> Result<Option<String>, StoreError> {
        self.read()?.policy(digest).await
    }

    async fn case_of_secret(&self, secret: &Digest) -> Result<Option<CaseId>, StoreError> {
        self.read()?.case_of_secret(secret).await
    }

    async fn publications(
        &self,
        below: Option<u32>,
        limit: u32,
    ) -> Result<Vec<PublishedRow>, StoreError> {
        self.read()?.publications(below, limit).await
    }

    async fn publication(&self, id: &str) -> Result<Option<PublishedRow>, StoreError> {
        self.read()?.publication(id).await
    }

    async fn publication_number(&self, number: u32) -> Result<Option<PublishedRow>, StoreError> {
        self.read()?.publication_number(number).await
    }

    async fn changed_publications(&self, limit: u32) -> Result<Vec<PublishedRow>, StoreError> {
        self.read()?.changed_publications(limit).await
    }

    async fn publications_revision(&self) -> Result<u64, StoreError> {
        self.read()?.publications_revision().await
    }

    async fn last_number(&self) -> Result<Option<u32>, StoreError> {
        self.read()?.last_number().await
    }

    async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        self.read()?.account(id).await
    }

    async fn account_of_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        self.read()?.account_of_login(login).await
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.read()?.accounts().await
    }

    async fn invite(&self, secret: &Digest) -> Result<Option<Invite>, StoreError> {
        self.read()?.invite(secret).await
    }

    async fn session(
        &self,
        secret: &Digest,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        self.read()?.session(secret, now).await
    }

    async fn token(&self, secret: &Digest, now: Timestamp) -> Result<Option<Token>, StoreError> {
        self.read()?.token(secret, now).await
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Job>, StoreError> {
        self.pass(Site::Claim, When::Before)?;
        let job = self.inner.claim(now, lease_until).await?;
        if job.is_some() {
            self.pass(Site::Claim, When::After)?;
        }
        Ok(job)
    }

    async fn job_counts(&self) -> Result<JobCounts, StoreError> {
        self.read()?.job_counts().await
    }

    async fn given_up(&self, limit: u32) -> Result<Vec<GivenUp>, StoreError> {
        self.read()?.given_up(limit).await
    }

    async fn once(&self, scope: &str, key: &str) -> Result<Option<Once>, StoreError> {
        self.read()?.once(scope, key).await
    }

    async fn mail(&self, id: &Digest) -> Result<Option<MailRow>, StoreError> {
        self.read()?.mail(id).await
    }

    async fn mail_of_challenge(&self, challenge: &Digest) -> Result<Option<MailRow>, StoreError> {
        self.read()?.mail_of_challenge(challenge).await
    }

    async fn mails(&self, state: MailState, limit: u32) -> Result<Vec<MailRow>, StoreError> {
        self.read()?.mails(state, limit).await
    }

    async fn mail_from(
        &self,
        sender: &Digest,
        since: Timestamp,
    ) -> Result<(u32, Option<Timestamp>), StoreError> {
        self.read()?.mail_from(sender, since).await
    }

    async fn filters(&self, account: &AccountId) -> Result<Vec<SavedFilter>, StoreError> {
        self.read()?.filters(account).await
    }

    async fn calendar(&self, secret: &Digest) -> Result<Option<CalendarKey>, StoreError> {
        self.read()?.calendar(secret).await
    }

    async fn calendar_of(&self, account: &AccountId) -> Result<Option<CalendarKey>, StoreError> {
        self.read()?.calendar_of(account).await
    }

    async fn reads(&self, query: &ReadQuery) -> Result<Vec<ReadRow>, StoreError> {
        self.read()?.reads(query).await
    }

    async fn last_read(&self, person: &AccountId) -> Result<Option<Timestamp>, StoreError> {
        self.read()?.last_read(person).await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.read()?.ready().await
    }
}
