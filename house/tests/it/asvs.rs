//! The answers to the OWASP ASVS: every point of levels 1 and 2 has one, once, and stands on a test
//! that exists or on a reason.

use std::collections::BTreeMap;

use crate::tree;

const DOCUMENT: &str = "docs/security/asvs.md";

/// The points by number, each with its level: numbers only, the words are the standard's.
const POINTS: &str = "fixtures/asvs/levels-1-and-2.txt";

const ANSWERS: [&str; 5] = ["met", "met by the operator", "partly", "not met", "not applicable"];

/// A shorter reason says nothing.
const REASON_MIN: usize = 8;

/// One point as it was answered.
struct Row<'t> {
    number: &'t str,
    level: &'t str,
    words: &'t str,
    answer: &'t str,
    by: &'t str,
}

/// The rows of all tables whose first cell is the number of a point.
fn rows(text: &str) -> Vec<Row<'_>> {
    let numbers = |text: &str| text.split('.').filter(|n| n.parse::<u8>().is_ok()).count();
    let row = |[number, level, words, answer, by]: [_; 5]| Row { number, level, words, answer, by };
    let rows = text.lines().filter_map(cells).map(row);
    rows.filter(|row| numbers(row.number) == 3).collect()
}

/// The five cells of a line, if it has so many.
fn cells(line: &str) -> Option<[&str; 5]> {
    let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
    inner.splitn(5, '|').map(str::trim).collect::<Vec<_>>().try_into().ok()
}

/// The tests that a cell names, as path and name.
fn tests(cell: &str) -> Vec<(&str, &str)> {
    cell.split('`').skip(1).step_by(2).filter_map(|span| span.split_once("::")).collect()
}

/// Everything that is wrong with a row.
fn complaints(row: &Row<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    if !ANSWERS.contains(&row.answer) {
        wrong.push(format!("\"{}\" is no answer", row.answer));
    }
    if row.words.is_empty() || row.by.len() < REASON_MIN {
        wrong.push("says too little".to_owned());
    }
    let lacks = matches!(row.answer, "partly" | "not met");
    if lacks != row.by.contains("issing") {
        wrong.push(
            "what is missing belongs to \"partly\" and \"not met\", and to them always".into(),
        );
    }
    for (path, name) in tests(row.by) {
        let text = tree::text(path).unwrap_or_default();
        if !text.contains(&format!("fn {name}(")) {
            wrong.push(format!("there is no {path}::{name}"));
        }
    }
    wrong.into_iter().map(|says| format!("{}: {says}", row.number)).collect()
}

#[test]
fn every_point_is_answered_once_and_by_a_test_that_exists_or_a_reason() {
    let text = tree::text(DOCUMENT).expect("the answers are there");
    let points = tree::text(POINTS).expect("the points are there");
    let wanted: Vec<(&str, &str)> =
        points.lines().filter_map(|line| line.split_once(' ')).collect();
    let rows = rows(&text);
    let found: Vec<(&str, &str)> = rows.iter().map(|row| (row.number, row.level)).collect();
    assert_eq!(found, wanted, "every point once, in the order of the standard, with its level");
    let wrong: Vec<String> = rows.iter().flat_map(complaints).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows.iter().flat_map(|row| tests(row.by)).count() > 100, "tests are named");
}

#[test]
fn the_sums_of_the_answers_are_right() {
    let text = tree::text(DOCUMENT).expect("the answers are there");
    let mut sums: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let rows = rows(&text);
    for row in &rows {
        *sums.entry((row.answer, row.level)).or_default() += 1;
    }
    for answer in ANSWERS {
        let of = |level| sums.get(&(answer, level)).copied().unwrap_or_default();
        let line = format!("| {answer} | {} | {} |", of("1"), of("2"));
        assert!(text.lines().any(|one| one == line), "the sum should read {line}");
    }
}

#[test]
fn a_row_is_read_and_what_is_wrong_with_it_is_said() {
    let line = "| 1.2.3 | 1 | Words | met | `house/tests/it/asvs.rs::nothing_of_this_name` |";
    let rows = rows(line);
    assert_eq!((rows[0].number, rows[0].level, rows[0].answer), ("1.2.3", "1", "met"));
    assert_eq!(complaints(&rows[0]).len(), 1);
    assert!(complaints(&Row { answer: "yes", by: "so", words: "", ..rows[0] }).len() >= 2);
    let lacking = Row { answer: "partly", by: "as it should be", ..rows[0] };
    assert_eq!(complaints(&lacking).len(), 1, "it does not say what is missing");
}
