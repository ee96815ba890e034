//! Judgements about Lantern, an invented product: what is found, what is not said.

use jiff::civil::date;
use serde_json::json;

use super::tests_support::{TODAY, database, record, records, report};
use super::{by_id, check};
use crate::platform::Platform;
use crate::target::Target;
use crate::verdict::{Report, Status};

fn ids(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.id.trim_start_matches("NSWG-COR-")).collect()
}

fn fixed(report: &Report, id: &str) -> (Vec<String>, bool) {
    let finding = report.findings.iter().find(|finding| finding.id == id).unwrap();
    (finding.fixed.iter().map(ToString::to_string).collect(), finding.fixed_on_line)
}

#[test]
fn a_fixed_release_of_a_vulnerable_line_is_safe() {
    let report = report("lantern@8.4.2");
    assert_eq!((report.status, ids(&report)), (Status::Safe, vec![]));
}

#[test]
fn findings_are_sorted_by_severity_and_then_by_number() {
    let report = report("lantern@v8.1.0");
    assert_eq!(report.status, Status::Vulnerable);
    assert_eq!(ids(&report), ["3", "2", "5", "10", "4"]);
}

#[test]
fn a_record_of_another_platform_does_not_count() {
    let target = Target::parse("lantern@8.1.0");
    let on = |platform| check(&database(&records()), &target, Some(platform), TODAY);
    assert_eq!(ids(&on(Platform::Linux)), ["3", "2", "5", "10"]);
    assert_eq!(ids(&on(Platform::Win32)), ["3", "2", "5", "10", "4"]);
}

#[test]
fn a_version_past_its_end_is_end_of_life_and_lists_what_is_known() {
    let report = report("lantern@7.4.0");
    assert_eq!(report.status, Status::EndOfLife);
    assert_eq!(ids(&report), ["3", "2", "10", "4"]);
    assert_eq!(report.reason.as_deref(), Some("line v7 ended on 2031-03-01"));
}

#[test]
fn a_version_past_its_end_is_end_of_life_without_any_finding_too() {
    let target = Target::parse("lantern@7.9.0");
    let report = check(&database(&records()[..1]), &target, None, TODAY);
    assert_eq!((report.status, ids(&report)), (Status::EndOfLife, vec![]));
}

#[test]
fn the_fixed_version_is_the_one_on_the_line_and_after_the_target() {
    let report = report("lantern@8.1.0");
    assert_eq!(fixed(&report, "NSWG-COR-2"), (vec!["8.4.1".to_owned()], true));
    assert_eq!(fixed(&report, "NSWG-COR-5"), (vec!["8.4.2".to_owned()], true));
}

#[test]
fn without_a_fix_on_the_line_those_of_other_lines_are_listed_and_it_is_said() {
    let report = report("lantern@7.4.0");
    let expected = (vec!["8.3.0".to_owned(), "9.1.0".to_owned()], false);
    assert_eq!(fixed(&report, "NSWG-COR-3"), expected);
}

#[test]
fn an_earlier_fixed_release_of_the_line_is_no_fix() {
    let odd = [record(8, &json!({ "patched": "8.0.3 || ^9.1.0" }))];
    let report = check(&database(&odd), &Target::parse("lantern@8.1.0"), None, TODAY);
    assert_eq!(fixed(&report, "NSWG-COR-8"), (vec!["9.1.0".to_owned()], false));
}

#[test]
fn the_proposed_upgrade_is_the_nearest_version_that_is_itself_safe() {
    let upgrade = |target: &str| report(target).upgrade.map(|version| version.to_string());
    assert_eq!(upgrade("lantern@8.1.0").as_deref(), Some("8.4.2"));
    assert_eq!(upgrade("lantern@9.0.0").as_deref(), Some("9.2.0"));
    assert_eq!(upgrade("lantern@7.4.0").as_deref(), Some("8.4.2"));
    assert_eq!(upgrade("lantern@8.4.2"), None);
}

#[test]
fn what_cannot_be_judged_is_undecidable_with_its_reason() {
    let table = [
        ("lantern@v8", "names a release line"),
        ("lantern@8.x", "is a range of versions"),
        ("lantern@9.0.0-nightly20310304", "is a pre-release or nightly"),
        ("candle@8.1.0", "knows no product named candle"),
        ("lantern@99.0.0", "no usable dates for line v99"),
        ("lantern@0.7.0", "no usable dates for line v0.7"),
        ("lantern@10.0.0", "line v10 starts on 2031-09-01"),
    ];
    for (target, expected) in table {
        let report = report(target);
        assert_eq!(report.status, Status::Undecidable, "{target}");
        let reason = report.reason.unwrap();
        assert!(reason.contains(expected), "{target}: {reason}");
    }
}

#[test]
fn a_line_younger_than_the_data_is_not_safe() {
    let target = Target::parse("lantern@10.0.0");
    let report = check(&database(&records()), &target, None, date(2031, 9, 2));
    assert_eq!(report.status, Status::Undecidable);
    assert_eq!(
        report.reason.as_deref(),
        Some("line v10 started on 2031-09-01, after the data of 2031-03-01")
    );
}

#[test]
fn a_product_without_records_is_not_safe() {
    let report = check(&database(&[]), &Target::parse("lantern@8.4.2"), None, TODAY);
    assert_eq!(report.status, Status::Undecidable);
}

#[test]
fn a_record_with_an_unreadable_range_keeps_its_versions_from_being_safe() {
    let odd = [record(2, &json!({})), record(7, &json!({ "patched": "newer" }))];
    let at = |target| check(&database(&odd), &Target::parse(target), None, TODAY);
    assert_eq!(at("lantern@8.4.1").status, Status::Undecidable);
    assert!(at("lantern@8.4.1").reason.unwrap().contains("NSWG-COR-7"));
    // The record cannot concern line 9, whatever its patched range should have been.
    assert_eq!(at("lantern@9.0.0").status, Status::Safe);
    // A known finding is not hidden by an open question; the question stands beside it.
    let vulnerable = at("lantern@8.1.0");
    assert_eq!(vulnerable.status, Status::Vulnerable);
    assert!(vulnerable.warnings[0].contains("NSWG-COR-7"));
}

#[test]
fn data_older_than_thirty_days_earns_a_warning() {
    let database = database(&records());
    let target = Target::parse("lantern@8.4.2");
    let warnings = |at| check(&database, &target, None, at).warnings;
    assert_eq!(warnings(date(2031, 3, 31)), Vec::<String>::new());
    assert_eq!(warnings(date(2031, 2, 1)), Vec::<String>::new());
    assert!(warnings(date(2031, 4, 1))[0].contains("31 days old (2031-03-01)"));
}

#[test]
fn identifiers_sort_as_a_person_counts() {
    let mut ids = ["B-2", "A-10", "A-9", "A", "A-010", "A-1000000000000000000000000"];
    ids.sort_by(|one, other| by_id(one, other));
    assert_eq!(ids, ["A", "A-9", "A-010", "A-10", "A-1000000000000000000000000", "B-2"]);
}
