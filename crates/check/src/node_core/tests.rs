//! What a record says, and what is made of one that is faulty.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Record, read_all};
use crate::platform::Platform;
use crate::severity::Severity;

fn lantern() -> Value {
    json!({
        "cve": ["CVE-2031-1000"],
        "vulnerable": "7.x || 8.x",
        "patched": "^8.4.1",
        "ref": "https://lantern.example/notes/8.4.1",
        "overview": "The wick burns\nfor ever.\n\nBuy a new one.",
        "affectedEnvironments": ["win32"],
        "severity": "high",
        "moon": { "phase": [1, null, "full"] },
    })
}

fn with(key: &str, value: Value) -> (Record, Vec<String>) {
    let mut record = lantern();
    record[key] = value;
    let reading = Record::read("12.json", record.to_string().as_bytes());
    let keys = reading.complaints.into_iter().map(|complaint| complaint.key).collect();
    (reading.value.unwrap(), keys)
}

#[test]
fn a_record_is_understood_and_kept_as_it_was() {
    let reading = Record::read("12.json", lantern().to_string().as_bytes());
    assert_eq!(reading.complaints, []);
    let record = reading.value.unwrap();
    assert_eq!(record.id(), "NSWG-COR-12");
    assert_eq!(record.platforms, [Platform::Win32]);
    assert_eq!(record.summary(), "The wick burns for ever.");
    assert_eq!(Value::Object(record.original().clone()), lantern());
}

#[test]
fn a_word_that_only_ends_like_a_severity_is_a_complaint() {
    let (record, complaints) = with("severity", json!("xlow"));
    assert_eq!((record.severity, complaints), (Severity::Unknown, vec!["severity".to_owned()]));
}

#[test]
fn a_range_that_cannot_be_read_leaves_the_record_undecided() {
    let (record, complaints) = with("vulnerable", json!("7.x and up"));
    assert_eq!((record.vulnerable, complaints), (None, vec!["vulnerable".to_owned()]));
    let (record, complaints) = with("patched", json!(8));
    assert_eq!((record.patched, complaints), (None, vec!["patched".to_owned()]));
}

#[test]
fn a_missing_patched_range_means_that_nothing_is_fixed() {
    let (record, complaints) = with("patched", Value::Null);
    assert!(!record.patched.unwrap().contains(&"8.4.1".parse().unwrap()));
    assert_eq!(complaints, ["patched"]);
}

#[test]
fn an_unknown_environment_counts_as_all() {
    let (record, complaints) = with("affectedEnvironments", json!(["win32", "windows"]));
    assert_eq!(record.platforms, []);
    assert_eq!(complaints, ["affectedEnvironments"]);
}

#[test]
fn every_fault_of_a_record_is_listed() {
    let reading = Record::read("1.json", b"{}");
    let keys: Vec<String> = reading.complaints.into_iter().map(|it| it.key).collect();
    let expected = ["cve", "vulnerable", "patched", "severity", "affectedEnvironments", "overview"];
    assert_eq!(keys, expected);
}

#[test]
fn a_malformed_public_identifier_is_kept_with_a_complaint() {
    let (record, complaints) = with("cve", json!(["CVE-31-1"]));
    assert_eq!(record.cve, ["CVE-31-1"]);
    assert_eq!(complaints, ["cve"]);
}

#[test]
fn a_folder_is_read_in_numeric_order_and_its_holes_are_named() {
    let good = lantern().to_string();
    let files: [(&str, &[u8]); 5] = [
        ("10.json", good.as_bytes()),
        ("9.json", good.as_bytes()),
        ("index.json", b"{}"),
        ("11.json", b"{"),
        ("notes.txt", b""),
    ];
    let all = read_all(files);
    let numbers: Vec<u64> = all.records.iter().map(|record| record.number).collect();
    assert_eq!(numbers, [9, 10]);
    assert_eq!(all.lost, ["11.json", "notes.txt"]);
    assert_eq!(all.complaints.len(), 2);
}

proptest! {
    #[test]
    fn reading_any_bytes_as_a_record_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Record::read("1.json", &bytes);
        let _ = crate::schedule::Schedule::read("s.json", &bytes);
    }

    #[test]
    fn reading_a_record_with_any_texts_never_panics(key in "[a-zA-Z]{1,20}", text in ".{0,60}") {
        let _ = with(&key, json!(text));
        let _ = with("vulnerable", json!(text));
        let _ = with("severity", json!([text]));
    }
}
