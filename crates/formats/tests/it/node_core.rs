//! Node's records: the shape of the real ones, and ranges that say of each version what is true.

use crate::generated;
use crate::world::{context, document, fixture, policy, public, with_lines, write};
use domain::advisory::{Advisory, Severity};
use node_semver::{Range, Version};
use proptest::prelude::*;
use serde_json::Value;

fn record(advisory: &Advisory) -> Value {
    serde_json::from_str(&write("node-core", advisory, &policy("node")))
        .expect("the record is JSON")
}

fn keys(text: &str) -> Vec<&str> {
    let top = text.lines().filter(|line| line.starts_with("  \""));
    top.filter_map(|line| line.split('"').nth(1)).collect()
}

/// How that database is read: in the first range and not in the second.
fn is_affected(record: &Value, version: &str) -> bool {
    let range = |key: &str| Range::parse(record[key].as_str().expect("a text")).expect("a range");
    let version = Version::parse(version).expect("a version");
    range("vulnerable").satisfies(&version) && !range("patched").satisfies(&version)
}

#[test]
fn a_record_has_the_keys_of_the_real_ones_in_their_order() {
    let ours = write("node-core", &fixture("hash-collisions"), &policy("node"));
    let wanted = [
        "cve",
        "vulnerable",
        "patched",
        "ref",
        "description",
        "overview",
        "affectedEnvironments",
        "severity",
    ];
    assert_eq!(keys(&ours), wanted);
    let Some(real) = document("node/vuln/core/171.json") else { return };
    assert_eq!(keys(&real), wanted);
}

#[test]
fn the_same_facts_give_the_same_values_as_the_real_record() {
    let Some(real) = document("node/vuln/core/171.json") else { return };
    let real: Value = serde_json::from_str(&real).unwrap();
    let ours = record(&fixture("hash-collisions"));
    for key in ["cve", "vulnerable", "patched", "affectedEnvironments", "severity"] {
        assert_eq!(ours[key], real[key], "{key}");
    }
}

#[test]
fn the_reference_is_our_page() {
    let page = "https://advisories.example/advisories/NSWG-COR-172";
    assert_eq!(record(&fixture("hash-collisions"))["ref"], page);
}

#[test]
fn fixed_versions_are_safe_and_those_before_them_are_not() {
    let record = record(&fixture("hash-collisions"));
    for affected in ["20.0.0", "20.20.1", "22.22.1", "24.0.0", "24.14.0", "25.8.1"] {
        assert!(is_affected(&record, affected), "{affected}");
    }
    for safe in ["20.20.2", "22.22.2", "22.23.0", "24.14.1", "25.8.2", "18.20.8", "26.0.0"] {
        assert!(!is_affected(&record, safe), "{safe}");
    }
}

#[test]
fn a_line_that_is_affected_in_part_begins_at_that_version() {
    let record =
        record(&with_lines(&[("22.x", "22.4.0", "22.22.2"), ("24.x", "24.0.0", "24.1.0")]));
    assert_eq!(record["vulnerable"], ">=22.4.0 <23.0.0 || 24.x");
    assert_eq!(record["patched"], "^22.22.2 || ^24.1.0");
    assert!(!is_affected(&record, "22.3.9") && is_affected(&record, "22.4.0"));
}

#[test]
fn a_fix_does_not_reach_beyond_its_line() {
    let lines = [("2026.1.x", "2026.1.0", "2026.1.5"), ("2026.2.x", "2026.2.0", "2026.2.3")];
    let record = record(&with_lines(&lines));
    assert_eq!(record["patched"], ">=2026.1.5 <2026.2.0 || >=2026.2.3 <2026.3.0");
    assert!(is_affected(&record, "2026.2.0") && !is_affected(&record, "2026.1.5"));
}

#[test]
fn the_oldest_lines_are_named_by_two_numbers() {
    let record =
        record(&with_lines(&[("0.10.x", "0.10.0", "0.10.48"), ("0.12.x", "0.12.3", "0.12.17")]));
    assert_eq!(record["vulnerable"], "0.10.x || >=0.12.3 <0.13.0");
    assert_eq!(record["patched"], "^0.10.48 || ^0.12.17");
}

#[test]
fn a_line_without_a_fix_of_its_own_stays_affected() {
    let record = record(&with_lines(&[("21.x", "21.0.0", "22.1.0"), ("22.x", "22.0.0", "22.5.0")]));
    assert_eq!(record["patched"], "^22.5.0");
    assert!(is_affected(&record, "21.7.3") && is_affected(&record, "22.4.9"));
    let alone = self::record(&with_lines(&[("21.x", "21.0.0", "22.1.0")]));
    assert_eq!(alone["patched"], "^22.1.0");
}

#[test]
fn versions_that_npm_cannot_read_make_no_range_that_says_everything() {
    let record = record(&with_lines(&[("pier", "pier-3", "pier-4")]));
    assert!(!is_affected(&record, "1.0.0"));
    assert_eq!(record["vulnerable"], record["patched"]);
}

#[test]
fn no_impact_is_unknown_there() {
    let mut advisory = with_lines(&[("22.x", "22.0.0", "22.5.0")]);
    advisory.severity = Severity::None;
    assert_eq!(record(&advisory)["severity"], "unknown");
}

#[test]
fn the_index_holds_every_record_under_its_number() {
    let policy = policy("node");
    let context = context(&policy);
    let mut early = fixture("hash-collisions");
    early.number = 9;
    let both = [public(&fixture("hash-collisions")), public(&early)];
    let text = formats::node_core::index(&both, &context);
    let (nine, other) = (text.find("\"9\": {"), text.find("\"172\": {"));
    assert!(nine < other && nine.is_some());
    let index: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(index["172"], record(&fixture("hash-collisions")));
    assert_eq!(index.as_object().unwrap().len(), 2);
}

#[test]
fn any_lines_are_judged_as_they_say() {
    let policy = policy("node");
    proptest!(|(advisory in generated::advisory())| {
        let record: Value = serde_json::from_str(&write("node-core", &advisory, &policy)).unwrap();
        for line in &advisory.lines {
            let Version { major, minor, .. } = Version::parse(&line.fixed).unwrap();
            let before = format!("{major}.{}.99", minor - 1);
            for version in [&line.introduced, &before] {
                prop_assert!(is_affected(&record, version), "{} in {}", version, record);
            }
            let far = format!("{}.0.0", major + 50);
            for version in [&line.fixed, &far] {
                prop_assert!(!is_affected(&record, version), "{} in {}", version, record);
            }
        }
    });
}

#[test]
fn an_ended_line_found_affected_is_vulnerable_and_an_assumed_one_is_told_in_words() {
    let record = record(&fixture("end-of-life"));
    for version in ["20.4.0", "20.99.0", "23.0.0", "22.3.0"] {
        assert!(is_affected(&record, version), "{version}");
    }
    for version in ["20.3.9", "18.20.0", "19.0.0", "21.0.0", "22.30.1", "24.20.1"] {
        assert!(!is_affected(&record, version), "{version}");
    }
    let overview = record["overview"].as_str().expect("a text");
    assert!(overview.contains("assumed to be affected and without a fix: 18.x, 19.x."));
    assert!(overview.contains("and without a fix: 20.x from 20.4.0, 23.x from 23.0.0."));
}
