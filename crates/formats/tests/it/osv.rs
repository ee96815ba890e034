//! OSV records against the official schema and the linter's rules for ranges.

use crate::generated;
use crate::world::{FIXTURES, document, fixture, policy, with_lines, write};
use domain::advisory::Advisory;
use domain::policy::Policy;
use proptest::prelude::*;
use serde_json::Value;

fn record(advisory: &Advisory, policy: &Policy) -> Value {
    serde_json::from_str(&write("osv", advisory, policy)).expect("the record is JSON")
}

fn schema() -> Option<jsonschema::Validator> {
    let text = document("osv-schema/schema.json")?;
    let schema = serde_json::from_str(&text).expect("the schema is JSON");
    let built = jsonschema::options().should_validate_formats(true).build(&schema);
    Some(built.expect("the schema can be used"))
}

/// Everything that the schema or the linter's rules RNG:001 and RNG:002 say against it.
fn complaints(schema: &jsonschema::Validator, record: &Value) -> Vec<String> {
    let mut wrong: Vec<String> =
        schema.iter_errors(record).map(|error| format!("{error}")).collect();
    for range in record["affected"][0]["ranges"].as_array().into_iter().flatten() {
        let events = range["events"].as_array().expect("a range has events");
        let of = |key: &str| events.iter().find_map(|event| event.get(key));
        if of("introduced").is_none() {
            wrong.push(format!("RNG:001 {range}"));
        }
        if of("introduced") == of("fixed") {
            wrong.push(format!("RNG:002 {range}"));
        }
    }
    wrong
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(map) => map.values().any(has_null),
        _ => false,
    }
}

