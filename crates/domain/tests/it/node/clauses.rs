//! Every clause of the project's policy has its file.

use super::claims::node;
use domain::triage::ClauseKind;
use jiff::civil::date;
use std::collections::BTreeSet;

/// The clauses of the policy as it was, by kind: vulnerability, not one, trusted, untrusted,
/// criterion, procedure, scope, rationale.
const FIRST: [(char, &str); 8] = [
    ('V', "VU-0 VU-1 VU-2 DC-1 UT-5 UT-5a UT-5b UT-5c UT-6 IN-1 EV-1 EV-2 EV-3 EV-4"),
    (
        'N',
        "XP-1 XP-3 XP-4 CF-1 CF-3 CF-4 ML-10b TR-7 TR-8a HD-1 NV-1 NV-2 NV-3 NV-4 NV-5 NV-6 NV-7 \
         NV-7.1 NV-7.2 NV-7.3 NV-7.4 NV-7.5 NV-7.6 NV-8.1 NV-8.2 NV-8.3 NV-9.1 PM-1 PM-2 PM-3 PM-3t \
         PM-4 V8-1 EH-1",
    ),
    ('T', "UT-2x TR-0 TR-1 TR-2 TR-3 TR-3a TR-4 TR-5 TR-6 TR-8 NV-8 NV-9"),
    ('U', "UT-1 UT-1a UT-2 UT-2a UT-2b UT-3 UT-4"),
    ('A', "ML-0 ML-1 ML-2 ML-3 ML-4 ML-5 ML-6 ML-7 ML-8 ML-9 ML-10"),
    ('P', "XP-2 CF-2 DC-2 HD-2 HD-3 NV-7a NV-7b NV-7c V8-2 MT-1 MT-2 TP-1"),
    ('S', "TM-G1 TM-G2 XP-0 CF-0 PM-0 EH-2 AF-1 AF-2"),
    ('R', "XP-5 CF-5 NV-7r NV-8.4"),
];

/// The rule of the ten criteria, replaced by one for more than leaks.
const GATE: &str = "ML-0";

/// What the newer policy adds.
const NEWER: &str = "ND-1 ND-2 ND-3 ND-4 ND-5 ND-6 ND-7 ND-8 ND-9 ND-10";

fn letter(kind: ClauseKind) -> char {
    match kind {
        ClauseKind::Vulnerability => 'V',
        ClauseKind::NonVulnerability => 'N',
        ClauseKind::Trusted => 'T',
        ClauseKind::Untrusted => 'U',
        ClauseKind::Criterion => 'A',
        ClauseKind::Procedure => 'P',
        ClauseKind::Scope => 'S',
        ClauseKind::Rationale => 'R',
    }
}

#[test]
fn every_clause_of_the_policy_is_there_with_its_kind_date_and_line() {
    let policy = node();
    let mut seen = BTreeSet::new();
    for (kind, ids) in FIRST {
        for id in ids.split_whitespace() {
            let clause = policy.clause(id).unwrap_or_else(|| panic!("{id} is missing"));
            assert_eq!(letter(clause.kind), kind, "{id}");
            assert_eq!(clause.since, date(2025, 1, 1), "{id}");
            assert!(clause.source_line.is_some_and(|line| (1..=557).contains(&line)), "{id}");
            assert!(seen.insert(id), "{id} is listed twice");
        }
    }
    assert!(policy.clause(GATE).is_some_and(|gate| gate.requires_all.len() == 10));
    assert_eq!(seen.len(), 102);
}

#[test]
fn the_newer_policy_adds_its_ten_and_ends_what_it_replaces() {
    let policy = node();
    for id in NEWER.split_whitespace() {
        let clause = policy.clause(id).unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(clause.since, date(2026, 7, 1), "{id}");
    }
    let ended = policy.clauses.iter().filter(|clause| clause.until.is_some());
    assert_eq!(ended.map(|clause| clause.id.as_str()).collect::<Vec<_>>(), [GATE]);
    assert_eq!(policy.clause(GATE).unwrap().until, Some(date(2026, 7, 1)));
}

#[test]
fn every_other_clause_belongs_to_one_of_the_policy() {
    let policy = node();
    let listed: BTreeSet<&str> = FIRST
        .iter()
        .flat_map(|(_, ids)| ids.split_whitespace())
        .chain(NEWER.split_whitespace())
        .collect();
    for clause in policy.clauses.iter().filter(|clause| !listed.contains(clause.id.as_str())) {
        let under = clause.under.as_deref().unwrap_or_default();
        assert!(listed.contains(under), "{} belongs to nothing", clause.id);
    }
}

#[test]
fn what_was_said_apart_stays_apart() {
    let policy = node();
    for (id, under) in
        [("XP-3", "XP-1"), ("NV-7.4", "NV-7"), ("PM-3t", "PM-0"), ("ML-10b", "ML-10")]
    {
        assert_eq!(policy.clause(id).unwrap().under.as_deref(), Some(under), "{id}");
    }
}
