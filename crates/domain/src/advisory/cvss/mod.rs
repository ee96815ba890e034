//! CVSS vectors of versions 3.0, 3.1 and 4.0: what is wrong with one, or its score and rating.
//! The grammar is ours, strict and with names in its complaints; the arithmetic is the `cvss` crate's.

mod grammar;
#[cfg(test)]
mod tests;

use super::Severity;
use crate::words::one_line;
use grammar::Group;
use serde::{Serialize, Serializer};
use std::fmt;

/// The longest vector that is looked at; one with every metric of 4.0 has under 200 bytes.
pub const CVSS_BYTES_MAX: usize = 256;

/// A version of CVSS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum CvssVersion {
    /// 3.0.
    #[serde(rename = "3.0")]
    V3_0,
    /// 3.1.
    #[serde(rename = "3.1")]
    V3_1,
    /// 4.0.
    #[serde(rename = "4.0")]
    V4_0,
}

impl CvssVersion {
    /// All, the oldest first.
    pub const ALL: [CvssVersion; 3] = [CvssVersion::V3_0, CvssVersion::V3_1, CvssVersion::V4_0];

    /// As vectors write it.
    pub fn word(self) -> &'static str {
        match self {
            CvssVersion::V3_0 => "3.0",
            CvssVersion::V3_1 => "3.1",
            CvssVersion::V4_0 => "4.0",
        }
    }
}

impl fmt::Display for CvssVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A score from 0.0 to 10.0, in tenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u8);

impl Score {
    /// The score of this number, which has one decimal; nothing for any other number.
    pub fn read(number: f64) -> Option<Self> {
        let tenths = (number * 10.0).round();
        let fits = (0.0..=100.0).contains(&tenths) && (number * 10.0 - tenths).abs() < 1e-6;
        fits.then_some(Self(tenths as u8))
    }

    /// As a number.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    /// The word for it, the same in all versions.
    pub fn rating(self) -> Severity {
        match self.0 {
            0 => Severity::None,
            1..=39 => Severity::Low,
            40..=69 => Severity::Medium,
            70..=89 => Severity::High,
            _ => Severity::Critical,
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
    }
}

/// A vector that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cvss {
    /// Of which version.
    pub version: CvssVersion,
    /// The score that counts: of the base metrics in 3.x, of all that was given in 4.0.
    pub score: Score,
    /// Its rating.
    pub severity: Severity,
    /// The temporal score of 3.x, where a temporal metric says something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temporal: Option<Score>,
    /// The environmental score of 3.x, where an environmental metric says something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environmental: Option<Score>,
    /// Which metrics the score of 4.0 is made of: `CVSS-B`, `CVSS-BT`, `CVSS-BE` or `CVSS-BTE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nomenclature: Option<&'static str>,
}

/// One thing that is wrong with a vector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it means")]
pub enum CvssFault {
    #[error("it is empty")]
    Empty,
    #[error("it is longer than {CVSS_BYTES_MAX} bytes")]
    Long,
    #[error("it looks like CVSS 2, which is not supported: rate it anew with 3.1 or 4.0")]
    Version2,
    #[error("it begins with {0:?}; a vector begins with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/")]
    Prefix(String),
    #[error("it is of version {0:?}; 3.0, 3.1 and 4.0 are supported")]
    Version(String),
    #[error("{0:?} is not a metric and its value, such as AV:N")]
    Shape(String),
    #[error("{name:?} is no metric of CVSS {version}")]
    Unknown { version: CvssVersion, name: String },
    #[error("{name} ({title}) is {value:?}; it is one of {}", known.join(", "))]
    Value { name: &'static str, title: &'static str, value: String, known: &'static [&'static str] },
    #[error("{name} ({title}) is there more than once")]
    Twice { name: &'static str, title: &'static str },
    #[error("{name} ({title}) stands after {after}; CVSS 4.0 fixes the order of metrics")]
    Order { name: &'static str, title: &'static str, after: &'static str },
    #[error("it lacks {}", titled(.0))]
    Missing(Vec<(&'static str, &'static str)>),
    #[error("it cannot be scored: {0}")]
    Unscored(String),
}

fn titled(metrics: &[(&str, &str)]) -> String {
    let each: Vec<String> =
        metrics.iter().map(|(name, title)| format!("{name} ({title})")).collect();
    each.join(", ")
}

/// Everything that is wrong with a vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CvssError(pub Vec<CvssFault>);

impl fmt::Display for CvssError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&faults.join("; "))
    }
}

impl std::error::Error for CvssError {}

impl From<CvssFault> for CvssError {
    fn from(fault: CvssFault) -> Self {
        Self(vec![fault])
    }
}

impl Cvss {
    /// Read a vector as its version's specification writes it: upper case, nothing around it.
    pub fn read(vector: &str) -> Result<Self, CvssError> {
        let (version, body) = split(vector)?;
        let metrics = grammar::metrics(version, body).map_err(CvssError)?;
        let says = |group: Group| {
            metrics.iter().any(|(metric, value)| metric.group == group && *value != "X")
        };
        let (threat, environment) = (says(Group::Threat), says(Group::Environment));
        let unscored = |error: cvss::Error| CvssError::from(CvssFault::Unscored(error.to_string()));
        if version == CvssVersion::V4_0 {
            let read: cvss::v4::Vector = vector.parse().map_err(unscored)?;
            let nomenclature = match (threat, environment) {
                (false, false) => "CVSS-B",
                (true, false) => "CVSS-BT",
                (false, true) => "CVSS-BE",
                (true, true) => "CVSS-BTE",
            };
            let cvss = Self::scored(version, rounded(read.score().value())?);
            return Ok(Self { nomenclature: Some(nomenclature), ..cvss });
        }
        let read: cvss::v3::Vector = vector.parse().map_err(unscored)?;
        let scored = |wanted: bool, score: fn(&cvss::v3::Vector) -> cvss::v3::Score| {
            wanted.then(|| rounded(score(&read).value())).transpose()
        };
        Ok(Self {
            temporal: scored(threat, cvss::v3::Vector::temporal_score)?,
            environmental: scored(environment, cvss::v3::Vector::environmental_score)?,
            ..Self::scored(version, rounded(read.base_score().value())?)
        })
    }

    fn scored(version: CvssVersion, score: Score) -> Self {
        let severity = score.rating();
        Self { version, score, severity, temporal: None, environmental: None, nomenclature: None }
    }
}

fn rounded(number: f64) -> Result<Score, CvssError> {
    Score::read(number).ok_or_else(|| CvssFault::Unscored(format!("{number} is no score")).into())
}

/// Version and body of a vector.
fn split(vector: &str) -> Result<(CvssVersion, &str), CvssFault> {
    if vector.is_empty() {
        return Err(CvssFault::Empty);
    }
    if vector.len() > CVSS_BYTES_MAX {
        return Err(CvssFault::Long);
    }
    let (head, body) = vector.split_once('/').unwrap_or((vector, ""));
    let Some(version) = head.strip_prefix("CVSS:") else {
        let second = vector.contains("/Au:") || vector.starts_with('(');
        let prefix = CvssFault::Prefix(one_line(head, 20));
        return Err(if second { CvssFault::Version2 } else { prefix });
    };
    match CvssVersion::ALL.into_iter().find(|known| known.word() == version) {
        Some(version) => Ok((version, body)),
        None if version == "2.0" => Err(CvssFault::Version2),
        None => Err(CvssFault::Version(one_line(version, 20))),
    }
}
