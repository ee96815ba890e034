//! npm's range grammar, reduced to plain comparators.
//!
//! Written here rather than taken from the `node-semver` crate, which the tests still ask for a
//! second opinion: its release 2.2 reads `<= 10` as `<=10.0.0-0`, reads `>2.0.0 <1.0.0` as
//! "either", skips words it does not know, and panics on `=*` and `~x`. In a checker each of these
//! can turn into a wrong "safe". This reader refuses what it does not know.

use super::{Alternative, Comparator, Operator};
use crate::version::{Version, number, split_extras};

/// The longest range text that is looked at.
const LENGTH_MAX: usize = 4096;

/// A text that is not a range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotARange {
    /// The text is longer than any range a person writes.
    #[error("reading a range: it is longer than 4096 bytes")]
    TooLong,
    /// One word of the range is not understood.
    #[error("reading a range: {0} is not a comparator")]
    Comparator(String),
}

fn not(word: &str) -> NotARange {
    NotARange::Comparator(crate::complaint::quote(word))
}

/// What stands before the numbers of a comparator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prefix {
    Plain,
    Caret,
    Tilde,
    Compare(Operator),
}

/// A version some of whose parts may be missing or wild.
struct Partial<'a> {
    major: Option<u64>,
    minor: Option<u64>,
    patch: Option<u64>,
    pre: &'a str,
}

pub(super) fn parse(text: &str) -> Result<Vec<Alternative>, NotARange> {
    if text.len() > LENGTH_MAX {
        return Err(NotARange::TooLong);
    }
    let mut alternatives: Vec<Alternative> =
        text.split("||").map(alternative).collect::<Result<_, _>>()?;
    // As in npm, an alternative that takes every release makes the others pointless; with them
    // goes what they say of pre-releases.
    if alternatives.iter().any(Vec::is_empty) {
        alternatives = vec![Vec::new()];
    }
    Ok(alternatives)
}

fn alternative(text: &str) -> Result<Alternative, NotARange> {
    let mut words = text.split_ascii_whitespace().peekable();
    let mut found = Vec::new();
    if let Some((low, high)) = hyphen(text) {
        found.extend(at_least(&partial(low)?));
        found.extend(up_to(&partial(high)?));
        return Ok(found);
    }
    while let Some(word) = words.next() {
        let (prefix, rest) = prefix(word);
        // npm lets blanks stand between the sign and the version, as in `>= 10.9.0`.
        let rest = match (prefix, rest) {
            (Prefix::Plain, rest) => rest,
            (_, "") => words.next().ok_or_else(|| not(word))?,
            (_, rest) => rest,
        };
        expand(prefix, &partial(rest)?, &mut found);
    }
    Ok(found)
}

/// The two ends of `1.2.3 - 2.3.4`, which stands alone in its alternative.
fn hyphen(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split_ascii_whitespace();
    let ends = (words.next()?, words.next()?, words.next()?, words.next());
    match ends {
        (low, "-", high, None) => Some((low, high)),
        _ => None,
    }
}

fn prefix(word: &str) -> (Prefix, &str) {
    const SIGNS: [(&str, Prefix); 8] = [
        (">=", Prefix::Compare(Operator::AtLeast)),
        ("<=", Prefix::Compare(Operator::AtMost)),
        (">", Prefix::Compare(Operator::Greater)),
        ("<", Prefix::Compare(Operator::Less)),
        ("=", Prefix::Compare(Operator::Exactly)),
        ("^", Prefix::Caret),
        ("~>", Prefix::Tilde),
        ("~", Prefix::Tilde),
    ];
    let found = SIGNS.iter().find_map(|(sign, prefix)| Some((*prefix, word.strip_prefix(sign)?)));
    found.unwrap_or((Prefix::Plain, word))
}

fn partial(word: &str) -> Result<Partial<'_>, NotARange> {
    let text = word.strip_prefix('v').unwrap_or(word);
    let (head, pre) = split_extras(text).ok_or_else(|| not(word))?;
    let mut parts = [None; 3];
    let mut count = 0;
    for part in head.split('.') {
        let slot = parts.get_mut(count).ok_or_else(|| not(word))?;
        *slot = match part {
            "x" | "X" | "*" => None,
            part => Some(number(part).ok_or_else(|| not(word))?),
        };
        count += 1;
    }
    if count < 3 && head.len() < text.len() {
        return Err(not(word));
    }
    // Nothing definite follows a wild part: `1.x.3` has no meaning.
    let [major, minor, patch] = parts;
    if (major.is_none() && minor.is_some()) || (minor.is_none() && patch.is_some()) {
        return Err(not(word));
    }
    Ok(Partial { major, minor, patch, pre: if patch.is_some() { pre } else { "" } })
}

