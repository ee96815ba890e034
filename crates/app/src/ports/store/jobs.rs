//! What the store keeps of work for later, and of requests that may come twice.

use domain::words::Digest;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Work for later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// A job that was given up; a person must look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// Its name.
    pub key: String,
    /// Which kind of work.
    pub kind: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it was given up.
    pub says: String,
}

/// Counts of the job queue, each up to [`JobCounts::MOST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobCounts {
    /// Waiting or running.
    pub open: u64,
    /// Given up; a person must look.
    pub dead: u64,
}

impl JobCounts {
    /// Nobody counts further: millions of timers wait for their day.
    pub const MOST: u32 = 10_000;
}

/// The remembered answer to an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
