//! Words that are found again wherever they leak to: each text that somebody writes in a test holds
//! one of its own.

use std::collections::BTreeSet;

const PREFIX: &str = "canary";
const DIGITS: usize = 8;

/// The canary with this number.
pub fn canary(number: u32) -> String {
    format!("{PREFIX}{number:08x}")
}

/// Every canary in a text.
pub fn canaries(text: &str) -> BTreeSet<String> {
    text.match_indices(PREFIX)
        .filter_map(|(at, _)| text.get(at..at + PREFIX.len() + DIGITS))
        .filter(|word| word[PREFIX.len()..].bytes().all(|b| b.is_ascii_hexdigit()))
        .map(str::to_owned)
        .collect()
}
