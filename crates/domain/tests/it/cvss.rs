//! Scores against vectors whose scores others computed, all of them.

use crate::tree::{fixture, fixture_folder};
use domain::advisory::{Cvss, Rated, RatingFinding, Score, rating_findings};
use serde_json::Value;

fn text(name: &str) -> Option<String> {
    fixture(&format!("cvss/{name}")).map(|bytes| String::from_utf8(bytes).unwrap())
}

fn rows(name: &str) -> Option<Vec<Value>> {
    Some(text(name)?.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn score(row: &Value, key: &str) -> String {
    Score::read(row[key].as_f64().unwrap()).unwrap().to_string()
}

fn read(row: &Value) -> Cvss {
    let vector = row["vector"].as_str().unwrap();
    Cvss::read(vector).unwrap_or_else(|error| panic!("{vector}: {error}"))
}

#[test]
fn three_one_scores_what_two_other_calculators_score() {
    let Some(rows) = rows("v3.1-generated.jsonl") else { return };
    let mut wrong = Vec::new();
    for row in &rows {
        let cvss = read(row);
        let base = cvss.score.to_string();
        let temporal = cvss.temporal.unwrap_or(cvss.score).to_string();
        let agree = base == score(row, "base")
            && temporal == score(row, "temporal")
            && cvss.environmental.is_none_or(|env| env.to_string() == score(row, "environmental"))
            && cvss.severity.word().eq_ignore_ascii_case(row["baseSeverity"].as_str().unwrap());
        if !agree {
            wrong.push(format!("{row}: {cvss:?}"));
        }
    }
    assert!(rows.len() > 3_000);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn four_scores_what_three_other_calculators_score() {
    let Some(rows) = rows("v4.0-generated.jsonl") else { return };
    let differ = |row: &&Value| read(row).score.to_string() != score(row, "score");
    let wrong: Vec<String> = rows.iter().filter(differ).map(ToString::to_string).collect();
    assert!(rows.len() > 6_000);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Where one calculator rounds a binary 5.65 down, the others up: the higher is the agreed one.
#[test]
fn four_rounds_halves_up() {
    let Some(rows) = rows("v4.0-rounding-edge.jsonl") else { return };
    let differ = |row: &&Value| read(row).score.to_string() != score(row, "redhat_and_ae");
    let wrong: Vec<String> = rows.iter().filter(differ).map(ToString::to_string).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// A vector and its scores from a line such as `CVSS:3.0/… - (6.1, 6.1, None)`.
fn line(line: &str) -> (&str, Vec<&str>) {
    let (vector, scores) = line.split_once(" - ").unwrap();
    let scores = scores.trim_matches(['(', ')']).split(',').map(str::trim);
    (vector, scores.filter(|score| !score.is_empty()).collect())
}

#[test]
fn the_vectors_of_another_library_score_the_same() {
    let files = "calculator3 cvsslib3 simple3 simple31 security4 simple4 supplemental4 threat4";
    let (mut count, mut wrong) = (0, Vec::new());
    for name in files.split(' ') {
        let Some(text) = text(&format!("redhat/vectors_{name}.txt")) else { return };
        for (vector, scores) in text.lines().map(line) {
            count += 1;
            let got = Cvss::read(vector).unwrap_or_else(|error| panic!("{vector}: {error}"));
            let got = [Some(got.score), got.temporal, got.environmental];
            let same = scores.iter().zip(got).all(|(wanted, got)| {
                got.is_none_or(|got| Score::read(wanted.parse().unwrap()) == Some(got))
            });
            if !same {
                wrong.push(format!("{vector} {scores:?} {got:?}"));
            }
        }
    }
    assert!(count > 3_000);
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn vectors_of_version_two_are_refused_as_such() {
    for name in ["calculator2", "cvsslib2", "simple2"] {
        let Some(text) = text(&format!("redhat/vectors_{name}.txt")) else { return };
        for (vector, _) in text.lines().map(line) {
            let says = Cvss::read(vector).unwrap_err().to_string();
            assert!(says.starts_with("it looks like CVSS 2"), "{vector}: {says}");
        }
    }
}

/// Entries of the ecosystem database whose stored score is not the one of their vector.
const DIFFERENT: &[u64] = &[
    363, 364, 365, 366, 367, 368, 373, 381, 383, 384, 385, 386, 389, 420, 439, 467, 468, 485, 493,
    494, 515, 516,
];

#[test]
fn the_vectors_of_the_ecosystem_database_are_435_equal_22_different_and_1_illegal() {
    let Some(files) = fixture_folder("node/vuln/npm") else { return };
    let (mut equal, mut different, mut illegal) = (0, Vec::new(), Vec::new());
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "index.json") {
        let record: Value = serde_json::from_slice(bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        let Some(vector) = record["cvss_vector"].as_str() else { continue };
        let rated =
            Rated { vector: Some(vector), score: record["cvss_score"].as_f64(), severity: None };
        let id = record["id"].as_u64().unwrap();
        match rating_findings(&rated).as_slice() {
            [] => equal += 1,
            [RatingFinding::ScoreDiffers { .. }] => different.push(id),
            [RatingFinding::IllegalVector { error }] => illegal.push((id, error.clone())),
            other => panic!("{name}: {other:?}"),
        }
    }
    different.sort_unstable();
    println!("{equal} equal, {} different: {different:?}, illegal: {illegal:?}", different.len());
    assert_eq!((equal, different.len(), illegal.len()), (435, 22, 1));
    assert_eq!(different, DIFFERENT);
    assert_eq!(illegal[0].0, 504);
    assert!(illegal[0].1.starts_with("I (integrity) is \"U\""), "{}", illegal[0].1);
}
