//! Lines in a case: stated, assumed, and ending before the embargo.

use super::*;
use crate::advisory::EndedStatus;
use crate::case::{Affect, Case, Content, Dues, Event, Fact, News, Terms, apply, fold};
use crate::policy::{Lines, Policy};
use crate::words::{CaseId, Digest};
use jiff::Timestamp;

const LINES: &str = r#"{
  "v1": { "start": "2020-01-01", "end": "2024-01-01" },
  "v2": { "start": "2022-01-01", "end": "2026-12-01" },
  "v3": { "start": "2024-01-01", "end": "2030-01-01" }
}"#;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-20T12:00:00Z")
}

fn policy() -> Policy {
    let files = crate::policy::tests::tiny();
    let (policy, complaints) = crate::policy::read(&files);
    let lines = Lines::read("lines.json", LINES.as_bytes()).unwrap();
    Policy { lines, ..policy.unwrap_or_else(|| panic!("{complaints:?}")) }
}

fn event(seq: u64, fact: Fact) -> Event {
    Event {
        schema: 1,
        seq,
        at: now(),
        by: crate::case::By::System,
        policy: Digest::of(b"p"),
        fact,
        content: Some(Content::default()),
    }
}

fn case() -> Case {
    let (received, secret) = (Digest::of(b"r"), Digest::of(b"s"));
    let fact =
        Fact::Submitted { door: "form".into(), received, secret, due: Dues::new(), alike: None };
    fold(&CaseId::read("7f3q9k2m0d5x1h8c4b6n").unwrap(), &[event(1, fact)]).unwrap()
}

fn then(mut case: Case, fact: Fact) -> Case {
    let next = event(case.version + 1, fact);
    apply(&mut case, &next).unwrap();
    case
}

fn stated(case: Case, line: &str, affect: Affect) -> Case {
    let News { fact, .. } = assess(&case, &policy(), line, affect, now()).unwrap();
    then(case, fact)
}

fn words(case: &Case, now: Timestamp) -> Vec<&'static str> {
    statuses(case, &policy(), now).into_iter().map(|(_, status)| status.word()).collect()
}

fn affected(version: &str) -> Affect {
    Affect::Affected { introduced: version.into() }
}

fn not_affected() -> Affect {
    Affect::NotAffected { justification: "component_not_present".into() }
}

#[test]
fn an_ended_line_is_assumed_affected_until_something_is_stated() {
    let case = case();
    assert_eq!(words(&case, now()), ["assumed-affected", "not-assessed", "not-assessed"]);
    let later = at("2026-12-01T00:00:00Z");
    assert_eq!(words(&case, later), ["assumed-affected", "assumed-affected", "not-assessed"]);
    let known = stated(case.clone(), "v1", not_affected());
    assert_eq!(words(&known, now())[0], "not-affected");
    let known = stated(known, "v1", affected("1.2.0"));
    assert_eq!(words(&known, now())[0], "affected-ended");
    let unknown = stated(known, "v1", Affect::Unknown);
    assert_eq!(words(&unknown, now())[0], "assumed-affected");
}

#[test]
fn an_ended_line_that_is_affected_is_owed_no_fix() {
    let case = stated(case(), "v1", affected("1.2.0"));
    assert!(case.fixes_ready());
    assert!(!stated(case, "v3", affected("3.0.0")).fixes_ready());
}

#[test]
fn nothing_is_assumed_of_a_report_that_is_no_vulnerability() {
    let refused = then(case(), Fact::Invalidated { rules: vec!["TR-0".into()] });
    assert_eq!(words(&refused, now()), ["not-assessed"; 3]);
    assert!(assumed(&refused, &policy(), now()).is_empty());
}

#[test]
fn what_is_public_does_not_change_with_the_day() {
    let (id, candidate) = ("A-1".to_owned(), Digest::of(b"c"));
    let fact = Fact::AdvisoryPublished { id, number: 1, edition: 1, candidate };
    let public = then(case(), fact);
    let later = at("2040-01-01T00:00:00Z");
    assert_eq!(words(&public, later), words(&public, now()));
    let corrected = stated(public, "v3", affected("3.0.0"));
    assert_eq!(words(&corrected, later)[1], "assumed-affected", "another edition looks again");
}

#[test]
fn assumed_lines_carry_their_end_and_first_version() {
    let lines = assumed(&case(), &policy(), at("2026-12-02T00:00:00Z"));
    let told: Vec<_> = lines.iter().map(|line| (line.line.as_str(), line.status)).collect();
    let assumed = EndedStatus::AssumedAffected;
    assert_eq!(told, [("1.x", assumed), ("2.x", assumed)]);
    assert_eq!(
        (lines[1].introduced.as_str(), lines[1].end.to_string()),
        ("2.0.0", "2026-12-01".into())
    );
}

#[test]
fn a_line_that_ends_before_the_embargo_is_found() {
    let until = |ends: &str| Terms::until(at(ends), "UTC");
    let found = |case: &Case| -> Vec<String> {
        ends_first(case, &policy()).into_iter().map(|one| one.line).collect()
    };
    let case = stated(stated(case(), "v2", affected("2.0.0")), "v3", affected("3.0.0"));
    assert_eq!(found(&case), [""; 0], "no embargo");
    let early = then(case.clone(), Fact::EmbargoProposed { terms: until("2026-11-30T23:59:59Z") });
    assert_eq!(found(&early), [""; 0]);
    let late = then(case, Fact::EmbargoProposed { terms: until("2026-12-01T00:00:00Z") });
    assert_eq!(found(&late), ["v2"]);
    let over = then(late, Fact::Withdrawn);
    assert_eq!(found(&over), [""; 0], "a closed case");
}
