//! Rows as the store keeps them.

use domain::advisory::Severity;
use domain::case::Phase;
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use std::collections::BTreeSet;

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
    /// Its version, against lost updates: [`super::Write::Account`] conflicts unless the stored one is
    /// one less (or the account is new and this is 1).
    pub version: u64,
}

impl Account {
    /// Whether it is in use and has a password.
    pub fn can_log_in(&self) -> bool {
        self.active && !self.password.is_empty()
    }
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
