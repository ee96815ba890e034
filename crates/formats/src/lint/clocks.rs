//! Promises of time that contradict each other, or the pack.

use super::page::Page;
use super::spans::{Span, Unit, spans};
use super::words::{Sentence, says, says_any};
use super::{Found, Given};
use domain::policy;

/// Which promise a time belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Promise {
    Acknowledgement,
    Detail,
    Embargo,
}

impl Promise {
    fn title(self) -> &'static str {
        match self {
            Self::Acknowledgement => "the acknowledgement",
            Self::Detail => "the detailed answer",
            Self::Embargo => "the embargo",
        }
    }
}

/// Sentences about what happens when a promise is not kept.
const BROKEN: &[&str] = &[
    "if you do not",
    "if you don",
    "if we do not",
    "if we don",
    "if nobody",
    "if no ",
    "unless",
    "have not",
    "haven",
    "has not",
    "does not",
    "do not receive",
    "escalat",
    "no response",
    "opens ",
];

pub(super) fn look(page: &Page, given: &Given<'_>, found: &mut Found) {
    let mut promised: Vec<(Promise, Span, usize)> = Vec::new();
    for sentence in page.sentences.iter().filter(|one| !one.is_heading) {
        if !BROKEN.iter().any(|words| sentence.lower.contains(words)) {
            promised.extend(promises(sentence));
        }
    }
    for promise in [Promise::Acknowledgement, Promise::Detail, Promise::Embargo] {
        let mut of = promised.iter().filter(|(is, ..)| *is == promise);
        let Some((_, first, line)) = of.next() else { continue };
        if let Some((_, other, there)) = of.find(|(_, span, _)| span.settled() != first.settled()) {
            let says =
                format!("{} takes {first} here and {other} in line {there}", promise.title());
            found.add("clocks-contradict", *line, says);
        }
        if let (Promise::Acknowledgement, Some(limit)) = (promise, given.acknowledgement)
            && of_pack(limit).settled() != first.settled()
        {
            let says = format!("{} takes {first} here and {limit} in the pack", promise.title());
            found.add("clock-differs", *line, says);
        }
    }
}

fn of_pack(limit: policy::Limit) -> Span {
    let unit = match limit.unit {
        policy::Unit::Hours => Unit::Hours,
        policy::Unit::Days => Unit::Days,
        policy::Unit::BusinessDays | policy::Unit::WeekDays => Unit::BusinessDays,
    };
    Span { n: limit.n, unit }
}

/// A sentence may hold several promises, each in a part of its own.
fn promises(sentence: &Sentence) -> Vec<(Promise, Span, usize)> {
    let parts = sentence.lower.split([',', ';']).flat_map(|part| part.split(" and "));
    parts
        .filter_map(|part| {
            let spans = spans(part);
            let [span] = spans.as_slice() else { return None };
            Some((promise(part)?, *span, sentence.line))
        })
        .collect()
}

fn promise(part: &str) -> Option<Promise> {
    if says_any(part, &["detailed", "next steps", "in-depth"]) {
        Some(Promise::Detail)
    } else if says_any(
        part,
        &[
            "acknowledg",
            "confirm receipt",
            "first response",
            "initial response",
            "first answer",
            "first reply",
            "initial reply",
        ],
    ) {
        Some(Promise::Acknowledgement)
    } else if says(part, "embargo") {
        Some(Promise::Embargo)
    } else {
        None
    }
}

/// Whether a sentence tells when somebody answers.
pub(super) fn tells_when_answered(sentence: &Sentence) -> bool {
    let answer = &[
        "acknowledg",
        "respon",
        "reply",
        "replies",
        "answer",
        "hear ",
        "get back",
        "contact you",
        "triage",
        "confirm",
    ];
    says_any(&sentence.lower, answer) && !spans(&sentence.lower).is_empty()
}
