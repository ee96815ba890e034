//! A store that counts what it is asked: which questions in which order, and how much came back. What
//! costs the same questions costs about the same time, on any machine.

mod entrance;

use app::ports::store::{
    Account, CalendarKey, CasePage, CaseQuery, GivenUp, Invite, Job, JobCounts, MailRow, MailState,
    MeasureQuery, Nearest, Once, ReadQuery, ReadRow, SavedFilter, Session, Store, StoreError,
    Token, Write,
};
use async_trait::async_trait;
use domain::case::{Head, Link};
use domain::embargo::PublishedRow;
use domain::metrics::Counted as Figures;
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// One question to the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Which.
    pub name: &'static str,
    /// How many rows came back.
    pub rows: usize,
}

/// A store that counts.
pub struct CountedStore {
    inner: Arc<dyn Store>,
    asked: Mutex<Vec<Question>>,
}

impl CountedStore {
    /// Over this store.
    pub fn new(inner: Arc<dyn Store>) -> Self {
        Self { inner, asked: Mutex::default() }
    }

    /// What was asked since somebody last looked.
    pub fn take(&self) -> Vec<Question> {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, name: &'static str, rows: usize) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(Question { name, rows });
    }

    fn one<T>(
        &self,
        name: &'static str,
        found: Result<Option<T>, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.note(name, found.as_ref().map_or(0, |found| usize::from(found.is_some())));
        found
    }

    fn many<T>(
        &self,
        name: &'static str,
        found: Result<Vec<T>, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.note(name, found.as_ref().map_or(0, Vec::len));
        found
    }
}

#[async_trait]
impl Store for CountedStore {
    async fn commit(&self, unit: Vec<Write>) -> Result<(), StoreError> {
        self.note("commit", unit.len());
        self.inner.commit(unit).await
    }

    async fn stream(&self, stream: &str) -> Result<Vec<Link>, StoreError> {
        self.many("stream", self.inner.stream(stream).await)
    }

    async fn head(&self, stream: &str) -> Result<Option<Head>, StoreError> {
        self.one("head", self.inner.head(stream).await)
    }

    async fn streams(&self, after: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        self.many("streams", self.inner.streams(after, limit).await)
    }

    async fn cases(&self, query: &CaseQuery) -> Result<CasePage, StoreError> {
        let page = self.inner.cases(query).await;
        self.note("cases", page.as_ref().map_or(0, |page| page.rows.len()));
        page
    }

    async fn keyed(&self, keys: &BTreeSet<String>, limit: u32) -> Result<Vec<CaseId>, StoreError> {
        self.many("keyed", self.inner.keyed(keys, limit).await)
    }

    async fn nearest(&self, keys: &BTreeSet<String>) -> Result<Option<Nearest>, StoreError> {
        // How much there is of it says no more than whether there is one, and nobody is told that.
        self.note("nearest", 0);
        self.inner.nearest(keys).await
    }

    async fn keyed_counts(
        &self,
        keys: &BTreeSet<String>,
        most: u32,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        self.note("keyed_counts", keys.len());
        self.inner.keyed_counts(keys, most).await
    }

    async fn measured(&self, query: &MeasureQuery) -> Result<Figures, StoreError> {
        self.note("measured", 1);
        self.inner.measured(query).await
    }

    async fn measured_at(
        &self,
        query: &MeasureQuery,
        places: [u64; 3],
    ) -> Result<Vec<(u64, i64)>, StoreError> {
        self.many("measured_at", self.inner.measured_at(query, places).await)
    }

    async fn measure_names(&self) -> Result<Vec<String>, StoreError> {
        self.many("measure_names", self.inner.measure_names().await)
    }

    async fn policy(&self, digest: &Digest) -> Result<Option<String>, StoreError> {
        self.one("policy", self.inner.policy(digest).await)
    }

    async fn case_of_secret(&self, secret: &Digest) -> Result<Option<CaseId>, StoreError> {
        self.one("case_of_secret", self.inner.case_of_secret(secret).await)
    }

