//! The canonical record. Every format is written from it; it holds nothing that is not public.

use super::{AdvisoryDraft, Severity};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One advisory, as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advisory {
    /// In the project's own series.
    pub id: String,
    /// Its number in that series.
    pub number: u32,
    /// From 1; a correction makes the next.
    pub edition: u32,
    /// The text.
    #[serde(flatten)]
    pub draft: AdvisoryDraft,
    /// How bad.
    pub severity: Severity,
    /// Its CVSS vector.
    pub vector: Option<String>,
    /// Affected lines in order, each with its fix.
    pub lines: Vec<AffectedLine>,
    /// First published.
    pub published_at: Timestamp,
    /// This edition.
    pub modified_at: Timestamp,
}

/// One affected release line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffectedLine {
    /// For people: "22.x".
    pub line: String,
    /// First affected version.
    pub introduced: String,
    /// First fixed version.
    pub fixed: String,
}

impl AffectedLine {
    /// Numbers of the introduced version, so that 9 comes before 10.
    pub fn order(&self) -> Vec<u64> {
        self.introduced.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
    }
}
