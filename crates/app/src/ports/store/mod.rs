//! What must be remembered. A unit of work is data: every write of a transaction in one list, so
//! that a store can do all or nothing whoever stops waiting for it.

mod entrance;
mod error;
mod jobs;
mod mail;
mod people;
mod reads;
mod rows;
mod sealing;
mod write;

pub use entrance::{Entrance, EntranceWrite};
pub use error::StoreError;
pub use jobs::{GivenUp, Job, JobCounts, NewJob, Once};
pub use mail::{MailRow, MailState};
pub use people::{
    Account, Challenge, Identity, Invite, Made, Passkey, Recovery, Seen, Session, Token, TokenGrant,
};
pub use reads::{ReadPlace, ReadQuery, ReadRow};
pub use rows::{
    CalendarKey, CaseOrder, CasePage, CaseQuery, CaseRow, HandledBy, MeasureQuery, Nearest,
    QueueCursor, SavedFilter, severity_sort,
};
pub use sealing::{Reseal, Sealed, SealingKey};
pub use write::Write;

use async_trait::async_trait;
use domain::case::{Head, Link};
use domain::embargo::PublishedRow;
use domain::metrics::Counted;
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The store. Reads see only committed units; a unit is written whole or not at all.
#[async_trait]
pub trait Store: Entrance + Send + Sync {
    /// Write a unit of work. It goes on to its end even if the caller stops waiting.
    async fn commit(&self, unit: Vec<Write>) -> Result<(), StoreError>;

    /// A stream from its beginning; empty when there is none.
    async fn stream(&self, stream: &str) -> Result<Vec<Link>, StoreError>;
    /// The remembered head of a stream.
    async fn head(&self, stream: &str) -> Result<Option<Head>, StoreError>;
    /// Names of streams in order, after this one.
    async fn streams(&self, after: &str, limit: u32) -> Result<Vec<String>, StoreError>;

    /// A page of cases in the order that the query names.
    async fn cases(&self, query: &CaseQuery) -> Result<CasePage, StoreError>;
    /// Cases with any of these keys, the latest first; each once.
    async fn keyed(&self, keys: &BTreeSet<String>, limit: u32) -> Result<Vec<CaseId>, StoreError>;
    /// The latest case with any of these keys.
    async fn nearest(&self, keys: &BTreeSet<String>) -> Result<Option<Nearest>, StoreError>;
    /// How many cases have each of these keys, counted up to `most`.
    async fn keyed_counts(
        &self,
        keys: &BTreeSet<String>,
        most: u32,
    ) -> Result<BTreeMap<String, u64>, StoreError>;
    /// What there is of a metric in a period, and how much of it is late.
    async fn measured(&self, query: &MeasureQuery) -> Result<Counted, StoreError>;
    /// The seconds of those that ended at these places of their order, from 1, with the place.
    async fn measured_at(
        &self,
        query: &MeasureQuery,
        places: [u64; 3],
    ) -> Result<Vec<(u64, i64)>, StoreError>;
    /// Every name that a measure has, in order.
    async fn measure_names(&self) -> Result<Vec<String>, StoreError>;
    /// The files of a policy that was once in force, as JSON.
    async fn policy(&self, digest: &Digest) -> Result<Option<String>, StoreError>;
    /// The case that this secret opens.
    async fn case_of_secret(&self, secret: &Digest) -> Result<Option<CaseId>, StoreError>;

    /// Public advisories, newest first: numbers below `below`.
    async fn publications(
        &self,
        below: Option<u32>,
        limit: u32,
    ) -> Result<Vec<PublishedRow>, StoreError>;
    /// One public advisory.
    async fn publication(&self, id: &str) -> Result<Option<PublishedRow>, StoreError>;
    /// One public advisory by its number.
    async fn publication_number(&self, number: u32) -> Result<Option<PublishedRow>, StoreError>;
    /// Public advisories, the last changed first.
    async fn changed_publications(&self, limit: u32) -> Result<Vec<PublishedRow>, StoreError>;
    /// A number that grows with every publication and every correction.
    async fn publications_revision(&self) -> Result<u64, StoreError>;
    /// The greatest number in use.
    async fn last_number(&self) -> Result<Option<u32>, StoreError>;

    /// An account.
    async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError>;
    /// An account by its login.
    async fn account_of_login(&self, login: &str) -> Result<Option<Account>, StoreError>;
    /// All accounts, by login.
    async fn accounts(&self) -> Result<Vec<Account>, StoreError>;
    /// A pending invitation.
    async fn invite(&self, secret: &Digest) -> Result<Option<Invite>, StoreError>;
    /// A session that has not expired at `now`.
    async fn session(&self, secret: &Digest, now: Timestamp)
    -> Result<Option<Session>, StoreError>;
    /// A token that has not expired at `now`.
    async fn token(&self, secret: &Digest, now: Timestamp) -> Result<Option<Token>, StoreError>;

    /// Take the first due job, or one whose lease has run out; it is this worker's until
    /// `lease_until`.
    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Job>, StoreError>;
    /// Counts of the job queue.
    async fn job_counts(&self) -> Result<JobCounts, StoreError>;
    /// Jobs that were given up, by key.
    async fn given_up(&self, limit: u32) -> Result<Vec<GivenUp>, StoreError>;
    /// The remembered answer to an idempotency key.
    async fn once(&self, scope: &str, key: &str) -> Result<Option<Once>, StoreError>;

    /// A mail that came in.
    async fn mail(&self, id: &Digest) -> Result<Option<MailRow>, StoreError>;
    /// The mail whose sender can prove with this that they have its address.
    async fn mail_of_challenge(&self, challenge: &Digest) -> Result<Option<MailRow>, StoreError>;
    /// Mails in this state, the latest first.
    async fn mails(&self, state: MailState, limit: u32) -> Result<Vec<MailRow>, StoreError>;
    /// How many mails came from this sender since then, and when the last of them was answered.
    async fn mail_from(
        &self,
        sender: &Digest,
        since: Timestamp,
    ) -> Result<(u32, Option<Timestamp>), StoreError>;

    /// The filters that a person keeps, by name.
    async fn filters(&self, account: &AccountId) -> Result<Vec<SavedFilter>, StoreError>;

    /// The calendar that this secret opens.
    async fn calendar(&self, secret: &Digest) -> Result<Option<CalendarKey>, StoreError>;
    /// The calendar of this person, if it is open.
    async fn calendar_of(&self, account: &AccountId) -> Result<Option<CalendarKey>, StoreError>;

    /// Rows of the read log, the latest first.
    async fn reads(&self, query: &ReadQuery) -> Result<Vec<ReadRow>, StoreError>;
    /// When this person was last shown something of a case.
    async fn last_read(&self, person: &AccountId) -> Result<Option<Timestamp>, StoreError>;

    /// Whether the database answers.
    async fn ready(&self) -> Result<(), StoreError>;
}
