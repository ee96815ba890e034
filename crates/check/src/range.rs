//! Ranges of versions: alternatives of comparators, and npm's rule about pre-releases.
//!
//! A range is kept in its smallest words (`>=20.0.0 <21.0.0-0`), so that asking it is a handful
//! of comparisons. It never skips a word it does not know: such a text is no range at all. Begin
//! with [`Range::parse`], which reads everything npm writes.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::version::Version;

mod grammar;
#[cfg(test)]
mod tests;

pub use grammar::NotARange;

/// How a comparator compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Less,
    AtMost,
    Exactly,
    AtLeast,
    Greater,
}

impl Operator {
    fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Exactly => "",
            Self::AtLeast => ">=",
            Self::Greater => ">",
        }
    }

    fn admits(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Exactly => order.is_eq(),
            Self::AtLeast => order.is_ge(),
            Self::Greater => order.is_gt(),
        }
    }
}

/// One comparison with one version.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Comparator {
    operator: Operator,
    version: Version,
}

/// Comparators that must all hold; none at all means every release.
type Alternative = Vec<Comparator>;

/// A set of versions in npm's sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    alternatives: Vec<Alternative>,
}

impl Range {
    /// Reads a range as npm writes it.
    pub fn parse(text: &str) -> Result<Self, NotARange> {
        grammar::parse(text).map(|alternatives| Self { alternatives })
    }

    /// The range no version is in.
    #[must_use]
    pub fn empty() -> Self {
        Self { alternatives: Vec::new() }
    }

    /// Whether the version is in the range.
    #[must_use]
    pub fn contains(&self, version: &Version) -> bool {
        self.alternatives.iter().any(|alternative| holds(alternative, version))
    }

    /// The lowest version of each alternative, lowest first.
    #[must_use]
    pub fn lowest(&self) -> Vec<Version> {
        let mut lowest: Vec<Version> = self.alternatives.iter().filter_map(lowest).collect();
        lowest.sort();
        lowest.dedup();
        lowest
    }
}

fn holds(alternative: &Alternative, version: &Version) -> bool {
    let admits = |it: &Comparator| it.operator.admits(version.cmp(&it.version));
    if !alternative.iter().all(admits) {
        return false;
    }
    // A pre-release is only in a range that names a pre-release of the very same numbers: whoever
    // asks for `>=1.0.0` has not agreed to `2.0.0-alpha`.
    let agreed = |it: &Comparator| !it.version.pre().is_empty() && it.version.same_numbers(version);
    version.pre().is_empty() || alternative.iter().any(agreed)
}

fn lowest(alternative: &Alternative) -> Option<Version> {
    let bounds = alternative.iter().filter_map(|it| match it.operator {
        Operator::Exactly | Operator::AtLeast => Some(it.version.clone()),
        Operator::Greater if it.version.pre().is_empty() => {
            Some(Version::new(it.version.major, it.version.minor, it.version.patch + 1))
        }
        Operator::Greater => {
            Some(Version::new(it.version.major, it.version.minor, it.version.patch))
        }
        Operator::Less | Operator::AtMost => None,
    });
    let found = bounds.max().unwrap_or_else(|| Version::new(0, 0, 0));
    holds(alternative, &found).then_some(found)
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.alternatives.is_empty() {
            return f.write_str("<0.0.0-0");
        }
        for (index, alternative) in self.alternatives.iter().enumerate() {
            if index > 0 {
                f.write_str(" || ")?;
            }
            if alternative.is_empty() {
                f.write_str("*")?;
            }
            for (index, Comparator { operator, version }) in alternative.iter().enumerate() {
                let gap = if index > 0 { " " } else { "" };
                write!(f, "{gap}{}{version}", operator.sign())?;
            }
        }
        Ok(())
    }
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
