//! The port, sealed: each method as its subject says.

use super::Sealed;
use super::crypt::place;
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
impl Store for Sealed {
    async fn commit(&self, unit: Vec<Write>) -> Result<(), StoreError> {
        self.seal_and_commit(unit).await
    }

    async fn stream(&self, stream: &str) -> Result<Vec<Link>, StoreError> {
        self.open_stream(stream).await
    }

    async fn head(&self, stream: &str) -> Result<Option<Head>, StoreError> {
        self.0.db.head(stream).await
    }

    async fn streams(&self, after: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        self.0.db.streams(after, limit).await
    }

    async fn cases(&self, query: &CaseQuery) -> Result<CasePage, StoreError> {
        self.open_page(query).await
    }

    async fn keyed(&self, keys: &BTreeSet<String>, limit: u32) -> Result<Vec<CaseId>, StoreError> {
        self.0.db.keyed(&self.names(keys), limit).await
    }

    async fn nearest(&self, keys: &BTreeSet<String>) -> Result<Option<Nearest>, StoreError> {
        self.open_nearest(keys).await
    }

    async fn keyed_counts(
        &self,
        keys: &BTreeSet<String>,
        most: u32,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut named: BTreeMap<String, &String> =
            keys.iter().map(|key| (self.0.name(key), key)).collect();
        if self.may_be_plain() {
            named.extend(keys.iter().map(|key| (key.clone(), key)));
        }
        let names = named.keys().cloned().collect();
        let mut found = BTreeMap::new();
        for (name, count) in self.0.db.keyed_counts(&names, most).await? {
            if let Some(key) = named.get(&name) {
                *found.entry((*key).clone()).or_insert(0) += count;
            }
        }
        Ok(found)
    }

    async fn measured(&self, query: &MeasureQuery) -> Result<Counted, StoreError> {
        self.0.db.measured(query).await
    }

    async fn measured_at(
        &self,
        query: &MeasureQuery,
        places: [u64; 3],
    ) -> Result<Vec<(u64, i64)>, StoreError> {
        self.0.db.measured_at(query, places).await
    }

    async fn measure_names(&self) -> Result<Vec<String>, StoreError> {
        self.0.db.measure_names().await
    }

    async fn policy(&self, digest: &Digest) -> Result<Option<String>, StoreError> {
        let Some(files) = self.0.db.policy(digest).await? else { return Ok(None) };
        let place = place(&[b"policy", digest.bytes()]);
        self.0.open_text("a policy", &files, &place).map(Some)
    }

    async fn case_of_secret(&self, secret: &Digest) -> Result<Option<CaseId>, StoreError> {
        self.case_behind(secret).await
    }

    async fn publications(
        &self,
        below: Option<u32>,
        limit: u32,
    ) -> Result<Vec<PublishedRow>, StoreError> {
        self.0.db.publications(below, limit).await
    }

    async fn publication(&self, id: &str) -> Result<Option<PublishedRow>, StoreError> {
        self.0.db.publication(id).await
    }

    async fn publication_number(&self, number: u32) -> Result<Option<PublishedRow>, StoreError> {
        self.0.db.publication_number(number).await
    }

    async fn changed_publications(&self, limit: u32) -> Result<Vec<PublishedRow>, StoreError> {
        self.0.db.changed_publications(limit).await
    }

    async fn publications_revision(&self) -> Result<u64, StoreError> {
        self.0.db.publications_revision().await
    }

    async fn last_number(&self) -> Result<Option<u32>, StoreError> {
        self.0.db.last_number().await
    }

    async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        let found = self.0.db.account(id).await?;
        found.map(|account| self.0.open_account(account)).transpose()
    }

    async fn account_of_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        let mut found = self.0.db.account_of_login(&self.0.login(login)).await?;
        if found.is_none() && self.may_be_plain() {
            found = self.0.db.account_of_login(login).await?;
        }
        found.map(|account| self.0.open_account(account)).transpose()
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let all = self.0.db.accounts().await?.into_iter();
        let mut all: Vec<Account> =
            all.map(|account| self.0.open_account(account)).collect::<Result<_, _>>()?;
        all.sort_by(|a, b| a.login.cmp(&b.login));
        Ok(all)
    }

    async fn invite(&self, secret: &Digest) -> Result<Option<Invite>, StoreError> {
        let found = self.0.db.invite(secret).await?;
        found.map(|invite| self.0.open_invite(invite)).transpose()
    }

    async fn session(
        &self,
        secret: &Digest,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let found = self.0.db.session(secret, now).await?;
        found.map(|session| self.0.open_session(session)).transpose()
    }

    async fn token(&self, secret: &Digest, now: Timestamp) -> Result<Option<Token>, StoreError> {
        let found = self.0.db.token(secret, now).await?;
        found.map(|token| self.0.open_token(token)).transpose()
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Job>, StoreError> {
        let found = self.0.db.claim(now, lease_until).await?;
        found.map(|job| self.0.open_job(job)).transpose()
    }

    async fn job_counts(&self) -> Result<JobCounts, StoreError> {
        self.0.db.job_counts().await
    }

    async fn given_up(&self, limit: u32) -> Result<Vec<GivenUp>, StoreError> {
        let found = self.0.db.given_up(limit).await?.into_iter();
        found.map(|job| self.0.open_given_up(job)).collect()
    }

    async fn mail(&self, id: &Digest) -> Result<Option<MailRow>, StoreError> {
        self.0.db.mail(id).await?.map(|row| self.0.open_mail(row)).transpose()
    }

    async fn mail_of_challenge(&self, challenge: &Digest) -> Result<Option<MailRow>, StoreError> {
        let found = self.0.db.mail_of_challenge(challenge).await?;
        found.map(|row| self.0.open_mail(row)).transpose()
    }

    async fn mails(&self, state: MailState, limit: u32) -> Result<Vec<MailRow>, StoreError> {
        let found = self.0.db.mails(state, limit).await?.into_iter();
        found.map(|row| self.0.open_mail(row)).collect()
    }

    async fn mail_from(
        &self,
        sender: &Digest,
        since: Timestamp,
    ) -> Result<(u32, Option<Timestamp>), StoreError> {
        self.0.db.mail_from(sender, since).await
    }

    async fn once(&self, scope: &str, key: &str) -> Result<Option<Once>, StoreError> {
        let mut found = self.0.db.once(scope, &self.0.once_key(scope, key)).await?;
        if found.is_none() && self.may_be_plain() {
            found = self.0.db.once(scope, key).await?;
        }
        found.map(|once| self.0.open_once(once, key)).transpose()
    }

    async fn filters(&self, account: &AccountId) -> Result<Vec<SavedFilter>, StoreError> {
        let all = self.0.db.filters(account).await?.into_iter();
        let mut all: Vec<SavedFilter> =
            all.map(|filter| self.0.open_filter(filter)).collect::<Result<_, _>>()?;
        all.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(all)
    }

    async fn calendar(&self, secret: &Digest) -> Result<Option<CalendarKey>, StoreError> {
        self.0.db.calendar(secret).await
    }

    async fn calendar_of(&self, account: &AccountId) -> Result<Option<CalendarKey>, StoreError> {
        self.0.db.calendar_of(account).await
    }

    async fn reads(&self, query: &ReadQuery) -> Result<Vec<ReadRow>, StoreError> {
        self.0.db.reads(query).await
    }

    async fn last_read(&self, person: &AccountId) -> Result<Option<Timestamp>, StoreError> {
        self.0.db.last_read(person).await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.0.db.ready().await
    }
}
