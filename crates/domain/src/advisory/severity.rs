//! How bad, in five words.

use serde::{Deserialize, Serialize};

/// The severity of a vulnerability; the order is the order of concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// No impact.
    None,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

impl Severity {
    /// All, from none to critical.
    pub const ALL: &[Severity] =
        &[Severity::None, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    /// As written in records.
    pub fn word(self) -> &'static str {
        match self {
            Severity::None => "none",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// Read from its word, in any letter case.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|severity| severity.word().eq_ignore_ascii_case(word.trim()))
    }
}
