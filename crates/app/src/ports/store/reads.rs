//! What the store keeps of who was shown what.

use domain::access::{Door, ReadKind};
use domain::case::By;
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One row of the read log: what one request showed to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRow {
    /// When.
    pub at: Timestamp,
    /// Tells rows of one instant apart; random, 63 bits.
    pub id: u64,
    /// Who. Somebody from outside is known in the one case of the row.
    pub reader: By,
    /// Through which door.
    pub door: Door,
    /// What they were shown.
    pub kind: ReadKind,
    /// The policy then in force.
    pub policy: Digest,
    /// Of which cases.
    pub cases: BTreeSet<CaseId>,
}

impl ReadRow {
    /// The most cases of one row; more of them are several rows.
    pub const CASES_MAX: usize = 200;

    /// Its place in the log.
    pub fn place(&self) -> ReadPlace {
        ReadPlace { at: self.at, id: self.id }
    }
}

/// A place in the log, which is read from its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadPlace {
    /// The row's instant.
    pub at: Timestamp,
    /// The row's id.
    pub id: u64,
}

impl ReadPlace {
    /// As an address writes it.
    pub fn write(&self) -> String {
        format!("{}.{}", self.at.as_microsecond(), self.id)
    }

    /// Back from an address.
    pub fn read(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
        let id: i64 = id.parse().ok()?;
        Some(Self { at, id: u64::try_from(id).ok()? })
    }
}

/// Which rows of the log, the latest first.
#[derive(Debug, Clone, Default)]
pub struct ReadQuery {
    /// Of this case.
    pub case: Option<CaseId>,
    /// By this person.
    pub person: Option<AccountId>,
    /// At this instant or later,
    pub from: Option<Timestamp>,
    /// and before this one.
    pub before: Option<Timestamp>,
    /// Begin after this row.
    pub after: Option<ReadPlace>,
    /// At most so many.
    pub limit: u32,
}
