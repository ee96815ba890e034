//! What changes between two policies: every kind of change in its own sentence, and nothing else.

mod edits;
mod pack;
mod time_edits;

use crate::policy::{Change, Part, Policy, Turn, diff, read};
use edits::EDITS;
use jiff::civil::{Date, date};
use pack::PACK;
use proptest::prelude::*;
use std::collections::BTreeMap;
use time_edits::TIME_EDITS;

const DAY: Date = date(2026, 6, 1);

fn files() -> BTreeMap<String, Vec<u8>> {
    PACK.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn whole(files: &BTreeMap<String, Vec<u8>>) -> Policy {
    let (policy, complaints) = read(files);
    policy.unwrap_or_else(|| panic!("{complaints:?}"))
}

/// The pack with each of these pieces of one file put in place of another.
fn edited(file: &str, edits: &[(&str, &str)]) -> Policy {
    let mut files = files();
    let mut text = String::from_utf8(files.remove(file).expect("a file")).expect("text");
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
        text = text.replace(from, to);
    }
    files.insert(file.to_owned(), text.into_bytes());
    whole(&files)
}

fn says(changes: &[Change]) -> Vec<&str> {
    changes.iter().map(|change| change.says.as_str()).collect()
}

#[test]
fn each_change_has_its_sentence_and_nothing_else_is_said() {
    let old = whole(&files());
    let mut wrong = Vec::new();
    for (file, from, to, expected) in EDITS.iter().chain(TIME_EDITS) {
        let new = edited(file, &[(from, to)]);
        let changes = diff((&old, DAY), (&new, DAY));
        if says(&changes) != *expected {
            wrong.push(format!("{file}: {to}\n{:#?}", says(&changes)));
        }
        let back = diff((&new, DAY), (&old, DAY));
        assert_eq!(back.is_empty(), changes.is_empty(), "{file}: {to}: {back:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_version_begins_with_everything_that_waited_for_its_day() {
    let policy = whole(&files());
    let changes = diff((&policy, DAY), (&policy, date(2026, 7, 1)));
    assert_eq!(
        says(&changes),
        [
            "The version is “2” instead of “1”.",
            "2 says of itself: Second.",
            "The bounty ends with 2026-07-01: nothing is paid for reports received from that day \
             on; those received before keep it.",
            "The rule E no longer holds: nothing makes eligible without a bounty.",
            "X-2 comes into force (from 2026-07-01 until 2027-01-01): The sea \
             (non-vulnerability); it applies when platform includes sea; then it is not a \
             vulnerability; at most a normal bug.",
            "CVE-1 is no longer to be followed: reversed by X-2 from 2026-07-01: The sea took it.",
        ]
    );
    let turns: Vec<Turn> = changes.iter().map(|change| change.turn).collect();
    let ends = Turn::Ends;
    assert_eq!(turns, [Turn::Changed, Turn::Begins, ends, ends, Turn::Begins, ends]);
}

#[test]
fn another_order_is_said_once() {
    let policy = edited(
        "policy.toml",
        &[
            (
                "how = \"form\", address = \"https://tiny.example/report\", says = \"First of all.\"",
                "FORM",
            ),
            (
                "how = \"mail\", address = \"security@tiny.example\", says = \"Write.\"",
                "how = \"form\", address = \"https://tiny.example/report\", says = \"First of all.\"",
            ),
            ("FORM", "how = \"mail\", address = \"security@tiny.example\", says = \"Write.\""),
        ],
    );
    let changes = diff((&whole(&files()), DAY), (&policy, DAY));
    assert_eq!(says(&changes), ["The order is another: mail, form."]);
}

#[test]
fn what_has_no_counterpart_is_new_or_gone_in_every_part() {
    let (full, bare) = (whole(&files()), whole(&super::tiny()));
    let gone = diff((&full, DAY), (&bare, DAY));
    let come = diff((&bare, DAY), (&full, DAY));
    assert_eq!(gone.len(), come.len());
    for (changes, turn, other) in [(&gone, Turn::Gone, Turn::New), (&come, Turn::New, Turn::Gone)] {
        let ids: Vec<&str> =
            changes.iter().filter(|one| one.turn == turn).map(|one| one.id.as_str()).collect();
        for id in [
            "form",
            "ack",
            "turn",
            "A",
            "S",
            "E",
            "X-2",
            "X-9",
            "clash",
            "CVE-1",
            "site",
            "list",
            "go",
            "core",
            "tiny/tiny",
            "safe_harbour",
            "/old",
            "2026-12-24 to 2026-12-26",
            "v2",
            "yearly",
            "land",
            "sea",
        ] {
            assert!(ids.contains(&id), "{turn:?} {id}: {ids:?}");
        }
        // Without a scale of its own a pack has all five words.
        let mut rest = changes.iter().filter(|one| one.part != Part::Severity);
        assert!(rest.all(|one| one.turn != other), "{changes:?}");
        assert!(changes.is_sorted_by_key(|one| one.part), "{changes:?}");
        assert!(changes.iter().all(|one| one.says.ends_with(['.', '”', '?'])), "{changes:?}");
    }
}

#[test]
fn comments_and_spaces_in_files_change_nothing() {
    let (old, new) =
        (whole(&files()), edited("threat/X-9.toml", &[("order = 9", "order  = 9 # last")]));
    assert_ne!(old.digest, new.digest);
    assert_eq!(diff((&old, DAY), (&new, DAY)), []);
}

#[test]
fn a_long_text_shrinks_to_where_it_differs() {
    let text = |word: &str| format!("{}{word}{}", "a b c d ".repeat(40), " e f g h".repeat(40));
    let with = |word: &str| {
        edited("threat/X-9.toml", &[("\"The rest.\"", &format!("\"{}\"", text(word)))])
    };
    let changes = diff((&with("old"), DAY), (&with("new"), DAY));
    let expected = "X-9 is reworded: “… b c d new e f g …” instead of “… b c d old e f g …”.";
    assert_eq!(says(&changes), [expected]);
    assert_eq!(changes[0].after.as_deref(), Some(text("new").as_str()));
}

proptest! {
    #[test]
    fn a_policy_does_not_differ_from_itself(year in 2020i16..2030, month in 1i8..=12, day in 1i8..=28) {
        let (one, other) = (whole(&files()), whole(&files()));
        let day = date(year, month, day);
        prop_assert_eq!(diff((&one, day), (&other, day)), []);
        let (past, back) = (diff((&one, DAY), (&one, day)), diff((&other, DAY), (&other, day)));
        prop_assert_eq!(past, back);
    }

    #[test]
    fn a_pack_with_a_piece_cut_out_is_compared_without_a_panic(
        which in 0..PACK.len(), from in 0..2_000usize, length in 0..60usize,
    ) {
        let mut cut = files();
        let bytes = cut.get_mut(PACK[which].0).unwrap();
        let from = from.min(bytes.len());
        bytes.drain(from..(from + length).min(bytes.len()));
        if let (Some(new), _) = read(&cut) {
            let old = whole(&files());
            let changes = diff((&old, DAY), (&new, DAY));
            prop_assert_eq!(&changes, &diff((&old, DAY), (&new, DAY)));
            prop_assert_eq!(changes.is_empty(), diff((&new, DAY), (&old, DAY)).is_empty());
        }
    }
}
