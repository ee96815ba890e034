//! Words for states, so that no page shows an inner name.

use domain::access::Roles;
use domain::advisory::Severity;
use domain::case::{Case, EndReason, Phase, Priority, Resolution};
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
        Self { look: severity.word(), word: severity_title(severity).to_owned() }
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
        severity.map_or(Self { look: "unset", word: "Not rated".to_owned() }, Self::severity)
    }
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
pub(crate) fn resolution(resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Resolved => "fixed and published",
        Resolution::NotAVulnerability => "not a vulnerability",
        Resolution::OutOfScope => "out of scope",
        Resolution::NotReproducible => "could not be reproduced",
        Resolution::Duplicate => "already known from another report",
        Resolution::WontFix => "nothing will be done",
        Resolution::Withdrawn => "withdrawn by the reporter",
        Resolution::Spam => "not a report",
        Resolution::Informative => "good to know, and no vulnerability",
        Resolution::Abandoned => "the reporter never answered",
    }
}

/// Why an embargo ended, for people.
pub(crate) fn end_reason(reason: EndReason) -> &'static str {
    match reason {
        EndReason::PublicInfo => "the matter became public",
        EndReason::ExploitPublic => "an exploit became public",
        EndReason::Attacks => "it is being attacked",
        EndReason::FixReady => "fixes are ready and everybody agrees",
        EndReason::Consensus => "all sides agreed",
        EndReason::Breach => "somebody broke it",
        EndReason::Legal => "the law asks for it",
        EndReason::NoValidReport => "there is no valid report left",
        EndReason::Joined => "it goes on as the embargo of the case the report was joined to",
    }
}

/// The rules for reporters that were accepted, and the policy that has them; empty without any.
pub(crate) fn accepted_rules(case: &Case) -> String {
    case.accepted_rules.as_ref().map_or(String::new(), |accepted| {
        format!("{} of policy {}", accepted.rules.join(", "), accepted.policy.short())
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
    let known = match word {
        "resolved" => "Resolved: fixed and published",
        "not-a-vulnerability" => "Not a vulnerability, by the cited rules",
        "out-of-scope" => "Out of scope, by the cited rules",
        "not-reproducible" => "Could not be reproduced",
        "duplicate" => "The same as another report",
        "wont-fix" => "True, and nothing will be done",
        "spam" => "Not a report",
        "public-info" => "The matter became public",
        "exploit-public" => "An exploit became public",
        "attacks" => "It is being attacked",
        "fix-ready" => "Fixes are ready and everybody agrees",
        "consensus" => "All sides agree",
        "breach" => "Somebody broke the embargo",
        "legal" => "The law asks for it",
        "yes" => "Yes",
        "no" => "No",
        "unknown" => "Not known yet",
        "none" => "None: no impact",
        "public" => "The vulnerability is publicly known",
        "exploit" => "An exploit is public",
        "red" => "TLP:RED: named people only",
        "amber-strict" => "TLP:AMBER+STRICT: their organisation only",
        "amber" => "TLP:AMBER: their organisation and its clients",
        "" => "Choose",
        _ => {
            let spaced = word.replace(['-', '_'], " ");
            return crate::refuse::sentence(&spaced).trim_end_matches('.').to_owned();
        }
    };
    known.to_owned()
}