#[test]
fn the_fixtures_satisfy_the_official_schema() {
    let Some(schema) = schema() else { return };
    for (name, pack) in FIXTURES {
        let record = record(&fixture(name), &policy(pack));
        assert_eq!(complaints(&schema, &record), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_schema_refuses_a_record_with_our_bare_id() {
    let Some(schema) = schema() else { return };
    let mut record = record(&fixture("tiny"), &policy("minimal"));
    record["id"] = "LANTERN-2026-3".into();
    assert_ne!(complaints(&schema, &record), Vec::<String>::new());
}

#[test]
fn any_advisory_satisfies_the_official_schema() {
    let Some(schema) = schema() else { return };
    let node = policy("node");
    proptest!(|(advisory in generated::advisory(), ecosystem in ecosystems())| {
        let mut policy = node.clone();
        policy.advisory.ecosystem = ecosystem;
        let record = record(&advisory, &policy);
        prop_assert_eq!(complaints(&schema, &record), Vec::<String>::new());
        prop_assert!(!has_null(&record));
    });
}

fn ecosystems() -> impl Strategy<Value = Option<String>> {
    let known = ["npm", "PyPI", "Debian:12", "Node", "npm:", "debian", ""];
    proptest::option::of(proptest::sample::select(known.to_vec()).prop_map(str::to_owned))
}

#[test]
fn keys_come_in_the_order_of_the_specification() {
    let text = write("osv", &fixture("tiny"), &policy("minimal"));
    let top = text.lines().filter(|line| line.starts_with("  \""));
    let keys: Vec<&str> = top.filter_map(|line| line.split('"').nth(1)).collect();
    let wanted = [
        "schema_version",
        "id",
        "modified",
        "published",
        "summary",
        "details",
        "severity",
        "affected",
        "references",
        "credits",
        "database_specific",
    ];
    assert_eq!(keys, wanted);
}

#[test]
fn a_project_without_a_registered_ecosystem_names_no_package() {
    let affected = &record(&fixture("hash-collisions"), &policy("node"))["affected"][0];
    assert_eq!(affected.get("package"), None);
    assert_eq!(affected["database_specific"]["purl"], "pkg:generic/node");
    assert_eq!(affected["ranges"][1]["type"], "SEMVER");
    assert_eq!(affected["ranges"][1]["events"][1]["fixed"], "22.22.2");
}

#[test]
fn a_project_of_an_ecosystem_names_its_package() {
    let mut policy = policy("minimal");
    policy.advisory.ecosystem = Some("PyPI".to_owned());
    let affected = &record(&fixture("tiny"), &policy)["affected"][0];
    assert_eq!(affected["package"]["ecosystem"], "PyPI");
    assert_eq!(affected["package"]["name"], "lantern");
    assert_eq!(affected["ranges"][0]["type"], "ECOSYSTEM");
    assert_eq!(affected.get("database_specific"), None);
}

#[test]
fn versions_that_are_not_semver_are_told_and_not_bent() {
    let advisory = with_lines(&[("pier", "pier-3", "pier-4"), ("22.x", "v22.4", "22.5.0")]);
    let affected = &record(&advisory, &policy("minimal"))["affected"][0];
    assert_eq!(affected["ranges"].as_array().unwrap().len(), 1);
    assert_eq!(affected["ranges"][0]["events"][0]["introduced"], "22.4.0");
    assert_eq!(affected["database_specific"]["lines"][0]["fixed"], "pier-4");
}

#[test]
fn a_vector_that_is_none_is_no_severity() {
    let mut advisory = fixture("tiny");
    advisory.vector = Some("CVSS:3.1/AV:N/AC:L".to_owned());
    let record = record(&advisory, &policy("minimal"));
    assert_eq!(record.get("severity"), None);
    assert_eq!(record["database_specific"]["cvss"], "CVSS:3.1/AV:N/AC:L");
}

#[test]
fn an_id_with_a_registered_prefix_stays_as_it_is() {
    let mut advisory = fixture("tiny");
    advisory.id = "CURL-CVE-2026-1".to_owned();
    assert_eq!(record(&advisory, &policy("minimal"))["id"], "CURL-CVE-2026-1");
    advisory.id = "CURLY-1".to_owned();
    assert_eq!(record(&advisory, &policy("minimal"))["id"], "x_CURLY-1");
}

#[test]
fn every_ecosystem_of_the_schema_may_name_a_package() {
    let Some(text) = document("osv-schema/schema.json") else { return };
    let schema: Value = serde_json::from_str(&text).unwrap();
    let mut policy = policy("minimal");
    for name in schema["$defs"]["ecosystemName"]["enum"].as_array().unwrap() {
        policy.advisory.ecosystem = name.as_str().map(str::to_owned);
        let record = record(&fixture("tiny"), &policy);
        assert_eq!(&record["affected"][0]["package"]["ecosystem"], name);
    }
}

#[test]
fn every_prefix_of_the_schema_stays_as_it_is() {
    let Some(text) = document("osv-schema/schema.json") else { return };
    let schema: Value = serde_json::from_str(&text).unwrap();
    let pattern = schema["$defs"]["prefix"]["pattern"].as_str().unwrap();
    let inner = pattern.trim_start_matches("^(x_|(").trim_end_matches(")-)");
    let prefixes: Vec<&str> = inner.split('|').filter(|prefix| !prefix.contains('[')).collect();
    assert!(prefixes.len() > 40, "{prefixes:?}");
    let mut advisory = fixture("tiny");
    for prefix in prefixes {
        advisory.id = format!("{prefix}-1");
        assert_eq!(record(&advisory, &policy("minimal"))["id"], *advisory.id);
    }
}

#[test]
fn real_vectors_are_recognised_by_their_version() {
    let mut advisory = fixture("tiny");
    let policy = policy("minimal");
    for (file, kind) in [("v3.1-generated", "CVSS_V3"), ("v4.0-generated", "CVSS_V4")] {
        let Some(text) = document(&format!("cvss/{file}.jsonl")) else { return };
        for line in text.lines().step_by(17) {
            let row: Value = serde_json::from_str(line).unwrap();
            advisory.vector = row["vector"].as_str().map(str::to_owned);
            assert_eq!(record(&advisory, &policy)["severity"][0]["type"], kind, "{line}");
        }
    }
}

#[test]
fn an_ended_line_found_affected_has_a_range_that_ends_before_the_next_line() {
    let record = record(&fixture("end-of-life"), &policy("node"));
    let affected = &record["affected"][0];
    let ranges = affected["ranges"].as_array().expect("ranges");
    let of = |line: &str| ranges.iter().find(|range| range["database_specific"]["line"] == line);
    let events = serde_json::json!([{ "introduced": "20.4.0" }, { "last_affected": "21.0.0-0" }]);
    assert_eq!(of("20.x").map(|range| &range["events"]), Some(&events));
    assert!(of("18.x").is_none(), "an assumption is no finding");
    let ended = affected["database_specific"]["end_of_life"].as_array().expect("ended lines");
    assert_eq!(ended.len(), 4);
    assert_eq!(ended[0]["status"], "assumed-affected");
}
