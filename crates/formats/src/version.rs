//! Versions as the SemVer standard and npm read them. What does not fit is told, not bent.

use std::fmt;

/// Larger numbers are not versions to npm.
const NUMBER_MAX: u64 = 9_007_199_254_740_991;

/// A version of three numbers, with whatever follows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) numbers: [u64; 3],
    /// `-rc.1+build`, or nothing.
    tail: String,
}

impl Version {
    /// Reads `22.4.0`, `v22.4.0`, `22.4.0-rc.1`; missing numbers are zeros.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let end = text.find(['-', '+']).unwrap_or(text.len());
        let (numbers, tail) = text.split_at(end);
        let parts: Vec<&str> = numbers.split('.').collect();
        let mut three = [0; 3];
        if parts.len() > three.len() || !(tail.is_empty() || is_tail(tail)) {
            return None;
        }
        for (number, part) in three.iter_mut().zip(parts) {
            *number = self::number(part)?;
        }
        Some(Self { numbers: three, tail: tail.to_owned() })
    }

    /// Whether it is a plain release.
    pub(crate) fn is_release(&self) -> bool {
        !self.tail.starts_with('-')
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}{}", self.tail)
    }
}

/// A number without zeros before it.
pub(crate) fn number(text: &str) -> Option<u64> {
    let plain = text == "0" || !text.starts_with('0');
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && digits).then(|| text.parse().ok()).flatten().filter(|number| *number <= NUMBER_MAX)
}

fn is_tail(tail: &str) -> bool {
    let (before, build) = match tail.split_once('+') {
        Some((before, build)) => (before, Some(build)),
        None => (tail, None),
    };
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let ordered = |part: &str| {
        word(part) && (number(part).is_some() || part.bytes().any(|b| !b.is_ascii_digit()))
    };
    let pre = before.strip_prefix('-');
    (before.is_empty() || pre.is_some_and(|pre| pre.split('.').all(ordered)))
        && build.is_none_or(|build| build.split('.').all(word))
}
