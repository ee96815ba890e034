//! What the shipped packs promise and decide.

use crate::tree::{files, pack};
use domain::policy::{Policy, Starts, Stops, Unit, markdown, read};
use domain::triage::{ClauseKind, run_examples};
use jiff::Timestamp;
use jiff::civil::date;

#[test]
fn every_example_of_both_packs_gives_what_it_states() {
    for name in ["node", "minimal"] {
        let complaints = run_examples(&pack(name));
        let said: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        assert!(said.is_empty(), "{name}:\n{}", said.join("\n"));
    }
}

#[test]
fn the_digest_follows_every_byte() {
    let mut changed = files("minimal");
    changed.get_mut("policy.toml").unwrap().push(b'\n');
    assert_ne!(read(&changed).0.unwrap().digest, pack("minimal").digest);
}

/// When each clock of the pack fires that starts at this time, on the project's own clock.
fn due(policy: &Policy, received: &str) -> Vec<String> {
    let received: Timestamp = received.parse().unwrap();
    let line = |clock: &domain::policy::Clock| {
        let due = policy.calendar.due(received, &clock.limit).unwrap();
        let due = policy.calendar.local(due).unwrap().strftime("%a %Y-%m-%d %H:%M").to_string();
        format!("{} {due}", clock.id)
    };
    policy.clocks.iter().map(line).collect()
}

#[test]
fn the_promises_to_a_reporter_before_christmas_fall_due_as_written() {
    let expected = [
        "acknowledgement Wed 2026-12-23 09:00",
        "detailed-response Mon 2026-12-28 09:00",
        "escalation Tue 2026-12-29 09:00",
        "silence Fri 2027-01-01 09:00",
    ];
    assert_eq!(due(&pack("node"), "2026-12-18T09:00:00Z"), expected);
}

#[test]
fn the_promises_of_a_harbour_office_wait_for_its_holidays() {
    let (received, mut policy) = ("2026-12-23T15:30:00Z", pack("minimal"));
    assert_eq!(due(&policy, received)[0], "acknowledgement Mon 2027-01-11 16:30");
    policy.calendar.lists.clear();
    assert_eq!(due(&policy, received)[0], "acknowledgement Fri 2027-01-08 16:30", "no Epiphany");
}

#[test]
fn silence_is_counted_from_the_last_message_and_opens_a_right() {
    let policy = pack("node");
    let silence = policy.clock("silence").unwrap();
    assert_eq!((silence.starts, silence.stops), (Starts::Reply, Stops::Publication));
    assert!(silence.right && silence.limit.unit == Unit::Days);
}

#[test]
fn every_clause_that_decides_shows_an_example() {
    for name in ["node", "minimal"] {
        let policy = pack(name);
        for clause in policy.clauses.iter().filter(|clause| clause.effect.is_some()) {
            let shown = clause.examples.iter().any(|example| example.cites.contains(&clause.id));
            assert!(shown, "{} of {name} has no example", clause.id);
        }
    }
}

#[test]
fn the_prose_of_a_pack_names_every_clause_in_force() {
    for name in ["node", "minimal"] {
        let policy = pack(name);
        let day = date(2026, 8, 22);
        let text = markdown(&policy, day);
        for clause in policy.clauses.iter().filter(|clause| clause.in_force_on(day)) {
            assert!(text.contains(&format!("**{}**", clause.id)), "{} of {name}", clause.id);
        }
        assert!(policy.clauses.iter().any(|clause| clause.kind == ClauseKind::Untrusted));
    }
}
