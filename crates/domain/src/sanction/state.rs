//! What is kept of sanctions, and their two small machines: whether one runs, and what became of the
//! appeal against it.

use crate::access::Action;
use crate::case::{Move, State};
use crate::policy::Measure;
use crate::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many people read a report of a sanctioned reporter before it may be closed.
pub const READERS_NEEDED: usize = 2;

/// What a sanction is for and what it does; never a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SanctionTerms {
    /// The rule of conduct that was broken, by id.
    pub rule: String,
    /// The sanction of the policy, by id.
    pub sanction: String,
    /// What it does.
    pub measure: Measure,
    /// The event that shows it.
    pub event: u64,
    /// The case that this event is of, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// When it ends by itself; nothing when it is for good, or does nothing that could end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The last instant of an appeal.
    pub appeal_until: Timestamp,
}

/// Whether a sanction runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SanctionState {
    /// It holds.
    #[default]
    Running,
    /// Its time is over.
    Lapsed,
    /// People ended it.
    Lifted,
}

impl State for SanctionState {
    const MACHINE: &'static str = "sanction";
    const ALL: &'static [Self] = &[Self::Running, Self::Lapsed, Self::Lifted];

    fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Lapsed => "over",
            Self::Lifted => "lifted",
        }
    }
}

/// The moves of a sanction.
pub const SANCTION_MOVES: &[Move<SanctionState>] = &[
    Move {
        on: "lift",
        from: &[SanctionState::Running],
        to: SanctionState::Lifted,
        needs: Action::SanctionReporter,
    },
    Move {
        on: "overturn",
        from: &[SanctionState::Running],
        to: SanctionState::Lifted,
        needs: Action::DecideAppeal,
    },
    Move {
        on: "lapse",
        from: &[SanctionState::Running],
        to: SanctionState::Lapsed,
        needs: Action::ReadCase,
    },
];

/// What became of the appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppealState {
    /// There was none.
    #[default]
    None,
    /// It waits for somebody else than who decided.
    Asked,
    /// The sanction stands.
    Upheld,
    /// The sanction should not have been.
    Overturned,
}

impl State for AppealState {
    const MACHINE: &'static str = "appeal";
    const ALL: &'static [Self] = &[Self::None, Self::Asked, Self::Upheld, Self::Overturned];

    fn word(self) -> &'static str {
        match self {
            Self::None => "not made",
            Self::Asked => "waiting",
            Self::Upheld => "answered: the sanction stands",
            Self::Overturned => "answered: the sanction is overturned",
        }
    }
}

/// The moves of an appeal: there is one, and one answer.
pub const APPEAL_MOVES: &[Move<AppealState>] = &[
    Move {
        on: "appeal",
        from: &[AppealState::None],
        to: AppealState::Asked,
        needs: Action::Appeal,
    },
    Move {
        on: "uphold",
        from: &[AppealState::Asked],
        to: AppealState::Upheld,
        needs: Action::DecideAppeal,
    },
    Move {
        on: "overturn",
        from: &[AppealState::Asked],
        to: AppealState::Overturned,
        needs: Action::DecideAppeal,
    },
];

/// An appeal and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appeal {
    /// Where it stands.
    pub state: AppealState,
    /// When it came.
    pub at: Option<Timestamp>,
    /// The reporter's words.
    pub says: Option<String>,
    /// Who answered.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// The answer, in words, for the reporter.
    pub because: Option<String>,
}

/// One sanction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanction {
    /// Its number in the case, from 1.
    pub number: u32,
    /// For what, and what it does.
    pub terms: SanctionTerms,
    /// When it was decided.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<AccountId>,
    /// Under which policy.
    pub policy: Digest,
    /// What the evidence shows, for the team; `None` when erased.
    pub because: Option<String>,
    /// What the reporter is told; `None` when erased.
    pub notice: Option<String>,
    /// The address by which the reporter is known again.
    pub address: Option<String>,
    /// The mark of the key by which the reporter is known again.
    pub key: Option<String>,
    /// Whether it runs.
    pub state: SanctionState,
    /// Since when it does not.
    pub ended_at: Option<Timestamp>,
    /// Why people ended it.
    pub ended_because: Option<String>,
    /// The appeal against it.
    pub appeal: Appeal,
}

impl Sanction {
    /// Whether what its reporter sends now comes under it: its time is over at its end instant, however
    /// late that is noticed.
    pub fn bars(&self, now: Timestamp) -> bool {
        let over = self.terms.until.is_some_and(|until| until <= now);
        self.terms.measure == Measure::Ban && self.state == SanctionState::Running && !over
    }

    /// Whether an appeal waits for an answer that would change anything.
    pub fn waits(&self) -> bool {
        self.appeal.state == AppealState::Asked && self.state != SanctionState::Lifted
    }
}

/// What a case knows of how its reporter behaves, here and elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conduct {
    /// Sanctions that were decided here, in order.
    pub sanctions: Vec<Sanction>,
    /// The cases whose sanctions ran when this report came from their reporter.
    pub barred: BTreeSet<CaseId>,
    /// Who says that they have read the report.
    pub seen_by: BTreeSet<AccountId>,
    /// Who looked into the report: nobody of them decides about its reporter.
    pub triaged_by: BTreeSet<AccountId>,
}

impl Conduct {
    /// Whether the report is never paid: it came while a sanction ran, or lost what it could earn.
    pub fn is_unpaid(&self) -> bool {
        let lost = |one: &Sanction| {
            one.terms.measure == Measure::Forfeit && one.appeal.state != AppealState::Overturned
        };
        !self.barred.is_empty() || self.sanctions.iter().any(lost)
    }

    /// How many people must still say that they have read it before it may be closed.
    pub fn readers_missing(&self) -> usize {
        if self.barred.is_empty() { 0 } else { READERS_NEEDED.saturating_sub(self.seen_by.len()) }
    }
}
