//! The answer to a claim: what it is, by which clauses, and what is missing.

use super::{Disagreement, FactValue, Source};
use crate::words::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a claim turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictKind {
    /// A vulnerability.
    Vulnerability,
    /// A vulnerability that better documentation may fix.
    DocsFixVulnerability,
    /// Not a vulnerability, but worth making harder; handled in private.
    Hardening,
    /// A bug like any other.
    NormalBug,
    /// Somebody else's to handle.
    Redirect,
    /// Undecided: facts are missing.
    NeedsMoreInfo,
}

impl VerdictKind {
    /// All of them with their words in files.
    pub const ALL: [(&'static str, VerdictKind); 6] = [
        ("vulnerability", VerdictKind::Vulnerability),
        ("docs-fix-vulnerability", VerdictKind::DocsFixVulnerability),
        ("hardening", VerdictKind::Hardening),
        ("normal-bug", VerdictKind::NormalBug),
        ("redirect", VerdictKind::Redirect),
        ("needs-more-info", VerdictKind::NeedsMoreInfo),
    ];

    /// As written in files.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// Read from its word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(one, _)| *one == word).map(|(_, kind)| *kind)
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Vulnerability => "a vulnerability",
            Self::DocsFixVulnerability => "a vulnerability that documentation may fix",
            Self::Hardening => "not a vulnerability, but worth hardening in private",
            Self::NormalBug => "not a vulnerability; at most a normal bug",
            Self::Redirect => "somebody else's to handle",
            Self::NeedsMoreInfo => "undecided: facts are missing",
        }
    }

    /// Whether it counts as a vulnerability.
    pub fn is_vulnerability(self) -> bool {
        matches!(self, Self::Vulnerability | Self::DocsFixVulnerability)
    }
}

impl fmt::Display for VerdictKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A clause that was part of why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The clause.
    pub id: String,
    /// What it says.
    pub says: String,
}

/// A fact that the verdict rests on, or that it waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// Which one.
    pub fact: String,
    /// The answer, or unknown.
    pub value: FactValue,
    /// Where the answer comes from, where that was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Source>,
    /// Why it is known, or not, in words.
    pub why: String,
}

/// What a claim turns out to be, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What it is.
    pub kind: VerdictKind,
    /// By which clauses, the deciding one first.
    pub rules: Vec<Cited>,
    /// Facts that would decide; empty unless more is needed.
    pub missing: Vec<String>,
    /// Whether a CVE id is asked for, where the policy says.
    pub cve: Option<bool>,
    /// Whether a bounty can be paid, where the policy says.
    pub bounty: Option<bool>,
    /// Who should hear of it instead.
    pub redirect: Option<String>,
    /// The policy that judged.
    pub policy: Digest,
    /// Its version.
    pub policy_version: String,
    /// The whole in a sentence.
    pub because: String,
    /// The facts it rests on, and those it waits for.
    #[serde(default)]
    pub facts: Vec<Weighed>,
    /// Clauses that disagree about this claim.
    #[serde(default)]
    pub disagree: Vec<Disagreement>,
}

impl Verdict {
    /// The ids of the cited clauses, the deciding one first.
    pub fn rule_ids(&self) -> Vec<String> {
        self.rules.iter().map(|cited| cited.id.clone()).collect()
    }
}
