//! One tokeniser for both databases: what a case can be found by.

use std::collections::BTreeSet;

/// At most so many words of one case are kept.
const WORDS_MAX: usize = 2000;
/// Longer words are cut; nobody types them.
const LENGTH_MAX: usize = 40;

/// Normalised words of a text.
pub fn search_words(texts: &[&str]) -> BTreeSet<String> {
    texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().nth(1).is_some())
        .map(|word| match word.is_ascii() {
            true => word[..word.len().min(LENGTH_MAX)].to_ascii_lowercase(),
            false => word.to_lowercase().chars().take(LENGTH_MAX).collect(),
        })
        .take(WORDS_MAX)
        .collect()
}
