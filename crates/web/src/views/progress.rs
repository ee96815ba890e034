//! How far a report is, for its reporter.

use super::verdict::{RuleView, rules};
use super::words;
use app::case::Shown;
use domain::case::{Phase, ReportState};

/// Where the report is, in a sentence for its reporter.
pub(crate) fn phase(shown: &Shown) -> String {
    let text = match shown.phase {
        Phase::Incident => "It is known to others, or used by them. The team acts at once.",
        Phase::Deferred if shown.case.joined.is_some() => {
            "This was already known, and you are joined to that case."
        }
        Phase::Deferred => "Confirmed, and put off for now.",
        Phase::Published => "The advisory is public. Thank you.",
        Phase::FixReady => "The fix is ready. The advisory is being prepared.",
        Phase::Fixing => "Confirmed. A fix is being made.",
        Phase::Prioritising => "Confirmed. Somebody will soon take the fix on.",
        Phase::WaitingReporter => "The team asked you something and waits for your answer.",
        Phase::Triage if shown.case.report == ReportState::Invalid => {
            "The team decided that this is not a vulnerability under the policy."
        }
        Phase::Triage => "The team is looking at your report.",
        Phase::Closed => {
            let how = shown.case.resolution.map_or("closed", words::resolution);
            return format!("The case is closed: {how}.");
        }
    };
    text.to_owned()
}

/// The way of a report, and how far this one is: `done`, `now` or `next`.
pub(crate) fn steps(shown: &Shown) -> Vec<(&'static str, &'static str)> {
    let names = ["Received", "Looked at", "Confirmed", "Fixed", "Published"];
    let at = match shown.phase {
        Phase::Triage | Phase::WaitingReporter => 1,
        Phase::Incident | Phase::Deferred => return Vec::new(),
        Phase::Prioritising => 2,
        Phase::Fixing | Phase::FixReady => 3,
        Phase::Published => 5,
        Phase::Closed if shown.case.published.is_some() => 5,
        Phase::Closed => return Vec::new(),
    };
    if shown.case.report == ReportState::Invalid {
        return Vec::new();
    }
    let look = |place: usize| match place.cmp(&at) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "next",
    };
    names.into_iter().enumerate().map(|(place, name)| (name, look(place))).collect()
}

/// What was decided, by which rules.
pub(crate) fn decision(
    shown: &Shown,
    policy: &domain::policy::Policy,
) -> Option<(&'static str, Vec<RuleView>)> {
    let case = &shown.case;
    let refused = "This is not a vulnerability under the policy.";
    let title = match case.report {
        ReportState::Deferred if case.joined.is_some() => return None,
        ReportState::Valid | ReportState::Accepted | ReportState::Deferred => {
            "This is a vulnerability."
        }
        ReportState::Invalid => refused,
        ReportState::Closed if case.published.is_some() => "This is a vulnerability.",
        ReportState::Closed => "The case was closed under these rules.",
        ReportState::Received | ReportState::NeedsInfo => return None,
    };
    let cited = rules(policy, case.decided_by_rules.iter().map(String::as_str));
    (case.report != ReportState::Closed || !cited.is_empty()).then_some((title, cited))
}
