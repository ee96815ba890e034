//! The canonical record. Every format is written from it; it holds nothing that is not public.

use super::{AdvisoryDraft, Severity};
use jiff::Timestamp;
use jiff::civil::Date;
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
    /// Affected lines that were at their end of life and have no fix, fixed when this edition was
    /// published: no later day changes what it says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<EndedLine>,
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

/// How it is known that a line at its end of life is affected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndedStatus {
    /// Somebody looked, and it is.
    Affected,
    /// Nobody looked: it is assumed.
    AssumedAffected,
    /// Somebody looked, and it is; the line goes on, and gets no fix for this all the same.
    Unfixed,
}

/// One release line that counts as affected and has no fix: at its end of life, or by decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedLine {
    /// For people: "18.x".
    pub line: String,
    /// First affected version, as far as anybody knows.
    pub introduced: String,
    /// Its end date.
    pub end: Date,
    /// How it is known.
    pub status: EndedStatus,
}

impl EndedLine {
    /// Numbers of the introduced version, so that 9 comes before 10.
    pub fn order(&self) -> Vec<u64> {
        order(&self.introduced)
    }

    /// The status in words.
    pub fn status_title(&self) -> &'static str {
        match self.status {
            EndedStatus::Affected => "end of life: affected, no fix",
            EndedStatus::AssumedAffected => "end of life: assumed affected",
            EndedStatus::Unfixed => "affected, no fix will be made",
        }
    }
}

impl AffectedLine {
    /// Numbers of the introduced version, so that 9 comes before 10.
    pub fn order(&self) -> Vec<u64> {
        order(&self.introduced)
    }
}

fn order(version: &str) -> Vec<u64> {
    version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
}
