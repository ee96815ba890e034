//! Words for states, so that no page shows an inner name.

use crate::say;
use domain::access::Roles;
use domain::advisory::Severity;
use domain::case::{Case, EndReason, Phase, Priority, Resolution};
use domain::policy::{Limit, Unit};
use std::collections::BTreeSet;

/// A short mark with a word; the word alone is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chip {
    /// Which look.
    pub(crate) look: &'static str,
    /// The word.
    pub(crate) word: String,
}

impl Chip {
    /// Of a severity.
    pub(crate) fn severity(severity: Severity) -> Self {
        let word = say(format!("severity-{}", severity.word())).text();
        Self { look: severity.word(), word }
    }

    /// Of a phase.
    pub(crate) fn phase(phase: Phase) -> Self {
        Self { look: phase.word(), word: phase.title().to_owned() }
    }

    /// Of a priority that is not the usual one.
    pub(crate) fn priority(priority: Priority) -> Self {
        let quiet = matches!(priority, Priority::LowSignal | Priority::Alike);
        let look = if quiet { "no" } else { "late" };
        Self { look, word: priority.title().to_owned() }
    }

    /// Of a severity that may not be set yet.
    pub(crate) fn severity_or_none(severity: Option<Severity>) -> Self {
        let unset = || Self { look: "unset", word: say("severity-unset").text() };
        severity.map_or_else(unset, Self::severity)
    }
}

/// How long a promise gives.
pub(crate) fn limit(limit: &Limit) -> String {
    let id = match limit.unit {
        Unit::Hours => "limit-hours",
        Unit::Days => "limit-days",
        Unit::BusinessDays => "limit-business-days",
        Unit::WeekDays => "limit-week-days",
    };
    say(id).count("n", limit.n).text()
}

/// A severity for people.
pub(crate) fn severity_title(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "No impact",
        Severity::Low => "Low",
        Severity::Medium => "Medium",
        Severity::High => "High",
        Severity::Critical => "Critical",
    }
}

/// How a case was closed, for people.
pub(crate) fn resolution(resolution: Resolution) -> String {
    let id = match resolution {
        Resolution::Resolved => "resolution-resolved",
        Resolution::NotAVulnerability => "resolution-not-a-vulnerability",
        Resolution::OutOfScope => "resolution-out-of-scope",
        Resolution::NotReproducible => "resolution-not-reproducible",
        Resolution::Duplicate => "resolution-duplicate",
        Resolution::WontFix => "resolution-wont-fix",
        Resolution::Withdrawn => "resolution-withdrawn",
        Resolution::Spam => "resolution-spam",
        Resolution::Informative => "resolution-informative",
        Resolution::Abandoned => "resolution-abandoned",
    };
    say(id).text()
}

/// Why an embargo ended, for people.
pub(crate) fn end_reason(reason: EndReason) -> String {
    let id = match reason {
        EndReason::PublicInfo => "end-public-info",
        EndReason::ExploitPublic => "end-exploit-public",
        EndReason::Attacks => "end-attacks",
        EndReason::FixReady => "end-fix-ready",
        EndReason::Consensus => "end-consensus",
        EndReason::Breach => "end-breach",
        EndReason::Legal => "end-legal",
        EndReason::NoValidReport => "end-no-valid-report",
        EndReason::Joined => "end-joined",
    };
    say(id).text()
}

/// The rules for reporters that were accepted, and the policy that has them; empty without any.
pub(crate) fn accepted_rules(case: &Case) -> String {
    case.accepted_rules.as_ref().map_or(String::new(), |accepted| {
        let accepted_of = say("rules-of-policy").with("rules", accepted.rules.join(", "));
        accepted_of.with("policy", accepted.policy.short()).text()
    })
}

/// These, with commas between.
pub(crate) fn commas(all: &BTreeSet<String>) -> String {
    all.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The title of each of these roles.
pub(crate) fn role_titles<'a>(roles: &Roles, ids: impl Iterator<Item = &'a String>) -> String {
    let titles: Vec<&str> =
        ids.map(|id| roles.0.get(id).map_or(id.as_str(), |role| role.title.as_str())).collect();
    titles.join(", ")
}

/// The sentence of a choice that a verb offers.
pub(crate) fn choice(word: &str) -> String {
    let id = if word.is_empty() { "choice".to_owned() } else { format!("choice-{word}") };
    say(id).text_if_known().unwrap_or_else(|| {
        let spaced = word.replace(['-', '_'], " ");
        crate::refuse::sentence(&spaced).trim_end_matches('.').to_owned()
    })
}
