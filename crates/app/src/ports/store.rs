//! What must be remembered. A unit of work is data: every write of a transaction in one list, so
//! that a store can do all or nothing whoever stops waiting for it.

use async_trait::async_trait;
use domain::advisory::Severity;
use domain::case::{Head, Link, Phase};
use domain::embargo::PublishedRow;
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Why the store did not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote this first.
    #[error("{0} was taken meanwhile")]
    Conflict(String),
    /// The database failed.
    #[error("{0}")]
    Outside(String),
}

/// One write of a unit of work.
#[derive(Debug, Clone)]
pub enum Write {
    /// Append to a stream that still ends at `after`; else [`StoreError::Conflict`].
    Append {
        /// The stream.
        stream: String,
        /// Where it must end.
        after: Head,
        /// What to append.
        links: Vec<Link>,
    },
    /// Erase the content and salt of one event.
    Erase {
        /// The stream.
        stream: String,
        /// The event.
        seq: u64,
    },
    /// Insert or replace a case's row in the queue.
    Case(CaseRow),
    /// Replace the words by which a case is found.
    Words {
        /// The case.
        case: CaseId,
        /// Normalised words.
        words: BTreeSet<String>,
    },
    /// Insert edition 1 of an advisory (its number must be free, else conflict) or replace by the
    /// next edition.
    Publish(PublishedRow),
    /// Insert or replace an account (login unique, else conflict).
    Account(Account),
    /// Insert an invitation.
    Invite(Invite),
    /// Use an invitation up; conflict when it is gone.
    UseInvite(Digest),
    /// Insert or replace a session.
    Session(Session),
    /// End a session.
    EndSession(Digest),
    /// End all sessions and tokens of an account.
    EndAll(AccountId),
    /// Insert an API token.
    Token(Token),
    /// Put a job in the queue; a job whose key is already there is left alone.
    Job(NewJob),
    /// A job is done; conflict when another worker has taken it over (fenced by attempt).
    JobDone {
        /// Which.
        key: String,
        /// The attempt that did it.
        attempt: u32,
    },
    /// A job failed; try again at this instant, or never.
    JobFailed {
        /// Which.
        key: String,
        /// The attempt that failed.
        attempt: u32,
        /// When to try again.
        again_at: Option<Timestamp>,
        /// Why.
        says: String,
    },
    /// Remember the answer to an idempotency key; conflict when it is there already.
    Once(Once),
    /// Keep the files of a policy by digest, if not yet kept.
    Policy {
        /// Its digest.
        digest: Digest,
        /// Its files as JSON.
        files: String,
    },
}

/// A case in the queue. `title` is content; the rest are facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Which.
    pub id: CaseId,
    /// The version this row was made from.
    pub version: u64,
    /// The reporter's secret, by digest.
    pub secret: Digest,
    /// Where it is.
    pub phase: Phase,
    /// Whether it is not closed.
    pub open: bool,
    /// How bad.
    pub severity: Option<Severity>,
    /// The first due clock.
    pub due_at: Option<Timestamp>,
    /// Which clock that is.
    pub due_clock: Option<String>,
    /// Until when an embargo binds.
    pub embargo_ends_at: Option<Timestamp>,
    /// When it was received.
    pub received_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Who handles it.
    pub handler: Option<AccountId>,
    /// The reporter's title.
    pub title: String,
}

/// Where a page of the queue begins: after this row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueCursor {
    /// Due, in milliseconds; the greatest number when nothing is due.
    pub due_sort: i64,
    /// Severity, most severe first.
    pub severity_sort: i64,
    /// The id breaks ties.
    pub id: String,
}

impl QueueCursor {
    /// After this row.
    pub fn after(row: &CaseRow) -> Self {
        Self {
            due_sort: row.due_at.map_or(i64::MAX, Timestamp::as_millisecond),
            severity_sort: row.severity.map_or(0, |severity| -(severity as i64) - 1),
            id: row.id.to_string(),
        }
    }
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct CaseQuery {
    /// Closed ones instead of open ones.
    pub closed: bool,
    /// Having all of these words (each a prefix).
    pub words: Vec<String>,
    /// Begin after this row.
    pub after: Option<QueueCursor>,
    /// At most so many.
    pub limit: u32,
}

/// A person who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// How they log in.
    pub login: String,
    /// How they are called.
    pub name: String,
    /// Granted roles.
    pub roles: BTreeSet<String>,
    /// What is kept of the password; empty when they cannot log in.
    pub password: String,
    /// The second factor's secret; empty when not set up.
    pub totp: Vec<u8>,
    /// The last used step of the second factor, against replay.
    pub totp_step: i64,
    /// Failed log-ins since the last good one.
    pub failures: u32,
    /// No log-in before this instant.
    pub locked_until: Option<Timestamp>,
    /// Whether the account is in use.
    pub active: bool,
    /// Its version, against lost updates: [`Write::Account`] conflicts unless the stored one is
    /// one less (or the account is new and this is 1).
    pub version: u64,
}

/// An invitation to make an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Its secret, by digest.
    pub secret: Digest,
    /// Roles that come with it.
    pub roles: BTreeSet<String>,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Somebody logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its secret, by digest.
    pub secret: Digest,
    /// Whose.
    pub account: AccountId,
    /// What forms must bring along.
    pub form_token: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// An API token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its secret, by digest.
    pub secret: Digest,
    /// Whose.
    pub account: AccountId,
    /// What it is for.
    pub label: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Work for later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Names it for ever; the same key is queued once.
    pub key: String,
    /// Which kind of work.
    pub kind: String,
    /// What it needs to know, as JSON.
    pub payload: String,
    /// Not before.
    pub run_at: Timestamp,
}

/// A job taken by a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its name.
    pub key: String,
    /// Which kind of work.
    pub kind: String,
    /// What it needs to know, as JSON.
    pub payload: String,
    /// When it was due.
    pub run_at: Timestamp,
    /// Which attempt this is, from 1.
    pub attempt: u32,
}

/// Counts of the job queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobCounts {
    /// Waiting or running.
    pub open: u64,
    /// Given up; a person must look.
    pub dead: u64,
}

/// The remembered answer to an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Whose keys.
    pub scope: String,
    /// The key.
    pub key: String,
    /// The digest of the request.
    pub request: Digest,
    /// The answer, as the use case wants it back.
    pub answer: String,
}

/// The store. Reads see only committed units; a unit is written whole or not at all.
#[async_trait]
pub trait Store: Send + Sync {
    /// Write a unit of work. It goes on to its end even if the caller stops waiting.
    async fn commit(&self, unit: Vec<Write>) -> Result<(), StoreError>;

    /// A stream from its beginning; empty when there is none.
    async fn stream(&self, stream: &str) -> Result<Vec<Link>, StoreError>;
    /// The remembered head of a stream.
    async fn head(&self, stream: &str) -> Result<Option<Head>, StoreError>;
    /// Names of streams in order, after this one.
    async fn streams(&self, after: &str, limit: u32) -> Result<Vec<String>, StoreError>;

    /// A page of cases, by due instant, severity and id.
    async fn cases(&self, query: &CaseQuery) -> Result<Vec<CaseRow>, StoreError>;
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
    /// The remembered answer to an idempotency key.
    async fn once(&self, scope: &str, key: &str) -> Result<Option<Once>, StoreError>;

    /// Whether the database answers.
    async fn ready(&self) -> Result<(), StoreError>;
}
