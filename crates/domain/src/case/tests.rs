//! Tables of moves, the chain, clocks.

use super::*;
use crate::advisory::{ADVISORY_MOVES, AdvisoryState};
use crate::embargo::{EMBARGO_MOVES, EmbargoState};
use crate::policy::Stops;
use crate::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use std::fmt::Debug;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn sound<S: State + Debug>(moves: &[Move<S>], initial: S) {
    let mut reached = vec![initial];
    for _ in S::ALL {
        for row in moves {
            if row.from.iter().any(|from| reached.contains(from)) && !reached.contains(&row.to) {
                reached.push(row.to);
            }
        }
    }
    for state in S::ALL {
        assert!(reached.contains(state), "{state:?} cannot be reached");
    }
    for (index, row) in moves.iter().enumerate() {
        for other in &moves[index + 1..] {
            let both = row.from.iter().any(|from| other.from.contains(from));
            assert!(!(row.on == other.on && both), "two rows for {} from one state", row.on);
        }
    }
}

#[test]
fn every_state_of_every_machine_can_be_reached_by_one_row_each() {
    sound(REPORT_MOVES, ReportState::Received);
    sound(EMBARGO_MOVES, EmbargoState::None);
    sound(ADVISORY_MOVES, AdvisoryState::None);
    sound(crate::party::CONSENT_MOVES, crate::party::ConsentState::None);
    sound(crate::world::WORLD_MOVES, crate::world::WorldState::Unknown);
    let cves = [crate::cve::CVE_MOVES, crate::cve::CVE_CALLS].concat();
    sound(&cves, crate::cve::CveState::None);
    sound(crate::sanction::SANCTION_MOVES, crate::sanction::SanctionState::Running);
    sound(crate::sanction::APPEAL_MOVES, crate::sanction::AppealState::None);
}

#[test]
fn a_closed_report_is_only_opened_again_and_an_ended_embargo_stays_ended() {
    let out = REPORT_MOVES.iter().filter(|row| row.from.contains(&ReportState::Closed));
    assert_eq!(out.map(|row| row.on).collect::<Vec<_>>(), ["reopen"]);
    assert!(EMBARGO_MOVES.iter().all(|row| !row.from.contains(&EmbargoState::Exited)));
    let confirmed = crate::world::WorldState::Confirmed;
    assert!(crate::world::WORLD_MOVES.iter().all(|row| !row.from.contains(&confirmed)), "I3");
}

#[test]
fn a_confirmed_report_cannot_be_closed_directly() {
    let refusal = step(REPORT_MOVES, ReportState::Valid, "close").unwrap_err();
    assert_eq!(
        refusal.says,
        "cannot close: the report is confirmed, not refused or put off or accepted"
    );
}

const STREAM: &str = "case/x";

fn submitted() -> News {
    let due = Due { at: at(100), stops: Stops::Reply, right: false, steps: Default::default() };
    Fact::Submitted {
        door: "form".into(),
        received: Digest::of(b"r"),
        secret: Digest::of(b"s"),
        due: Dues::from([("acknowledgement".to_owned(), due)]),
        alike: None,
    }
    .with(Content::one("title", "A title").and("body", "A body"))
}

fn write_to(head: Head, by: &By, second: i64, news: &[News]) -> (Vec<Link>, Head) {
    let mut salt = 0_u8;
    extend(STREAM, head, (at(second), by, Digest::of(b"policy")), news, || {
        salt += 1;
        [salt; 16]
    })
}

fn two() -> (Vec<Link>, Head) {
    let (mut links, head) = write_to(Head::empty(STREAM), &By::Reporter, 0, &[submitted()]);
    let note = Fact::MessageSent { to: Audience::Team, automatic: false, due: Dues::new() }
        .with(Content::one("body", "note"));
    let person = By::Person(AccountId::from_chance([1; 16]));
    let (more, head) = write_to(head, &person, 1, &[note]);
    links.extend(more);
    (links, head)
}

fn case(links: &[Link]) -> Case {
    let events: Vec<Event> = links.iter().map(|link| read_event(link).unwrap()).collect();
    fold(&CaseId::from_chance([1; 16]), &events).unwrap()
}

#[test]
fn a_chain_as_written_verifies() {
    let (links, head) = two();
    assert_eq!(verify(STREAM, &links, head), Ok(()));
}

#[test]
fn a_flipped_byte_names_the_first_bad_event() {
    let (mut links, head) = two();
    links[1].facts = links[1].facts.replace("team", "teem");
    assert_eq!(verify(STREAM, &links, head).unwrap_err().seq, 2);
    let (mut links, head) = two();
    links[0].content.as_mut().unwrap()[3] ^= 1;
    assert_eq!(verify(STREAM, &links, head).unwrap_err().seq, 1);
}

#[test]
fn an_event_missing_at_the_end_is_noticed() {
    let (links, head) = two();
    assert_eq!(verify(STREAM, &links[..1], head).unwrap_err().seq, 2);
}

#[test]
fn erased_content_needs_a_tombstone() {
    let (mut links, head) = two();
    links[1].content = None;
    links[1].salt = None;
    assert_eq!(verify(STREAM, &links, head).unwrap_err().seq, 2);
    let (more, head) = write_to(head, &By::System, 2, &[Fact::Redacted { event: 2 }.into()]);
    links.extend(more);
    assert_eq!(verify(STREAM, &links, head), Ok(()));
    assert_eq!(case(&links).messages[0].body, None);
}

#[test]
fn the_same_words_with_another_salt_have_another_digest() {
    let (one, _) = write_to(Head::empty(STREAM), &By::Reporter, 0, &[submitted()]);
    let about = (at(0), &By::Reporter, Digest::of(b"policy"));
    let (two, _) = extend(STREAM, Head::empty(STREAM), about, &[submitted()], || [9; 16]);
    assert_ne!(one[0].content_digest, two[0].content_digest);
}

#[test]
fn an_event_of_a_newer_schema_is_refused_by_name() {
    let (mut links, _) = two();
    links[0].facts = links[0].facts.replace("\"schema\":1", "\"schema\":99");
    let unreadable = read_event(&links[0]).unwrap_err();
    assert_eq!(unreadable.to_string(), "event 1: written by a newer version (schema 99)");
}

#[test]
fn only_a_person_writing_to_the_reporter_meets_the_reply_clock() {
    let (mut links, head) = two();
    assert_eq!(case(&links).clocks["acknowledgement"].met_at, None, "a note is no reply");
    let automatic = Fact::MessageSent { to: Audience::Reporter, automatic: true, due: Dues::new() };
    let (more, head) = write_to(head, &By::System, 5, &[automatic.into()]);
    links.extend(more);
    assert_eq!(case(&links).clocks["acknowledgement"].met_at, None, "nor is a machine's");
    let reply = Fact::MessageSent { to: Audience::Reporter, automatic: false, due: Dues::new() };
    let person = By::Person(AccountId::from_chance([1; 16]));
    let (more, _) = write_to(head, &person, 200, &[reply.into()]);
    links.extend(more);
    let case = case(&links);
    assert_eq!(case.clocks["acknowledgement"].met_at, Some(at(200)));
    assert!(case.clocks["acknowledgement"].is_late(at(200)), "a late reply stays late");
}
