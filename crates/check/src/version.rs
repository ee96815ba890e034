//! Exact versions of the form `MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD]`, and their order.
//!
//! It is strict: three numbers without leading zeros, nothing more lenient than a leading `v`
//! that callers strip themselves. Build metadata is checked and then dropped, because it has no
//! place in the order. It never guesses the missing parts of a partial version.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

#[cfg(test)]
mod tests;

/// The longest version text that is looked at.
pub const LENGTH_MAX: usize = 256;

/// The largest number npm tells apart from its neighbours.
const NUMBER_MAX: u64 = 9_007_199_254_740_991;

/// One exact version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The first number.
    pub major: u64,
    /// The second number.
    pub minor: u64,
    /// The third number.
    pub patch: u64,
    pre: Box<str>,
}

/// A text that is not an exact version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reading a version: it is not of the form 1.2.3 or 1.2.3-rc.1")]
pub struct NotAVersion;

impl Version {
    /// A release version.
    #[must_use]
    pub fn new(major: u64, minor: u64, patch: u64) -> Self {
        Self { major, minor, patch, pre: Box::default() }
    }

    /// The same three numbers with a pre-release text that was already checked.
    pub(crate) fn with_pre(major: u64, minor: u64, patch: u64, pre: &str) -> Self {
        Self { major, minor, patch, pre: pre.into() }
    }

    /// The text after the hyphen; empty for a release.
    #[must_use]
    pub fn pre(&self) -> &str {
        &self.pre
    }

    /// Whether both have the same three numbers, whatever follows them.
    #[must_use]
    pub fn same_numbers(&self, other: &Self) -> bool {
        self.numbers() == other.numbers()
    }

    fn numbers(&self) -> (u64, u64, u64) {
        (self.major, self.minor, self.patch)
    }
}

/// Reads a number without leading zeros that npm can represent.
pub(crate) fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || text.is_empty() || (text.len() > 1 && text.starts_with('0')) {
        return None;
    }
    text.parse().ok().filter(|number| *number <= NUMBER_MAX)
}

/// Splits `-PRERELEASE` and `+BUILD` off, checks both, and returns the head and the pre-release.
pub(crate) fn split_extras(text: &str) -> Option<(&str, &str)> {
    let (text, build) = match text.split_once('+') {
        Some((text, build)) => (text, Some(build)),
        None => (text, None),
    };
    if build.is_some_and(|build| !build.split('.').all(is_identifier)) {
        return None;
    }
    match text.split_once('-') {
        None => Some((text, "")),
        Some((head, pre)) => pre.split('.').all(is_pre_identifier).then_some((head, pre)),
    }
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_pre_identifier(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { number(text).is_some() } else { is_identifier(text) }
}

impl FromStr for Version {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        if text.len() > LENGTH_MAX {
            return Err(NotAVersion);
        }
        let (head, pre) = split_extras(text).ok_or(NotAVersion)?;
        let mut parts = head.split('.');
        let mut next = || parts.next().and_then(number).ok_or(NotAVersion);
        let (major, minor, patch) = (next()?, next()?, next()?);
        if parts.next().is_some() {
            return Err(NotAVersion);
        }
        Ok(Self::with_pre(major, minor, patch, pre))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if self.pre.is_empty() { Ok(()) } else { write!(f, "-{}", self.pre) }
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers().cmp(&other.numbers()).then_with(|| match (&*self.pre, &*other.pre) {
            ("", "") => Ordering::Equal,
            ("", _) => Ordering::Greater,
            (_, "") => Ordering::Less,
            (ours, theirs) => compare_pre(ours, theirs),
        })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn compare_pre(ours: &str, theirs: &str) -> Ordering {
    let key = |part: &str| match number(part) {
        Some(number) => (0, number, String::new()),
        None => (1, 0, part.to_owned()),
    };
    ours.split('.').map(key).cmp(theirs.split('.').map(key))
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
