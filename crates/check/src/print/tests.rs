//! The exact texts of reports, and that no record can steer a terminal.

use jiff::civil::date;
use serde_json::{Value, json};

use super::{json_lines, table};
use crate::matcher::check;
use crate::matcher::tests_support::{TODAY, database, record, records, report};
use crate::target::Target;
use crate::verdict::Report;

#[test]
fn a_table_has_a_line_per_target_its_findings_and_the_way_out() {
    let reports = [report("lantern@8.1.0"), report("lantern@8.4.2"), report("lantern@v8")];
    let expected = "\
lantern@8.1.0: vulnerable (5 findings, all platforms, on 2031-03-04, data of 2031-03-01)
  ID           SEVERITY  ALSO KNOWN AS  FIXED IN  SUMMARY
  NSWG-COR-3   critical  CVE-2031-1003  8.3.0     flaw number 3
  NSWG-COR-2   medium    CVE-2031-1002  8.4.1     flaw number 2
  NSWG-COR-5   medium    CVE-2031-1005  8.4.2     flaw number 5
  NSWG-COR-10  medium    CVE-2031-1010  8.4.1     flaw number 10
  NSWG-COR-4   low       CVE-2031-1004  8.4.1     flaw number 4
  fix: update to 8.4.2, which has none of these findings and no other

lantern@8.4.2: safe (no findings, all platforms, on 2031-03-04, data of 2031-03-01)

lantern@v8: undecidable - `v8` names a release line, not one version
";
    assert_eq!(table(&reports), expected);
}

#[test]
fn an_ended_version_is_told_where_to_go() {
    let expected = "  fix: move to 8.4.2, the nearest version that is supported and safe\n";
    assert!(table(&[report("lantern@7.4.0")]).ends_with(expected));
}

#[test]
fn old_data_is_said_in_the_table() {
    let target = Target::parse("lantern@8.4.2");
    let report = check(&database(&records()), &target, None, date(2031, 5, 1));
    let expected = "  warning: the data is 61 days old (2031-03-01); later records are missing\n";
    assert!(table(&[report]).ends_with(expected));
}

#[test]
fn json_is_one_object_per_line_with_the_promised_keys() {
    let text = json_lines(&[report("lantern@9.0.0"), report("lantern@v8")]);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expected = json!({
        "target": "lantern@9.0.0", "status": "vulnerable", "platform": null,
        "at": "2031-03-04", "data": "2031-03-01",
        "product": "lantern", "version": "9.0.0",
        "line": "v9", "phase": "current", "line_end": "2033-01-01", "reason": null,
        "findings": [{
            "id": "NSWG-COR-6", "aliases": ["CVE-2031-1006"], "severity": "medium",
            "summary": "flaw number 6", "fixed": ["9.2.0"], "fixed_on_line": true,
            "reference": null,
        }],
        "upgrade": "9.2.0", "warnings": [],
    });
    assert_eq!(lines[0], expected);
    assert_eq!(lines[1]["status"], "undecidable");
    assert!(text.starts_with(r#"{"target":"lantern@9.0.0","status":"vulnerable","platform":null"#));
}

fn hostile() -> Report {
    let summary = "red\u{1b}[31m\nbell\u{7} csi\u{9b}2J turned\u{202e}dnuora tag\u{e0041}";
    let odd = [record(2, &json!({ "description": summary, "cve": ["CVE\u{1b}c"] }))];
    let target = Target::parse("lantern@8.1.0");
    check(&database(&odd), &target, None, TODAY)
}

#[test]
fn a_record_cannot_steer_the_terminal_through_the_table() {
    let text = table(&[hostile(), report("lantern@\u{1b}[2J")]);
    assert!(!text.chars().any(|it| it != '\n' && super::is_dangerous(it)));
    assert!(text.contains("red\\u{1b}[31m bell\\u{7}"));
}

#[test]
fn a_record_cannot_steer_the_terminal_through_json_and_keeps_its_meaning() {
    let text = super::json(&hostile());
    assert!(!text.contains(super::is_dangerous));
    let value: Value = serde_json::from_str(&text).unwrap();
    let summary = value["findings"][0]["summary"].as_str().unwrap();
    assert!(summary.contains("csi\u{9b}2J turned\u{202e}dnuora tag\u{e0041}"));
}
