//! Days that have passed, and whether the policy says how old it is.

use super::page::{Page, Shape};
use super::spans::days;
use super::words::{quoted, says_any};
use super::{Found, Given};
use jiff::ToSpan as _;

/// A policy that was not looked after for longer is stale.
const REVIEW_YEARS: i64 = 2;

const LOOKED_AFTER: &[&str] = &[
    "last update",
    "updated",
    "last review",
    "reviewed",
    "revised",
    "last modified",
    "last changed",
    "as of",
    "effective",
    "current as",
];
const ANNOUNCED: &[&str] = &[
    "until",
    "expire",
    "valid through",
    "will be",
    "will end",
    "will reach",
    "planned for",
    "supported through",
    "upcoming",
    "scheduled for",
];
/// Words after which a passed day is history.
const HISTORY: &[&str] = &["was", "were", "ended", "had", "since", "reached", "between"];

pub(super) fn look(page: &Page, given: &Given<'_>, found: &mut Found) {
    let bound = given.on.checked_sub(REVIEW_YEARS.years()).unwrap_or(given.on);
    for sentence in &page.sentences {
        let days = days(&sentence.lower);
        let Some(latest) = days.into_iter().max() else { continue };
        if latest >= given.on {
            continue;
        }
        let piece = page.pieces.get(sentence.piece);
        // The rows of a table of versions are looked at with the schedule.
        let row = piece.is_some_and(|piece| matches!(piece.shape, Shape::Row(..)));
        let what = quoted(&sentence.text);
        if says_any(&sentence.lower, LOOKED_AFTER) {
            if latest < bound {
                found.add(
                    "date-stale",
                    sentence.line,
                    format!("{latest} is more than {REVIEW_YEARS} years ago: {what}"),
                );
            }
        } else if !row
            && says_any(&sentence.lower, ANNOUNCED)
            && !says_any(&sentence.lower, HISTORY)
        {
            found.add("date-passed", sentence.line, format!("{latest} has passed: {what}"));
        }
    }
    if !page.sentences.iter().any(|sentence| is_dated(&sentence.lower))
        && !page.html.iter().any(|(_, html)| is_dated_comment(html))
    {
        found.add("undated", None, "neither a date of review nor a version is in it");
    }
}

fn is_dated(lower: &str) -> bool {
    let dated = says_any(lower, LOOKED_AFTER) && !days(lower).is_empty();
    let policy = says_any(lower, &["policy", "document"]);
    let version = super::words::find(lower, "version").is_some_and(|at| {
        let after = lower[at + "version".len()..].trim_start_matches([':', ' ', 's']);
        after.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit())
    });
    dated || (policy && version)
}

fn is_dated_comment(html: &str) -> bool {
    let lower = html.to_lowercase();
    lower.contains("vulnerary:rendered") || is_dated(&lower)
}
