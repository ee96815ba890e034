//! How far a report is, for its reporter.

use super::verdict::{RuleView, rules};
use super::words;
use crate::say;
use crate::when::When;
use app::case::Shown;
use domain::case::{Case, Phase, ReportState};
use domain::policy::Policy;
use domain::world::WorldKind;
use jiff::Timestamp;

/// Where the report is, in a sentence for its reporter.
pub(crate) fn phase(shown: &Shown) -> String {
    let phrase = match shown.phase {
        Phase::Incident => say("progress-incident"),
        Phase::Deferred if shown.case.joined.is_some() => say("progress-joined"),
        Phase::Deferred => say("progress-deferred"),
        Phase::Published => say("progress-published"),
        Phase::FixReady => say("progress-fix-ready"),
        Phase::Fixing => say("progress-fixing"),
        Phase::Prioritising => say("progress-prioritising"),
        Phase::WaitingReporter => say("progress-waiting"),
        Phase::Triage if shown.case.report == ReportState::Invalid => say("progress-invalid"),
        Phase::Triage => say("progress-triage"),
        Phase::Closed => {
            let how = shown.case.resolution.map(words::resolution);
            let how = how.unwrap_or_else(|| say("resolution-none").text());
            say("progress-closed").with("how", how)
        }
    };
    phrase.text()
}

/// The way of a report, and how far this one is: `done`, `now` or `next`.
pub(crate) fn steps(shown: &Shown) -> Vec<(String, &'static str)> {
    let names = [
        say("step-received"),
        say("step-looked-at"),
        say("step-confirmed"),
        say("step-fixed"),
        say("step-published"),
    ];
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
    names.into_iter().enumerate().map(|(place, name)| (name.text(), look(place))).collect()
}

/// What was decided, by which rules.
pub(crate) fn decision(shown: &Shown, policy: &Policy) -> Option<(String, Vec<RuleView>)> {
    let case = &shown.case;
    let title = match case.report {
        ReportState::Deferred if case.joined.is_some() => return None,
        ReportState::Valid | ReportState::Accepted | ReportState::Deferred => say("decision-valid"),
        ReportState::Invalid => say("decision-invalid"),
        ReportState::Closed if case.published.is_some() => say("decision-valid"),
        ReportState::Closed => say("decision-closed"),
        ReportState::Received | ReportState::NeedsInfo => return None,
    };
    let cited = rules(policy, case.decided_by_rules.iter().map(String::as_str));
    (case.report != ReportState::Closed || !cited.is_empty()).then(|| (title.text(), cited))
}

/// What is confirmed about the world, and since when.
pub(crate) fn known(case: &Case, policy: &Policy, now: Timestamp) -> Vec<(String, When)> {
    let confirmed = WorldKind::ALL.iter().filter_map(|(word, what)| {
        let at = case.world.fact(*what).confirmed_at?;
        Some((say(format!("world-{word}")).text(), When::new(at, now, policy)))
    });
    confirmed.collect()
}
