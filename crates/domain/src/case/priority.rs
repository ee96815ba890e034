//! What to look at first. A bucket follows from the case and the policy alone; within one, the
//! oldest report comes first.

use super::report::ReportState;
use super::state::Case;
use crate::advisory::{Cvss, Severity};
use crate::intake::waits_behind;
use crate::policy::Policy;
use crate::triage::{FactValue, current_claim};
use crate::world::WorldFact;
use serde::{Deserialize, Serialize};

/// A bucket of the queue; the order is the order of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// It is being exploited, or is said to be.
    Exploited,
    /// It is about to become public, or is said to be.
    DisclosureThreat,
    /// Critical, or a score of 9 and more.
    Severe,
    /// Everything else.
    Other,
    /// An undecided report that shows nothing yet. It waits behind the others, and a person decides
    /// about it as about any other.
    LowSignal,
    /// It says almost what an earlier open report says, and nobody has looked at it yet. Only the first
    /// of its group stands among the others, and tells how many wait behind it.
    Alike,
}

impl Priority {
    /// All, the first in the queue first.
    pub const ALL: &[Priority] = &[
        Priority::Exploited,
        Priority::DisclosureThreat,
        Priority::Severe,
        Priority::Other,
        Priority::LowSignal,
        Priority::Alike,
    ];

    /// Of this case, by this policy.
    pub fn of(case: &Case, policy: &Policy) -> Self {
        let handling = &policy.handling;
        let claim = current_claim(case);
        let said = |facts: &[String]| facts.iter().any(|fact| *claim.get(fact) == FactValue::Yes);
        let undecided = matches!(case.report, ReportState::Received | ReportState::NeedsInfo);
        let told = |what: &WorldFact| what.is_so() || what.alleged_at().is_some();
        let quiet = case.published.is_none();
        if waits_behind(case) {
            // Whatever it says of attacks, the first of its group says as well.
            return Self::Alike;
        }
        let attacked = said(&handling.exploited) || told(&case.world.attacks);
        if attacked || (quiet && told(&case.world.exploit)) {
            Self::Exploited
        } else if said(&handling.disclosure_threat) || (quiet && told(&case.world.public)) {
            Self::DisclosureThreat
        } else if is_severe(case) {
            Self::Severe
        } else if undecided && !handling.proof.is_empty() && !said(&handling.proof) {
            Self::LowSignal
        } else {
            Self::Other
        }
    }

    /// As written in lists and the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exploited => "exploited",
            Self::DisclosureThreat => "disclosure-threat",
            Self::Severe => "severe",
            Self::Other => "other",
            Self::LowSignal => "low-signal",
            Self::Alike => "alike",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Exploited => "Exploited",
            Self::DisclosureThreat => "Disclosure threat",
            Self::Severe => "Severe",
            Self::Other => "Other",
            Self::LowSignal => "Low signal",
            Self::Alike => "Like another",
        }
    }
}

/// Rated critical by a word or by a vector.
fn is_severe(case: &Case) -> bool {
    let scored = case.vector.as_deref().and_then(|vector| Cvss::read(vector).ok());
    case.severity == Some(Severity::Critical)
        || scored.is_some_and(|cvss| cvss.score.rating() == Severity::Critical)
}
