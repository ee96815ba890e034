//! What a reporter looks for and does not find.

use super::Found;
use super::clocks::tells_when_answered;
use super::page::Page;
use super::words::{Sentence, says, says_any};

/// Whether a sentence is what is looked for.
type There = fn(&Sentence) -> bool;

pub(super) fn look(page: &Page, found: &mut Found) {
    let rules: [(&str, There, &str); 6] = [
        ("absent-response-time", tells_when_answered, "no sentence gives a time for an answer"),
        ("absent-disclosure", disclosure, "no sentence is about an embargo or an announcement"),
        ("absent-scope", scope, "no sentence says what counts as a vulnerability"),
        ("absent-versions", versions, "no sentence says which versions are supported"),
        ("absent-safe-harbour", safe_harbour, "no sentence speaks of good faith or legal action"),
        ("absent-escalation", escalation, "no sentence says what to do when nobody answers"),
    ];
    for (id, there, says) in rules {
        if !page.sentences.iter().any(there) {
            found.add(id, None, says);
        }
    }
}

fn disclosure(sentence: &Sentence) -> bool {
    let lower = &sentence.lower;
    let announced = says_any(lower, &["advisor", "announc", "public"])
        && says_any(lower, &["publish", "release", "fix"]);
    says_any(lower, &["embargo", "disclosure", "becomes public", "disclosed"]) || announced
}

fn scope(sentence: &Sentence) -> bool {
    let lower = &sentence.lower;
    let counted = says(lower, "vulnerabilit")
        && says_any(
            lower,
            &["not ", "is a ", "are ", "considered", "count", "these", "constitutes"],
        )
        && says_any(
            lower,
            &[
                "considered",
                "count",
                "these are",
                "are not",
                "is not",
                "is a vulnerab",
                "constitutes",
            ],
        );
    says_any(lower, &["in scope", "out of scope", "scope", "threat model"]) || counted
}

fn versions(sentence: &Sentence) -> bool {
    let lower = &sentence.lower;
    let what = says_any(lower, &["version", "release", "branch", "line"]);
    let how = says_any(
        lower,
        &["support", "security fix", "security update", "patched", "latest", "maintained"],
    );
    what && how
}

fn safe_harbour(sentence: &Sentence) -> bool {
    let lower = &sentence.lower;
    let denied = says_any(lower, &["no ", "not ", "never", "won", "nor"]);
    says_any(lower, &["safe harbo", "good faith", "goodwill"])
        || (denied
            && says_any(
                lower,
                &["legal action", "legal step", "lawsuit", "pursue", "prosecut", "sue "],
            ))
}

fn escalation(sentence: &Sentence) -> bool {
    let lower = &sentence.lower;
    let silent = says_any(
        lower,
        &[
            "if you do not",
            "if you don",
            "if nobody",
            "if we do not",
            "if we don",
            "if you hear nothing",
            "if there is no",
        ],
    );
    let answer = says_any(lower, &["receive", "hear", "answer", "respon", "reply", "acknowledg"]);
    says(lower, "escalat") || says(lower, "unreachable") || (silent && answer)
}
