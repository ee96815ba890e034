//! A clause of the threat model: one file, its text, its condition, its effect and its examples.

use super::{Claim, Condition, VerdictKind};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What a clause is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClauseKind {
    /// Makes something a vulnerability.
    Vulnerability,
    /// Makes something not a vulnerability.
    NonVulnerability,
    /// Names something that is trusted.
    Trusted,
    /// Names something that is not trusted.
    Untrusted,
    /// One of several criteria that must all hold.
    Criterion,
    /// Says what the policy covers.
    Scope,
    /// Says what is done.
    Procedure,
    /// Says why.
    Rationale,
}

impl ClauseKind {
    /// All of them with their words in files.
    pub const ALL: [(&'static str, ClauseKind); 8] = [
        ("vulnerability", ClauseKind::Vulnerability),
        ("non-vulnerability", ClauseKind::NonVulnerability),
        ("trusted", ClauseKind::Trusted),
        ("untrusted", ClauseKind::Untrusted),
        ("criterion", ClauseKind::Criterion),
        ("scope", ClauseKind::Scope),
        ("procedure", ClauseKind::Procedure),
        ("rationale", ClauseKind::Rationale),
    ];

    /// As written in files.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// What a clause brings about when it decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The verdict.
    pub verdict: VerdictKind,
    /// Whether a CVE id is asked for, where the clause says.
    pub cve: Option<bool>,
    /// Whether a bounty can be paid, where the clause says.
    pub bounty: Option<bool>,
    /// Who should hear of it instead.
    pub target: Option<String>,
    /// Clauses cited as well: those without a condition, and those whose condition holds.
    pub also: Vec<String>,
}

/// A claim with the verdict it must get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What happens, in a sentence.
    pub say: String,
    /// Its facts.
    pub claim: Claim,
    /// The verdict it must get.
    pub expect: VerdictKind,
    /// Clauses that must be among the cited ones.
    pub cites: Vec<String>,
    /// Facts that must be exactly the missing ones, where stated.
    pub missing: Option<Vec<String>>,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Short name, also the file's.
    pub id: String,
    /// What it is about.
    pub kind: ClauseKind,
    /// In force from 00:00 UTC of this day.
    pub since: Date,
    /// No longer in force from 00:00 UTC of this day.
    pub until: Option<Date>,
    /// Smaller numbers are weighed first.
    pub order: u32,
    /// Where the project has written it down.
    pub source: Option<String>,
    /// The line in that document, counted from one.
    pub source_line: Option<u32>,
    /// The clause it belongs to, for reading.
    pub under: Option<String>,
    /// Clauses it goes before by intent, or `*` for all: no disagreement when both hold.
    pub over: Vec<String>,
    /// A few words, for headings and lists.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Why.
    pub because: Option<String>,
    /// When it applies; without a condition it is only cited.
    pub when: Option<Condition>,
    /// Criteria that must all hold; the effect is what follows when one fails.
    pub requires_all: Vec<String>,
    /// What it brings about; without one it never decides.
    pub effect: Option<Effect>,
    /// Weaknesses it is about.
    pub cwe: Vec<String>,
    /// What it must give.
    pub examples: Vec<Example>,
}

impl Clause {
    /// Whether it is in force at this instant.
    pub fn in_force(&self, at: Timestamp) -> bool {
        self.in_force_on(at.to_zoned(TimeZone::UTC).date())
    }

    /// Whether it is in force on this day (UTC).
    pub fn in_force_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }
}