fn comparator(operator: Operator, version: Version) -> Comparator {
    Comparator { operator, version }
}

/// Below everything of the given version, its pre-releases included.
fn below(major: u64, minor: u64, patch: u64) -> Comparator {
    comparator(Operator::Less, Version::with_pre(major, minor, patch, "0"))
}

fn floor(it: &Partial<'_>) -> Option<Version> {
    let (minor, patch) = (it.minor.unwrap_or(0), it.patch.unwrap_or(0));
    it.major.map(|major| Version::with_pre(major, minor, patch, it.pre))
}

/// None when every release is that high.
fn at_least(it: &Partial<'_>) -> Option<Comparator> {
    let version = floor(it).filter(|version| *version != Version::new(0, 0, 0))?;
    Some(comparator(Operator::AtLeast, version))
}

/// Up to the version and, when parts are missing, everything they could stand for.
fn up_to(it: &Partial<'_>) -> Option<Comparator> {
    match (it.major, it.minor, it.patch) {
        (Some(major), Some(minor), Some(patch)) => {
            Some(comparator(Operator::AtMost, Version::with_pre(major, minor, patch, it.pre)))
        }
        (Some(major), Some(minor), None) => Some(below(major, minor + 1, 0)),
        (Some(major), None, _) => Some(below(major + 1, 0, 0)),
        (None, ..) => None,
    }
}

fn expand(prefix: Prefix, it: &Partial<'_>, into: &mut Alternative) {
    match prefix {
        Prefix::Caret => {
            into.extend(at_least(it));
            into.extend(caret_end(it));
        }
        Prefix::Tilde => {
            into.extend(at_least(it));
            into.extend(tilde_end(it));
        }
        Prefix::Plain | Prefix::Compare(Operator::Exactly) => match (it.patch, floor(it)) {
            (Some(_), Some(version)) => into.push(comparator(Operator::Exactly, version)),
            _ => {
                into.extend(at_least(it));
                into.extend(up_to(it));
            }
        },
        Prefix::Compare(Operator::AtLeast) => into.extend(at_least(it)),
        Prefix::Compare(Operator::AtMost) => into.extend(up_to(it)),
        Prefix::Compare(operator) => into.push(strictly(operator, it)),
    }
}

/// `>` and `<`: beyond everything the version could stand for.
fn strictly(operator: Operator, it: &Partial<'_>) -> Comparator {
    match (operator, it.major, it.minor, it.patch) {
        // Nothing is beyond every version.
        (_, None, ..) => below(0, 0, 0),
        (Operator::Greater, Some(major), None, _) => {
            comparator(Operator::AtLeast, Version::new(major + 1, 0, 0))
        }
        (Operator::Greater, Some(major), Some(minor), None) => {
            comparator(Operator::AtLeast, Version::new(major, minor + 1, 0))
        }
        (_, Some(major), Some(minor), Some(patch)) => {
            comparator(operator, Version::with_pre(major, minor, patch, it.pre))
        }
        (_, Some(major), minor, None) => below(major, minor.unwrap_or(0), 0),
        (_, Some(major), None, Some(_)) => below(major, 0, 0),
    }
}

/// `^` keeps the first number that is not zero.
fn caret_end(it: &Partial<'_>) -> Option<Comparator> {
    match (it.major?, it.minor, it.patch) {
        (0, Some(0), Some(patch)) => Some(below(0, 0, patch + 1)),
        (0, Some(minor), _) => Some(below(0, minor + 1, 0)),
        (major, ..) => Some(below(major + 1, 0, 0)),
    }
}

/// `~` keeps the second number when there is one, else the first.
fn tilde_end(it: &Partial<'_>) -> Option<Comparator> {
    match (it.major?, it.minor) {
        (major, Some(minor)) => Some(below(major, minor + 1, 0)),
        (major, None) => Some(below(major + 1, 0, 0)),
    }
}
