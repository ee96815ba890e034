//! Rows as the store keeps them.

use domain::advisory::Severity;
use domain::case::{Link, Phase, Priority};
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A case in the queue. `title` is content; the rest are facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What to look at first.
    pub priority: Priority,
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
    /// Who has no part in it, and does not see it in a list.
    pub recused: BTreeSet<AccountId>,
    /// The reporter's title.
    pub title: String,
}

/// A case that has a key in common with something new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// Which.
    pub case: CaseId,
    /// Where it is.
    pub phase: Phase,
    /// The beginning of its journal.
    pub first: Link,
}

/// In which order cases are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseOrder {
    /// The first due on top, then the most severe.
    #[default]
    Due,
    /// By priority, then the oldest on top. A range of instants means nothing in it.
    Priority,
    /// The last received on top.
    Received,
    /// The embargo that ends first on top; cases without one are not listed.
    Embargo,
}

/// Where a page of a list begins: after this row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueCursor {
    /// The first key of the order: when due, in milliseconds (the greatest number when nothing is
    /// due); the priority's place; when received or when the embargo ends, in microseconds.
    pub first: i64,
    /// The second key: severity, most severe first; when received, in microseconds, in the order of
    /// priority; 0 where the order has none.
    pub second: i64,
    /// The id breaks ties.
    pub id: String,
}

impl QueueCursor {
    /// After this row, the first due on top.
    pub fn after(row: &CaseRow) -> Self {
        Self::in_order(CaseOrder::Due, row)
    }

    /// After this row, in this order.
    pub fn in_order(order: CaseOrder, row: &CaseRow) -> Self {
        let (first, second) = match order {
            CaseOrder::Due => {
                let due = row.due_at.map_or(i64::MAX, Timestamp::as_millisecond);
                (due, severity_sort(row.severity))
            }
            CaseOrder::Priority => (row.priority as i64, row.received_at.as_microsecond()),
            CaseOrder::Received => (row.received_at.as_microsecond(), 0),
            CaseOrder::Embargo => {
                (row.embargo_ends_at.map_or(i64::MAX, Timestamp::as_microsecond), 0)
            }
        };
        Self { first, second, id: row.id.to_string() }
    }
}

/// A severity as a number, the most severe first.
pub fn severity_sort(severity: Option<Severity>) -> i64 {
    severity.map_or(0, |severity| -(severity as i64) - 1)
}

/// Whose cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandledBy {
    /// Those that nobody handles.
    Nobody,
    /// Those of this person.
    Person(AccountId),
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct CaseQuery {
    /// Closed ones instead of open ones.
    pub closed: bool,
    /// In this phase.
    pub phase: Option<Phase>,
    /// Of this severity; of none yet.
    pub severity: Option<Option<Severity>>,
    /// Handled by.
    pub handler: Option<HandledBy>,
    /// In which order.
    pub order: CaseOrder,
    /// Whose instant of the order (due, received, end of the embargo) is not before this one.
    pub from: Option<Timestamp>,
    /// And before this one.
    pub before: Option<Timestamp>,
    /// Having this key.
    pub keyed: Option<String>,
    /// Having all of these words (each a prefix).
    pub words: Vec<String>,
    /// Without these.
    pub without: Vec<CaseId>,
    /// Begin after this row.
    pub after: Option<QueueCursor>,
    /// At most so many.
    pub limit: u32,
}

/// Which measures to count.
#[derive(Debug, Clone)]
pub struct MeasureQuery {
    /// Of this name.
    pub name: String,
    /// Of episodes that began at this instant or later,
    pub from: Timestamp,
    /// and before this one.
    pub to: Timestamp,
    /// Without these cases.
    pub without: Vec<CaseId>,
    /// What has not ended is late when it was due before this instant.
    pub now: Timestamp,
}

/// A page of cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CasePage {
    /// Its rows.
    pub rows: Vec<CaseRow>,
    /// Where a search stopped that had looked at as many cases as one search may, before the page was
    /// full: whoever goes on goes on from here.
    pub looked_to: Option<QueueCursor>,
}

/// A filter that a person keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFilter {
    /// Whose.
    pub account: AccountId,
    /// What they call it.
    pub name: String,
    /// What it asks for, by field.
    pub asks: BTreeMap<String, String>,
}

/// What opens a person's calendar of due dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarKey {
    /// Whose.
    pub account: AccountId,
    /// Its secret, by digest.
    pub secret: Digest,
    /// Whether it holds every case, and not only those that the person handles.
    pub everything: bool,
}
