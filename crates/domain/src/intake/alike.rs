//! Reports that say almost the same: one template sent many times. They are found by a few keys made of
//! a text's runs of words, so that texts that share most of their runs most often share a key; then the
//! texts themselves are compared. Nothing is decided by it but where a report waits.

use crate::case::{Case, Content, Event, Fact, Phase, ReportState};
use crate::words::{CaseId, Digest};
use siphasher::sip::SipHasher13;
use std::collections::BTreeSet;
use std::hash::Hasher;
use std::ops::Range;

/// So many words make a run,
const RUN: usize = 3;
/// and of a text only so many words are looked at.
const WORDS_MAX: usize = 1_000;
/// A text with fewer runs than this is like no other: what it says is too short to be a template.
const RUNS_MIN: usize = 15;
/// So many keys,
const KEYS: u64 = 5;
/// each of so many smallest hashes: two texts that share the part s of their runs share a given key
/// with the chance s³, and one of the five with 0.97 at s = 0.8.
const ROWS: u64 = 3;
/// Texts that share this part of their runs are alike, as 3/5.
const ALIKE: (usize, usize) = (3, 5);

/// The runs of words of a report, as hashes in their order, each once. Digits are left out: a template's
/// numbers change. All words are written one behind the other, so that a run is a piece of one text.
fn runs(title: &str, body: &str) -> Vec<u64> {
    let mut text = String::with_capacity(title.len() + body.len());
    let mut words = Vec::new();
    let found = [title, body].into_iter().flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
    for word in found.filter(|word| !word.is_empty()).take(WORDS_MAX) {
        let begin = text.len();
        match word.is_ascii() {
            true => text.extend(word.chars().map(|c| c.to_ascii_lowercase())),
            false => text.push_str(&word.to_lowercase()),
        }
        words.push(begin..text.len());
        text.push(' ');
    }
    let run = |run: &[Range<usize>]| hash(0, &text.as_bytes()[run[0].start..run[RUN - 1].end]);
    let mut runs: Vec<u64> = words.windows(RUN).map(run).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// The same on every machine and in every version.
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(seed, 0);
    hasher.write(bytes);
    hasher.finish()
}

/// The keys under which a report with these words is found by one that is like it.
pub fn alike_keys(title: &str, body: &str) -> BTreeSet<String> {
    let runs = runs(title, body);
    if runs.len() < RUNS_MIN {
        return BTreeSet::new();
    }
    let key = |key: u64| {
        let rows = (0..ROWS).map(|row| {
            let seed = 1 + key * ROWS + row;
            runs.iter().map(|run| hash(seed, &run.to_be_bytes())).min().unwrap_or_default()
        });
        let rows: Vec<[u8; 8]> = rows.map(u64::to_be_bytes).collect();
        format!("like/{key}/{}", short(&Digest::of_parts(&[b"like", rows.as_flattened()])))
    };
    (0..KEYS).map(key).collect()
}

/// Whether two reports, each a title and a body, say almost the same.
pub fn are_alike(one: (&str, &str), other: (&str, &str)) -> bool {
    let (one, other) = (runs(one.0, one.1), runs(other.0, other.1));
    let shared = one.iter().filter(|run| other.binary_search(run).is_ok()).count();
    let all = one.len() + other.len() - shared;
    one.len().min(other.len()) >= RUNS_MIN && shared * ALIKE.1 >= all * ALIKE.0
}

/// The group of those that are like this case: its own, or the one that it came into. It does not give
/// away the case whose group it is.
pub fn alike_group(case: &CaseId, alike: Option<&str>) -> String {
    let own = || short(&Digest::of_parts(&[b"alike", case.as_str().as_bytes()]));
    alike.map_or_else(own, str::to_owned)
}

fn short(digest: &Digest) -> String {
    digest.to_string().chars().take(16).collect()
}

/// The key under which those of a group are found that wait behind its first.
pub fn alike_key(group: &str) -> String {
    format!("alike/{group}")
}

/// The group that a new report with these words comes into, if it is like the case that begins with this
/// event and a person has still to decide about that one. An incident's are looked at one by one.
pub fn joins_group(
    new: (&str, &str),
    (id, phase): (&CaseId, Phase),
    first: &Event,
) -> Option<String> {
    let (Fact::Submitted { alike, .. }, Some(text)) = (&first.fact, &first.content) else {
        return None;
    };
    let waits = matches!(phase, Phase::Triage | Phase::WaitingReporter);
    (waits && are_alike(new, words(text))).then(|| alike_group(id, alike.as_deref()))
}

fn words(text: &Content) -> (&str, &str) {
    (text.get("title"), text.get("body"))
}

/// Whether this case waits behind the first of its group: nobody has done anything with it.
pub fn waits_behind(case: &Case) -> bool {
    case.alike.is_some()
        && case.report == ReportState::Received
        && case.handler.is_none()
        && case.judgement.is_none()
        && case.severity.is_none()
        && case.recused.is_empty()
}

/// The keys of a case's report, which stay what they are as long as its text is there.
pub fn alike_keys_of(case: &Case) -> BTreeSet<String> {
    let text = case.report_text.as_ref().map(words);
    text.map_or_else(BTreeSet::new, |(title, body)| alike_keys(title, body))
}

/// The key of a case's group, while it waits in it.
pub fn waiting_key_of(case: &Case) -> Option<String> {
    case.alike.as_deref().filter(|_| waits_behind(case)).map(alike_key)
}

#[cfg(test)]
mod tests;
