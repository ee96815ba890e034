//! Whether two answers can be told apart.

use super::ask::Ask;
use crate::{Finding, Question};

/// The rule that a difference breaks.
const RULE: &str = "I12";

/// Headers that differ between any two answers, and say nothing of what was asked.
const OF_THE_MOMENT: &[&str] = &["date", "x-request-id"];

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heard {
    /// The status.
    pub status: u16,
    /// Every header, as it came, in order of name and then of coming.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// What the store was asked meanwhile; nothing where nobody could listen.
    pub store: Vec<Question>,
}

/// How much of what the store was asked must be alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The questions, and how many rows came back for each.
    Rows,
    /// The questions: whoever holds a secret that opened something once, or names a login, may cost a
    /// row more.
    Questions,
}

/// The same text with the asked id blotted out, and with the random keys of forms.
fn plain(text: &str, id: &str) -> String {
    let mut out = String::new();
    let blotted = if id.is_empty() { text.to_owned() } else { text.replace(id, "<id>") };
    let mut rest = blotted.as_str();
    for marker in ["name=\"key\" value=\""] {
        while let Some(at) = rest.find(marker) {
            let (before, after) = rest.split_at(at + marker.len());
            out.push_str(before);
            rest = after.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        }
    }
    out + rest
}

fn headers(heard: &Heard, id: &str) -> Vec<(String, String)> {
    let kept = heard.headers.iter().filter(|(name, _)| !OF_THE_MOMENT.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), plain(value, id))).collect()
}

/// How many bytes came, whatever they are; what was asked for is as long in both.
fn length(heard: &Heard, id: &str) -> usize {
    heard.body.len() - heard.body.matches(id).count() * id.len() * usize::from(!id.is_empty())
}

fn names(store: &[Question]) -> Vec<&'static str> {
    store.iter().map(|question| question.name).collect()
}

/// What first tells the two answers apart, if anything does.
fn difference(one: (&Heard, &str), other: (&Heard, &str), weight: Weight) -> Option<String> {
    let ((a, id_a), (b, id_b)) = (one, other);
    let differ = |what: &str, a: &dyn std::fmt::Debug, b: &dyn std::fmt::Debug| {
        Some(format!("{what}: {a:?} and {b:?}"))
    };
    if a.status != b.status {
        return differ("the status", &a.status, &b.status);
    }
    let (of_a, of_b) = (headers(a, id_a), headers(b, id_b));
    if of_a != of_b {
        let only = |these: &[(String, String)], those: &[(String, String)]| -> Vec<_> {
            these.iter().filter(|one| !those.contains(one)).cloned().collect()
        };
        return differ("a header", &only(&of_a, &of_b), &only(&of_b, &of_a));
    }
    if plain(&a.body, id_a) != plain(&b.body, id_b) {
        return differ("the body", &a.body, &b.body);
    }
    if length(a, id_a) != length(b, id_b) {
        return differ("the length", &a.body.len(), &b.body.len());
    }
    let same = match weight {
        Weight::Rows => a.store == b.store,
        Weight::Questions => names(&a.store) == names(&b.store),
    };
    if same { None } else { differ("what the store was asked", &a.store, &b.store) }
}

/// Nothing tells the answer for what never was from the answer for what is there and hidden.
pub fn alike(
    (never, heard_never): (&Ask, &Heard),
    (real, heard_real): (&Ask, &Heard),
    weight: Weight,
) -> Result<(), Finding> {
    let one = (heard_never, never.asked.as_str());
    match difference(one, (heard_real, real.asked.as_str()), weight) {
        None => Ok(()),
        Some(says) => Err(Finding::new(RULE, format!("{} by {}: {says}", never.what, never.who))),
    }
}
