//! `security.txt`: ours is valid, and others' are judged as an independent validator judged them.

use crate::world::{document, policy};
use formats::security_txt::{Finding, check, write};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;

/// The day on which the expectations were recorded.
const RECORDED: &str = "2026-11-20T12:00:00Z";

fn at(text: &str) -> jiff::Timestamp {
    text.parse().expect("an instant")
}

fn codes(findings: &[Finding]) -> Vec<(String, Option<u64>)> {
    let code = |one: &Finding| (one.code.to_owned(), one.line.map(|line| line as u64));
    findings.iter().map(code).collect()
}

/// What was expected: a name, or a name and a line.
fn expected(list: &Value) -> Vec<(String, Option<u64>)> {
    let one = |value: &Value| match value {
        Value::Array(pair) => (pair[0].as_str().unwrap_or("?").to_owned(), pair[1].as_u64()),
        other => (other.as_str().unwrap_or("?").to_owned(), None),
    };
    list.as_array().into_iter().flatten().map(one).collect()
}

#[test]
fn files_are_judged_as_an_independent_validator_judged_them() {
    let Some(text) = document("security-txt/expected.json") else { return };
    let cases: serde_json::Map<String, Value> = serde_json::from_str(&text).expect("JSON");
    assert!(cases.len() >= 16);
    for (name, case) in &cases {
        let Some(text) = document(&format!("security-txt/{name}.txt")) else { return };
        let report = check(text.as_bytes(), at(RECORDED));
        assert_eq!(report.is_valid(), case["valid"], "{name}");
        assert_eq!(codes(&report.errors), expected(&case["errors"]), "{name}");
        let without_lines = |findings: &[Finding]| {
            codes(findings).into_iter().map(|(code, _)| (code, None)).collect::<Vec<_>>()
        };
        let advised = without_lines(&report.recommendations);
        assert_eq!(advised, expected(&case["recommendations"]), "{name}");
        let noticed = without_lines(&report.notifications);
        assert_eq!(noticed, expected(&case["notifications"]), "{name}");
    }
    println!("{} files judged alike", cases.len());
}

#[test]
fn ours_is_valid_all_month_and_begins_with_the_form() {
    let minimal = policy("minimal");
    let text = |day| write(&minimal, "https://s.example/", date(2026, 3, day));
    assert_eq!(text(1), text(31));
    for day in ["2026-03-01T00:00:00Z", "2026-03-31T23:59:59Z"] {
        let report = check(text(1).as_bytes(), at(day));
        assert!(report.is_valid(), "{report:?}");
        assert_eq!(codes(&report.notifications), []);
        let advised: Vec<&str> = report.recommendations.iter().map(|one| one.code).collect();
        assert_eq!(advised, ["no_encryption", "not_signed"]);
    }
    let lines: Vec<String> = text(1).lines().map(str::to_owned).collect();
    assert_eq!(lines[1], "Contact: https://s.example/report");
    assert!(lines.contains(&"Contact: mailto:security@lantern.example".to_owned()));
    assert!(lines.contains(&"Expires: 2027-03-01T00:00:00Z".to_owned()));
    assert!(lines.contains(&"Canonical: https://s.example/.well-known/security.txt".to_owned()));
}

#[test]
fn what_hides_in_a_signed_file_is_found() {
    let said = |text: &str| -> Vec<(&'static str, Option<usize>)> {
        let report = check(text.as_bytes(), at(RECORDED));
        report.errors.iter().map(|one| (one.code, one.line)).collect()
    };
    let signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- # note\nContact: tel:+1\nExpires: 2027-01-01T00:00:00Z\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n";
    assert_eq!(said(signed), []);
    assert_eq!(said(&format!("{signed}Contact: tel:+2\n")), [("data_after_sig", Some(11))]);
    assert_eq!(
        said("-----BEGIN PGP SIGNED MESSAGE-----\n\nContact: tel:+1\n")[0],
        ("signed_format_issue", Some(1))
    );
    assert_eq!(
        said(
            "nonsense\n: x\nContact:\nContact:tel:+1\nPolicy: page\nPreferred-Languages: e\nExpires: 2027-01-01T00:00:00Z"
        ),
        [
            ("no_line_separators", None),
            ("invalid_line", Some(1)),
            ("empty_key", Some(2)),
            ("empty_value", Some(3)),
            ("no_space", Some(4)),
            ("no_uri", Some(5)),
            ("invalid_lang", Some(6)),
        ]
    );
    assert_eq!(said(&"x".repeat(100_001)), [("too_long", None)]);
    assert_eq!(check(b"Contact: \xff\n", at(RECORDED)).errors[0].code, "utf8");
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = check(&bytes, at(RECORDED));
    }

    #[test]
    fn arbitrary_lines_never_panic(text in "(-----BEGIN PGP SIGN(ED MESSAGE|ATURE)-----\n|-----END PGP SIGNATURE-----\n|Expires: .{0,20}\n|\n|.{0,9}:.{0,9}\n){0,12}") {
        let _ = check(text.as_bytes(), at(RECORDED));
    }
}
