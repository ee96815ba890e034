//! What is wrong with a file, where, in a sentence that helps.

use crate::words::visible;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One problem in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Complaint {
    /// Path inside the pack, or the name of the document.
    pub file: String,
    /// The line, counted from one, where it is known.
    pub line: Option<usize>,
    /// The key inside the file, such as `when.all[0].fact`; empty for the whole file.
    pub key: String,
    /// The sentence, in lower case and without a full stop.
    pub says: String,
}

impl Complaint {
    /// About this key of this file. Names of files and what they hold may be a stranger's.
    pub fn new(file: &str, key: impl Into<String>, says: impl Into<String>) -> Self {
        let says = visible(&says.into());
        Self { file: visible(file), line: None, key: visible(&key.into()), says }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        write!(f, ": {}", self.says)?;
        match self.line {
            Some(line) => write!(f, " (line {line})"),
            None => Ok(()),
        }
    }
}

/// Among how many words is looked for what was meant.
const KNOWN_MAX: usize = 1_000;

/// The known word which `word` was probably meant to be.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > 64 {
        return None;
    }
    known
        .into_iter()
        .take(KNOWN_MAX)
        .filter_map(|candidate| {
            let other = candidate.chars().count();
            let close = 1 + other.min(length) / 4;
            let likely = other <= 64 && other.abs_diff(length) <= close;
            let far = likely.then(|| distance(word, candidate, close))??;
            Some((far, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// `no such <what> "<word>"`, with the nearest known word where there is one.
pub(crate) fn no_such<'a>(
    what: &str,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> String {
    let word = crate::words::one_line(word, 60);
    match nearest(&word, known) {
        Some(near) => format!("no such {what} \"{word}\"; did you mean \"{near}\"?"),
        None => format!("no such {what} \"{word}\""),
    }
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour, as long as
/// it is no more than `most`.
fn distance(one: &str, two: &str, most: usize) -> Option<usize> {
    let one: Vec<char> = one.chars().collect();
    let two: Vec<char> = two.chars().collect();
    // What both begin and end with costs nothing.
    let same = one.iter().zip(&two).take_while(|(a, b)| a == b).count();
    let (one, two) = (&one[same..], &two[same..]);
    let same = one.iter().rev().zip(two.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, two) = (&one[..one.len() - same], &two[..two.len() - same]);
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=two.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=two.len() {
            let change = last[j - 1] + usize::from(one[i - 1] != two[j - 1]);
            let mut best = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        if row.iter().chain(&last).all(|far| *far > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|far| *far <= most)
}
