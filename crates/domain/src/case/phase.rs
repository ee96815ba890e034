//! The one status people see: a pure function of the machines, first match wins. Nobody sets it.

use super::report::ReportState;
use super::state::Case;
use serde::{Deserialize, Serialize};

/// Where the case is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It is attacked, or public before its advisory is.
    Incident,
    /// The advisory is public.
    Published,
    /// Every affected line has its fix.
    FixReady,
    /// Fixes are being made.
    Fixing,
    /// Confirmed, and nobody handles it yet.
    Prioritising,
    /// The reporter's turn.
    WaitingReporter,
    /// Nothing decided yet.
    Triage,
    /// Put off, or joined to the report that it repeats.
    Deferred,
    /// Over.
    Closed,
}

impl Phase {
    /// Every phase.
    pub const ALL: &[Phase] = &[
        Phase::Incident,
        Phase::Published,
        Phase::FixReady,
        Phase::Fixing,
        Phase::Prioritising,
        Phase::WaitingReporter,
        Phase::Triage,
        Phase::Deferred,
        Phase::Closed,
    ];

    /// Of this case.
    pub fn of(case: &Case) -> Self {
        match case.report {
            ReportState::Closed => Phase::Closed,
            ReportState::Deferred if case.joined.is_some() => Phase::Deferred,
            _ if is_incident(case) => Phase::Incident,
            _ if case.published.is_some() => Phase::Published,
            ReportState::Accepted if case.fixes_ready() => Phase::FixReady,
            ReportState::Accepted => Phase::Fixing,
            ReportState::Deferred => Phase::Deferred,
            ReportState::Valid => Phase::Prioritising,
            ReportState::NeedsInfo => Phase::WaitingReporter,
            ReportState::Received | ReportState::Invalid => Phase::Triage,
        }
    }

    /// As written in lists and the API.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Incident => "incident",
            Phase::Deferred => "deferred",
            Phase::Published => "published",
            Phase::FixReady => "fix-ready",
            Phase::Fixing => "fixing",
            Phase::Prioritising => "prioritising",
            Phase::WaitingReporter => "waiting-reporter",
            Phase::Triage => "triage",
            Phase::Closed => "closed",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Phase::Incident => "Incident",
            Phase::Deferred => "Put off",
            Phase::Published => "Published",
            Phase::FixReady => "Fix ready",
            Phase::Fixing => "Fixing",
            Phase::Prioritising => "Needs a handler",
            Phase::WaitingReporter => "Waiting for the reporter",
            Phase::Triage => "Triage",
            Phase::Closed => "Closed",
        }
    }
}

/// Attacked, or known to the public before the advisory is out. What was refused is no incident.
fn is_incident(case: &Case) -> bool {
    let known = case.world.public.is_so() && case.published.is_none();
    case.report != ReportState::Invalid && (case.world.attacks.is_so() || known)
}
