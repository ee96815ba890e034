//! The ten criteria through their whole truth table: yes, no and unknown for each.

use super::claims::{AFTER, BEFORE, Facts, GRAVE, INBOUND, ask, cited, claim, node, set};
use domain::triage::{Claim, Verdict, VerdictKind, judge};
use jiff::Timestamp;

/// Each criterion with the fact that decides it, and the words for yes and for no.
const CRITERIA: [(&str, &str, &str, &str); 10] = [
    ("ML-1", "api-used-correctly", "yes", "no"),
    ("ML-2", "production-warning", "no", "yes"),
    ("ML-3", "documented-api", "yes", "no"),
    ("ML-4", "stability", "stable", "legacy"),
    ("ML-5", "beyond-user-control", "yes", "no"),
    ("ML-6", "directly-exploitable", "yes", "no"),
    ("ML-7", "mitigable", "no", "yes"),
    ("ML-8", "deterministic", "yes", "no"),
    ("ML-9", "practical-rate", "yes", "no"),
    ("ML-10", "asymmetric", "far-less", "comparable"),
];

const LEAK: Facts = &[("effect", "availability"), ("leak", "yes")];
const CRASH: Facts = &[("effect", "crash"), ("leak", "no")];

/// One row: 0 for yes, 1 for no, 2 for unknown.
type Row = [u8; 10];

fn row(mut n: u32) -> Row {
    [(); 10].map(|()| {
        let digit = n % 3;
        n /= 3;
        u8::try_from(digit).unwrap()
    })
}

fn fill(base: &Claim, row: Row) -> Claim {
    let mut claim = base.clone();
    for ((_, fact, yes, no), answer) in CRITERIA.iter().zip(row) {
        set(&mut claim, fact, [yes, no, "unknown"][usize::from(answer)]);
    }
    claim
}

/// What must come of the row, whatever the gate is called.
fn check(row: Row, verdict: &Verdict, gate: &str) {
    let such = |answer: u8| -> Vec<(&str, &str)> {
        let each = CRITERIA.iter().zip(row).filter(|(_, one)| *one == answer);
        each.map(|((id, fact, ..), _)| (*id, *fact)).collect()
    };
    let (failing, unknown) = (such(1), such(2));
    let ids = cited(verdict);
    if !failing.is_empty() {
        assert_eq!((verdict.kind, ids[0]), (VerdictKind::NormalBug, gate), "{row:?}");
        let named: Vec<&str> =
            ids.iter().copied().filter(|id| CRITERIA.iter().any(|one| one.0 == *id)).collect();
        assert_eq!(named, failing.iter().map(|one| one.0).collect::<Vec<_>>(), "{row:?}");
        assert_eq!(ids.contains(&"ML-10b"), failing.iter().any(|one| one.0 == "ML-10"), "{row:?}");
    } else if !unknown.is_empty() {
        assert_eq!((verdict.kind, ids), (VerdictKind::NeedsMoreInfo, vec![gate]), "{row:?}");
        let mut missing: Vec<&str> = verdict.missing.iter().map(String::as_str).collect();
        let mut wanted: Vec<&str> = unknown.iter().map(|one| one.1).collect();
        missing.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(missing, wanted, "{row:?}");
    } else {
        assert_eq!((verdict.kind, ids[0]), (VerdictKind::Vulnerability, "VU-2"), "{row:?}");
        assert!(ids.contains(&gate), "{row:?}");
    }
}

/// The rows of the table with at most so many answers other than yes, for this kind of outage.
fn table(what: Facts, at: &str, gate: &str, most: usize) {
    let policy = node();
    let base = claim(&[INBOUND, GRAVE, what]);
    assert_eq!(base.check(&policy), []);
    let at: Timestamp = at.parse().unwrap();
    for row in (0..3_u32.pow(10)).map(row) {
        if row.iter().filter(|answer| **answer != 0).count() > most {
            continue;
        }
        check(row, &judge(&policy, &fill(&base, row), at), gate);
    }
}

#[test]
fn the_ten_criteria_hold_for_leaks_through_all_59049_rows() {
    table(LEAK, BEFORE, "ML-0", 10);
}

#[test]
fn since_the_newer_policy_they_hold_for_every_denial_of_service() {
    table(CRASH, AFTER, "ND-1", 3);
}

#[test]
fn a_crash_that_is_no_leak_needed_none_of_them_before() {
    let policy = node();
    let failing = fill(&claim(&[INBOUND, GRAVE, CRASH]), [1; 10]);
    assert_eq!(ask(&policy, &failing, BEFORE).kind, VerdictKind::Vulnerability);
    assert_eq!(ask(&policy, &failing, AFTER).kind, VerdictKind::NormalBug);
}

#[test]
fn either_way_of_the_fifth_criterion_is_enough() {
    let policy = node();
    let mut quick = claim(&[INBOUND, GRAVE, CRASH]);
    set(&mut quick, "beyond-user-control", "no");
    assert_eq!(cited(&ask(&policy, &quick, AFTER))[0], "ND-1");
    set(&mut quick, "quick-outage", "yes");
    assert_eq!(cited(&ask(&policy, &quick, AFTER))[0], "VU-2");
}

#[test]
fn what_the_language_leaves_open_is_no_denial_of_service_any_more() {
    let policy = node();
    let mut odd = claim(&[INBOUND, GRAVE, CRASH]);
    set(&mut odd, "ecma-defined", "undefined");
    assert_eq!(ask(&policy, &odd, BEFORE).kind, VerdictKind::Vulnerability);
    let verdict = ask(&policy, &odd, AFTER);
    assert_eq!((verdict.kind, cited(&verdict)), (VerdictKind::NormalBug, vec!["ND-1", "ND-1.3"]));
}

#[test]
fn a_measured_ratio_stands_in_for_the_tenth() {
    let policy = node();
    let mut measured = claim(&[INBOUND, GRAVE, CRASH, &[("asymmetric", "measured")]]);
    assert_eq!(ask(&policy, &measured, AFTER).missing, ["attacker-cost-ratio"]);
    set(&mut measured, "attacker-cost-ratio", "9.99");
    assert_eq!(cited(&ask(&policy, &measured, AFTER)), ["ND-1", "ML-10", "ML-10b"]);
    set(&mut measured, "attacker-cost-ratio", "10");
    assert_eq!(ask(&policy, &measured, AFTER).kind, VerdictKind::Vulnerability);
}

#[test]
fn what_also_discloses_data_is_judged_by_that() {
    let policy = node();
    let both =
        claim(&[INBOUND, GRAVE, &[("effect", "crash,confidentiality"), ("mitigable", "yes")]]);
    assert_eq!(cited(&ask(&policy, &both, AFTER))[0], "VU-1");
}
