//! One journal with known instants, and sums that can be checked by hand.

use super::*;
use crate::advisory::Severity;
use crate::case::{Affect, Audience, By, Content, Due, Dues, Event, Fact, Resolution};
use crate::policy::Stops;
use crate::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn due(second: i64, stops: Stops) -> Dues {
    Dues::from([(
        "ack".to_owned(),
        Due { at: at(second), stops, right: false, steps: Default::default() },
    )])
}

fn submitted() -> Fact {
    let (received, secret) = (Digest::of(b"r"), Digest::of(b"s"));
    Fact::Submitted {
        door: "form".into(),
        received,
        secret,
        due: due(100, Stops::Reply),
        alike: None,
    }
}

fn person() -> By {
    By::Person(AccountId::from_chance([1; 16]))
}

fn journal(facts: Vec<(i64, By, Fact)>) -> Vec<Event> {
    let mut events = Vec::new();
    for (seq, (second, by, fact)) in (1..).zip(facts) {
        events.push(Event {
            schema: 1,
            seq,
            at: at(second),
            by,
            policy: Digest::of(b"p"),
            fact,
            content: Some(Content::default()),
        });
    }
    events
}

fn measured(facts: Vec<(i64, By, Fact)>) -> Vec<(String, u32, i64, Option<i64>)> {
    let second = |at: Timestamp| at.as_second() - 1_790_000_000;
    measure(&CaseId::from_chance([1; 16]), &journal(facts))
        .into_iter()
        .map(|one| (one.name, one.nth, second(one.started_at), one.ended_at.map(second)))
        .collect()
}

fn write(second: i64) -> Fact {
    let due = if second > 0 { due(second, Stops::Reply) } else { Dues::new() };
    Fact::MessageSent { to: Audience::Reporter, automatic: false, due }
}

fn named(list: &[(String, u32, i64, Option<i64>)], name: &str) -> Vec<(i64, Option<i64>)> {
    list.iter().filter(|one| one.0 == name).map(|one| (one.2, one.3)).collect()
}

#[test]
fn each_span_is_measured_from_the_journal() {
    let list = measured(vec![
        (0, By::Reporter, submitted()),
        (
            10,
            By::System,
            Fact::MessageSent { to: Audience::Reporter, automatic: true, due: Dues::new() },
        ),
        (50, person(), write(0)),
        (200, person(), Fact::Validated { rules: vec![] }),
    ]);
    assert_eq!(named(&list, "first-response@1"), [(0, Some(50))], "a machine's answer is none");
    assert_eq!(named(&list, "triage@1"), [(0, Some(200))]);
    assert_eq!(named(&list, "fix@1"), [(200, None)]);
    assert_eq!(named(&list, "disclosure@1"), [(0, None)]);
    assert_eq!(named(&list, "clock@1/ack"), [(0, Some(50))]);
}

#[test]
fn a_clock_that_starts_again_keeps_its_earlier_starts() {
    let list = measured(vec![
        (0, By::Reporter, submitted()),
        (150, person(), write(300)),
        (250, person(), write(400)),
    ]);
    assert_eq!(named(&list, "clock@1/ack"), [(0, Some(150)), (150, Some(250)), (250, None)]);
}

#[test]
fn what_has_not_ended_when_the_case_ends_is_left_out() {
    let list = measured(vec![
        (0, By::Reporter, submitted()),
        (20, person(), Fact::Invalidated { rules: vec!["R".into()] }),
        (30, person(), Fact::Closed { resolution: Resolution::Spam }),
    ]);
    assert_eq!(named(&list, "triage@1"), [(0, Some(20))]);
    assert_eq!(named(&list, "first-response@1"), []);
    assert_eq!(named(&list, "clock@1/ack"), [(0, Some(30))]);
}

#[test]
fn a_line_found_affected_later_takes_the_fixes_back() {
    let affected = |version: &str| Affect::Affected { introduced: version.into() };
    let line = |line: &str, affect| Fact::LineAssessed { line: line.into(), affect };
    let list = measured(vec![
        (0, By::Reporter, submitted()),
        (1, person(), line("1.x", Affect::AffectedEnded { introduced: "1.0.0".into() })),
        (10, person(), Fact::Validated { rules: vec![] }),
        (11, person(), Fact::SeveritySet { severity: Severity::Low, vector: None }),
    ]);
    assert_eq!(named(&list, "fix@1"), [(10, Some(10))], "an ended line is owed none");
    let list = measured(vec![
        (0, By::Reporter, submitted()),
        (1, person(), line("1.x", Affect::AffectedEnded { introduced: "1.0.0".into() })),
        (10, person(), Fact::Validated { rules: vec![] }),
        (20, person(), line("2.x", affected("2.0.0"))),
    ]);
    assert_eq!(named(&list, "fix@1"), [(10, None)]);
}

#[test]
fn sums_are_those_that_can_be_checked_by_hand() {
    let of = |values: &[i64]| Summary::of("triage@1", values.to_vec(), 0, 0);
    let one = of(&[7]);
    assert_eq!((one.mean, one.median, one.p90), (Some(7), Some(7), Some(7)));
    let ten = of(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!((ten.mean, ten.median, ten.p90), (Some(6), Some(6), Some(9)), "5.5 is rounded up");
    let eleven = of(&(1..=11).collect::<Vec<_>>());
    assert_eq!((eleven.mean, eleven.median, eleven.p90), (Some(6), Some(6), Some(10)));
    let none = of(&[]);
    assert_eq!((none.mean, none.median, none.p90), (None, None, None));
}

#[test]
fn fewer_than_five_cases_are_not_spoken_of() {
    let of = |count: i64| Summary::of("triage@1", (0..count).collect(), 9, 0);
    assert!(!of(4).may_be_public());
    assert!(of(5).may_be_public());
}

#[test]
fn lateness_is_said_of_promises_only() {
    assert_eq!(Summary::of("triage@1", vec![1], 0, 0).late, None);
    assert_eq!(Summary::of("clock@1/ack", vec![1], 0, 1).late, Some(1));
}

#[test]
fn every_measure_has_a_definition() {
    assert!(["first-response@1", "fix@1", "clock@1/ack"].iter().all(|n| definition(n).is_some()));
    assert_eq!(definition("first-response@0"), None);
}

#[test]
fn lengths_are_told_in_two_parts() {
    let told: Vec<String> = [0, 59, 3_600, 90_061, 172_800].map(seconds).into();
    assert_eq!(told, ["0 s", "59 s", "1 h", "1 d 1 h", "2 d"]);
}
