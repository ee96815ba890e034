//! What the text says of a bounty, against itself and against what is known.

use super::page::Page;
use super::words::{Sentence, listed, quoted, says, says_any};
use super::{Bounty, Found, Given};

/// What a sentence says of a bounty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// There is one.
    Promise,
    /// There is none.
    Denial,
    /// It speaks as if there were one.
    Implies,
}

const DENIALS: &[&str] = &[
    "no bug bount",
    "no bount",
    "no reward",
    "no monetary",
    "no financial",
    "no paid bug",
    "not offer",
    "not have a b",
    "not have any",
    "not run",
    "not pay",
    "not operate",
    "not provide",
    "not award",
    "not currently",
    "not participate",
    "'t offer",
    "'t have a",
    "'t pay",
    "'t run",
    "’t offer",
    "’t have a",
    "’t pay",
    "’t run",
    "discontinued",
    "no longer",
    "has ended",
    "ended on",
    "was ended",
    "has closed",
    "is closed",
    "was closed",
    "suspended",
    "paused",
    "there is none",
    "without a bounty",
    "not a bounty",
    "neither",
];

const PROMISES: &[&str] = &[
    "engages in",
    "offer",
    "pays",
    "we pay",
    "will pay",
    "we run",
    "runs a",
    "operates",
    "we have",
    "has a",
    "participate",
    "award",
    "provides",
    "will receive",
    "may receive",
    "managed through",
    "qualif",
    "there is a b",
];

pub(super) fn look(page: &Page, given: &Given<'_>, found: &mut Found) {
    let about = page.sentences.iter().filter_map(|sentence| Some((sentence, what(sentence)?)));
    let about: Vec<(&Sentence, Says)> = about.collect();
    let first = |wanted: Says| about.iter().find(|(_, is)| *is == wanted).map(|(one, _)| *one);
    let (promise, denial) = (first(Says::Promise), first(Says::Denial));
    if let (Some(promise), Some(denial)) = (promise, denial) {
        let (line, other) = (promise.line, quoted(&denial.text));
        let says = format!("{}, yet line {} says {other}", quoted(&promise.text), denial.line);
        found.add("bounty-contradicts", line, says);
    }
    match given.bounty {
        Bounty::None { since } => {
            let Some(first) = promise.or(first(Says::Implies).filter(|_| denial.is_none())) else {
                return;
            };
            let others =
                about.iter().filter(|(one, is)| one.line != first.line && *is != Says::Denial);
            let mut lines: Vec<String> = others.map(|(one, _)| one.line.to_string()).collect();
            lines.dedup();
            let also = match lines.len() {
                0 => String::new(),
                1 => format!("; line {} speaks of it too", listed(&lines)),
                _ => format!("; lines {} speak of it too", listed(&lines)),
            };
            let ended = since
                .map_or("there is none".to_owned(), |day| format!("there is none since {day}"));
            found.add(
                "bounty-ended",
                first.line,
                format!("{}, but {ended}{also}", quoted(&first.text)),
            );
        }
        Bounty::Offered => {
            if let Some(denial) = denial {
                let says = format!("{}, but the policy pack offers one", quoted(&denial.text));
                found.add("bounty-contradicts", denial.line, says);
            }
        }
        Bounty::Unknown => {}
    }
}

fn what(sentence: &Sentence) -> Option<Says> {
    let lower = &sentence.lower;
    let rewards =
        says(lower, "reward") && says_any(lower, &["money", "monetar", "financ", "cash", "paid"]);
    if !says(lower, "bount") && !rewards {
        return None;
    }
    if DENIALS.iter().any(|words| lower.contains(words)) {
        return Some(Says::Denial);
    }
    let negated =
        ["not ", "n't", "n’t", "never", "forfeit", "ban "].iter().any(|word| lower.contains(word));
    let promise = !sentence.is_heading && !negated && says_any(lower, PROMISES);
    Some(if promise { Says::Promise } else { Says::Implies })
}
