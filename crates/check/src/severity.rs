//! How bad a finding is, in the words the records use.
//!
//! The order is the order of a report: the worst first. It never computes a severity from a
//! score; a record that does not say stays `unknown`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The severity of a record; the worst sorts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Act now.
    Critical,
    /// Act soon.
    High,
    /// Act in the usual rhythm.
    Medium,
    /// Act when convenient.
    Low,
    /// The record does not say.
    Unknown,
}

impl Severity {
    /// The word used in records and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A word that names no severity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("severity is none of unknown, low, medium, high, critical")]
pub struct NotASeverity;

impl FromStr for Severity {
    type Err = NotASeverity;

    // The whole word must match: a prefix such as `low-ish` or a suffix such as `xlow` is a fault.
    fn from_str(word: &str) -> Result<Self, NotASeverity> {
        [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Unknown]
            .into_iter()
            .find(|severity| severity.word() == word)
            .ok_or(NotASeverity)
    }
}
