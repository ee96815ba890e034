//! What a reader says about input it could not take at its word.
//!
//! A reader never stops at the first fault: it keeps what it understood and lists the rest here,
//! so that one bad record does not hide the faults of the next. It never decides what to do about
//! a fault; that is for whoever asked for the reading.

use std::fmt;

/// One fault in one input file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// The name of the file as the caller gave it.
    pub file: String,
    /// The key the fault is under; empty when it concerns the whole file.
    pub key: String,
    /// What is wrong, and what was assumed instead.
    pub reason: String,
}

impl Complaint {
    /// A complaint about `key` in `file`.
    #[must_use]
    pub fn new(file: &str, key: &str, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), key: key.to_owned(), reason: reason.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            write!(f, "{}: {}", self.file, self.reason)
        } else {
            write!(f, "{}: {}: {}", self.file, self.key, self.reason)
        }
    }
}

/// What was understood of an input, and what was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<T> {
    /// The value; `None` when nothing in the input was usable.
    pub value: Option<T>,
    /// Every fault found on the way.
    pub complaints: Vec<Complaint>,
}

/// Shortens foreign text so that quoting it in a sentence stays readable.
pub(crate) fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    format!("`{short}`")
}
