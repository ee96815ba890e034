//! What the shipped packs promise and decide.

use crate::tree::{files, pack};
use domain::policy::{Policy, Starts, Stops, Unit, markdown, read};
use domain::triage::{Claim, ClauseKind, FactValue, Verdict, VerdictKind, judge, run_examples};
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
    let due = due(&pack("minimal"), "2026-12-23T15:30:00Z");
    assert_eq!(due[0], "acknowledgement Fri 2027-01-08 16:30");
}

#[test]
fn silence_is_counted_from_the_last_message_and_opens_a_right() {
    let policy = pack("node");
    let silence = policy.clock("silence").unwrap();
    assert_eq!((silence.starts, silence.stops), (Starts::Reply, Stops::Publication));
    assert!(silence.right && silence.limit.unit == Unit::Days);
}

#[test]
fn the_node_pack_has_the_clauses_people_cite_most() {
    let policy = pack("node");
    let ids = "XP-1 CF-1 TP-1 TM-G1 TM-G2 TR-0 TR-1 TR-2 TR-3 TR-4 TR-5 TR-6 TR-8a UT-1 UT-2 UT-2x \
               UT-3 UT-4 UT-6 IN-1 VU-1 VU-2 DC-1 EV-1 EV-2 EV-3 EV-4 NV-1 NV-2 NV-3 NV-4 NV-5 \
               NV-6 NV-8 NV-9 PM-0 PM-1 V8-1 HD-1 AF-1 ML-0 ML-1 ML-2 ML-3 ML-4 ML-5 ML-6 ML-7 \
               ML-8 ML-9 ML-10";
    let missing: Vec<&str> =
        ids.split_whitespace().filter(|id| policy.clause(id).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
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

fn claim(pairs: &[(&str, &str)]) -> Claim {
    let facts = pairs.iter().map(|(fact, value)| ((*fact).to_owned(), FactValue::word(value)));
    Claim::of(facts)
}

/// A fault in the runtime itself that anybody on the network can use to stop it.
fn remote() -> Claim {
    claim(&[
        ("component", "bundled-dependency"),
        ("platforms", "tier-1"),
        ("builds", "official"),
        ("needs", "nothing"),
        ("input", "inbound-network"),
        ("runtime-transforms", "no"),
        ("internals-at-fault", "yes"),
        ("effect", "availability"),
        ("app-mistake", "no"),
        ("api-used-correctly", "yes"),
        ("pattern", "none"),
        ("autoload", "none"),
        ("leak", "no"),
    ])
}

fn with(mut claim: Claim, changes: &[(&str, &str)]) -> Claim {
    for (fact, value) in changes {
        claim.facts.insert((*fact).to_owned(), FactValue::word(value));
    }
    claim
}

fn ask(claim: &Claim) -> Verdict {
    let policy = pack("node");
    assert_eq!(claim.check(&policy), []);
    judge(&policy, claim, "2026-08-01T00:00:00Z".parse().unwrap())
}

fn cited(verdict: &Verdict) -> Vec<&str> {
    verdict.rules.iter().map(|cited| cited.id.as_str()).collect()
}

#[test]
fn colliding_hashes_in_v8_are_a_vulnerability_by_cited_clauses() {
    let verdict = ask(&remote());
    assert_eq!((verdict.kind, verdict.cve), (VerdictKind::Vulnerability, Some(true)));
    assert_eq!(cited(&verdict), ["VU-2", "IN-1"]);
    let parsed = ask(&with(remote(), &[("runtime-transforms", "yes")]));
    assert_eq!(cited(&parsed), ["VU-2", "UT-1"]);
}

#[test]
fn the_same_text_is_the_applications_affair_where_it_made_the_mistake() {
    let mistake = [("app-mistake", "yes"), ("easy-to-misuse", "no")];
    let verdict = ask(&with(remote(), &mistake));
    assert_eq!((verdict.kind, cited(&verdict)), (VerdictKind::NormalBug, vec!["TR-4"]));
    let asked = ask(&with(remote(), &[("internals-at-fault", "no")]));
    assert_eq!((asked.kind, cited(&asked)), (VerdictKind::NormalBug, vec!["TR-4"]));
}

const CRITERIA: [(&str, &str, &str); 10] = [
    ("ML-1", "api-used-correctly", "yes"),
    ("ML-2", "production-warning", "no"),
    ("ML-3", "documented-api", "yes"),
    ("ML-4", "stability", "stable"),
    ("ML-5", "beyond-user-control", "yes"),
    ("ML-6", "directly-exploitable", "yes"),
    ("ML-7", "mitigable", "no"),
    ("ML-8", "deterministic", "yes"),
    ("ML-9", "practical-rate", "yes"),
    ("ML-10", "asymmetric", "yes"),
];

fn leak() -> Claim {
    let facts = CRITERIA.map(|(_, fact, good)| (fact, good));
    with(with(remote(), &facts), &[("leak", "yes"), ("quick-outage", "no")])
}

#[test]
fn a_leak_that_meets_every_criterion_is_a_vulnerability() {
    let verdict = ask(&leak());
    assert_eq!(cited(&verdict), ["VU-2", "IN-1", "ML-0"]);
}

#[test]
fn each_failing_criterion_is_cited_and_each_unknown_one_is_asked_for() {
    for (id, fact, good) in CRITERIA {
        let bad = match good {
            "yes" => "no",
            "no" => "yes",
            _ => "legacy",
        };
        let fails = ask(&with(leak(), &[(fact, bad)]));
        assert_eq!((fails.kind, cited(&fails)), (VerdictKind::NormalBug, vec!["ML-0", id]));
        let open = ask(&with(leak(), &[(fact, "unknown")]));
        assert_eq!((open.kind, open.missing), (VerdictKind::NeedsMoreInfo, vec![fact.to_owned()]));
    }
}

#[test]
fn nothing_known_asks_and_never_decides() {
    let verdict = ask(&Claim::default());
    assert_eq!(verdict.kind, VerdictKind::NeedsMoreInfo);
    assert!(verdict.missing.contains(&"input".to_owned()), "{:?}", verdict.missing);
    assert!(!verdict.missing.contains(&"asymmetric".to_owned()), "{:?}", verdict.missing);
}

#[test]
fn the_prose_of_a_pack_names_every_clause() {
    for name in ["node", "minimal"] {
        let policy = pack(name);
        let text = markdown(&policy, date(2026, 8, 22));
        for clause in &policy.clauses {
            assert!(text.contains(&format!("**{}**", clause.id)), "{} of {name}", clause.id);
        }
        assert!(policy.clauses.iter().any(|clause| clause.kind == ClauseKind::Untrusted));
    }
}
