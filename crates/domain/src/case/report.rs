//! The report's machine (region R).

use super::moves::{Move, State};
use crate::access::Action;
use serde::{Deserialize, Serialize};

/// How a case was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// Fixed and published.
    Resolved,
    /// Not a vulnerability by the cited rules.
    NotAVulnerability,
    /// Out of scope by the cited rules.
    OutOfScope,
    /// Could not be reproduced.
    NotReproducible,
    /// The same as another report.
    Duplicate,
    /// True, and nothing will be done.
    WontFix,
    /// Withdrawn by the reporter.
    Withdrawn,
    /// Not a report.
    Spam,
    /// True and worth knowing, and no vulnerability.
    Informative,
    /// The reporter was asked and never answered.
    Abandoned,
}

/// Where the report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportState {
    /// Here, and nothing decided.
    #[default]
    Received,
    /// The reporter was asked for something.
    NeedsInfo,
    /// Refused by cited rules.
    Invalid,
    /// Confirmed by cited rules.
    Valid,
    /// Somebody handles it.
    Accepted,
    /// Put off, or joined to the report that it repeats.
    Deferred,
    /// Over.
    Closed,
}

impl State for ReportState {
    const MACHINE: &'static str = "report";
    const ALL: &'static [Self] = &[
        Self::Received,
        Self::NeedsInfo,
        Self::Invalid,
        Self::Valid,
        Self::Accepted,
        Self::Deferred,
        Self::Closed,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::NeedsInfo => "waiting for the reporter",
            Self::Invalid => "refused",
            Self::Valid => "confirmed",
            Self::Accepted => "accepted",
            Self::Deferred => "put off",
            Self::Closed => "closed",
        }
    }
}

use ReportState::{Accepted, Closed, Deferred, Invalid, NeedsInfo, Received, Valid};

/// The report's moves. A confirmed report cannot be closed before it was accepted or put off (I8).
pub const REPORT_MOVES: &[Move<ReportState>] = &[
    Move { on: "ask", from: &[Received], to: NeedsInfo, needs: Action::AskReporter },
    Move { on: "supply", from: &[NeedsInfo], to: Received, needs: Action::Answer },
    Move {
        on: "validate",
        from: &[Received, NeedsInfo, Invalid],
        to: Valid,
        needs: Action::DecideValidity,
    },
    Move {
        on: "invalidate",
        from: &[Received, NeedsInfo],
        to: Invalid,
        needs: Action::DecideValidity,
    },
    Move { on: "accept", from: &[Valid, Accepted], to: Accepted, needs: Action::TakeCase },
    Move { on: "defer", from: &[Valid, Accepted], to: Deferred, needs: Action::TakeCase },
    Move { on: "resume", from: &[Deferred], to: Accepted, needs: Action::TakeCase },
    Move {
        on: "duplicate",
        from: &[Received, NeedsInfo, Valid],
        to: Deferred,
        needs: Action::JoinCases,
    },
    Move {
        on: "close",
        from: &[Invalid, Deferred, Accepted],
        to: Closed,
        needs: Action::CloseCase,
    },
    Move {
        on: "withdraw",
        from: &[Received, NeedsInfo, Invalid],
        to: Closed,
        needs: Action::Withdraw,
    },
    // After a report was confirmed its reporter leaves, and the case goes on.
    Move { on: "withdraw", from: &[Valid], to: Valid, needs: Action::Withdraw },
    Move { on: "withdraw", from: &[Accepted], to: Accepted, needs: Action::Withdraw },
    Move { on: "withdraw", from: &[Deferred], to: Deferred, needs: Action::Withdraw },
    Move { on: "reopen", from: &[Closed], to: Received, needs: Action::ReopenCase },
];

impl ReportState {
    /// Whether it is over, unless it is opened again.
    pub fn is_over(self) -> bool {
        self == Closed
    }
}