    async fn publications(
        &self,
        below: Option<u32>,
        limit: u32,
    ) -> Result<Vec<PublishedRow>, StoreError> {
        self.many("publications", self.inner.publications(below, limit).await)
    }

    async fn publication(&self, id: &str) -> Result<Option<PublishedRow>, StoreError> {
        self.one("publication", self.inner.publication(id).await)
    }

    async fn publication_number(&self, number: u32) -> Result<Option<PublishedRow>, StoreError> {
        self.one("publication_number", self.inner.publication_number(number).await)
    }

    async fn changed_publications(&self, limit: u32) -> Result<Vec<PublishedRow>, StoreError> {
        self.many("changed_publications", self.inner.changed_publications(limit).await)
    }

    async fn publications_revision(&self) -> Result<u64, StoreError> {
        self.note("publications_revision", 1);
        self.inner.publications_revision().await
    }

    async fn last_number(&self) -> Result<Option<u32>, StoreError> {
        self.one("last_number", self.inner.last_number().await)
    }

    async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        self.one("account", self.inner.account(id).await)
    }

    async fn account_of_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        self.one("account_of_login", self.inner.account_of_login(login).await)
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.many("accounts", self.inner.accounts().await)
    }

    async fn invite(&self, secret: &Digest) -> Result<Option<Invite>, StoreError> {
        self.one("invite", self.inner.invite(secret).await)
    }

    async fn session(
        &self,
        secret: &Digest,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        self.one("session", self.inner.session(secret, now).await)
    }

    async fn token(&self, secret: &Digest, now: Timestamp) -> Result<Option<Token>, StoreError> {
        self.one("token", self.inner.token(secret, now).await)
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Job>, StoreError> {
        self.one("claim", self.inner.claim(now, lease_until).await)
    }

    async fn job_counts(&self) -> Result<JobCounts, StoreError> {
        self.note("job_counts", 1);
        self.inner.job_counts().await
    }

    async fn given_up(&self, limit: u32) -> Result<Vec<GivenUp>, StoreError> {
        self.many("given_up", self.inner.given_up(limit).await)
    }

    async fn once(&self, scope: &str, key: &str) -> Result<Option<Once>, StoreError> {
        self.one("once", self.inner.once(scope, key).await)
    }

    async fn mail(&self, id: &Digest) -> Result<Option<MailRow>, StoreError> {
        self.one("mail", self.inner.mail(id).await)
    }

    async fn mail_of_challenge(&self, challenge: &Digest) -> Result<Option<MailRow>, StoreError> {
        self.one("mail_of_challenge", self.inner.mail_of_challenge(challenge).await)
    }

    async fn mails(&self, state: MailState, limit: u32) -> Result<Vec<MailRow>, StoreError> {
        self.many("mails", self.inner.mails(state, limit).await)
    }

    async fn mail_from(
        &self,
        sender: &Digest,
        since: Timestamp,
    ) -> Result<(u32, Option<Timestamp>), StoreError> {
        self.note("mail_from", 1);
        self.inner.mail_from(sender, since).await
    }

    async fn filters(&self, account: &AccountId) -> Result<Vec<SavedFilter>, StoreError> {
        self.many("filters", self.inner.filters(account).await)
    }

    async fn calendar(&self, secret: &Digest) -> Result<Option<CalendarKey>, StoreError> {
        self.one("calendar", self.inner.calendar(secret).await)
    }

    async fn calendar_of(&self, account: &AccountId) -> Result<Option<CalendarKey>, StoreError> {
        self.one("calendar_of", self.inner.calendar_of(account).await)
    }

    async fn reads(&self, query: &ReadQuery) -> Result<Vec<ReadRow>, StoreError> {
        self.many("reads", self.inner.reads(query).await)
    }

    async fn last_read(&self, person: &AccountId) -> Result<Option<Timestamp>, StoreError> {
        self.one("last_read", self.inner.last_read(person).await)
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.note("ready", 0);
        self.inner.ready().await
    }
}
