//! Clauses that disagree. A policy that grew has clashes; they are said, never hidden.

use super::Condition;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A known clash within the policy, or between the policy and what was decided before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Short name, also the file's.
    pub id: String,
    /// A few words.
    pub title: String,
    /// What clashes, and what a person should weigh.
    pub text: String,
    /// Known from 00:00 UTC of this day.
    pub since: Date,
    /// Settled from 00:00 UTC of this day.
    pub until: Option<Date>,
    /// The clauses that clash.
    pub between: Vec<String>,
    /// Decisions that clash with them.
    pub precedents: Vec<String>,
    /// When it matters to a claim.
    pub when: Condition,
}

/// A clash that matters to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// The known clash, where the policy knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<String>,
    /// The clauses that disagree.
    pub between: Vec<String>,
    /// Decisions that disagree with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub precedents: Vec<String>,
    /// The clash in words.
    pub says: String,
}
