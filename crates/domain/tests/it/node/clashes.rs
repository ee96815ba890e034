//! Clauses that disagree, with each other or with what was decided: said whenever they apply, and
//! only then.

use super::claims::{
    AFTER, BEFORE, Facts, GRAVE, INBOUND, LIMITED, OUTBOUND, ask, cited, claim, node,
};
use std::collections::BTreeSet;

const READS: Facts = &[("effect", "confidentiality")];
const SLOWS: Facts = &[("effect", "availability")];
const HANDED_ON: Facts = &[("runtime-transforms", "no"), ("internals-at-fault", "no")];

/// A clash, a claim that shows it, and the clauses it names.
type Clash = (&'static str, &'static [Facts], &'static str);

const CLASHES: &[Clash] = &[
    (
        "experimental-denial-of-service",
        &[INBOUND, GRAVE, SLOWS, &[("stability", "experimental"), ("leak", "yes")]],
        "AF-1 ML-4",
    ),
    ("workers-and-permissions", &[LIMITED, READS, &[("pattern", "permission-worker")]], "PM-4"),
    (
        "monkey-patching",
        &[LIMITED, READS, &[("pattern", "monkey-patching"), ("permission-intent", "yes")]],
        "TR-3 PM-0",
    ),
    ("permission-bypasses-in-practice", &[LIMITED, READS, &[("permission-intent", "yes")]], "PM-0"),
    (
        "links-and-permissions",
        &[LIMITED, READS, &[("pattern", "permission-symlink"), ("resolves-within", "inside")]],
        "PM-3",
    ),
    (
        "path-functions-on-windows",
        &[INBOUND, READS, &[("pattern", "path-functions"), ("platform", "windows-x64")]],
        "TR-8a",
    ),
    (
        "text-passed-on",
        &[INBOUND, GRAVE, SLOWS, &[("runtime-transforms", "no"), ("internals-at-fault", "yes")]],
        "TR-4 IN-1",
    ),
    (
        "environment-and-data-files",
        &[READS, &[("pattern", "search-path"), ("needs", "operating-system"), ("input", "none")]],
        "NV-3 TR-2",
    ),
    (
        "response-queues",
        &[OUTBOUND, &[("effect", "integrity"), ("pattern", "keepalive-response")]],
        "ND-5",
    ),
    (
        "throwing-callbacks",
        &[INBOUND, GRAVE, &[("effect", "crash"), ("pattern", "callback-throws")]],
        "ND-7",
    ),
    (
        "configuration-by-date",
        &[
            READS,
            &[
                ("needs", "configuration-file"),
                ("input", "none"),
                ("autoload", "by-dates"),
                ("affected-since", "2026-02-10"),
                ("documented-since", "2026-03-10"),
            ],
        ],
        "EV-4 NV-4",
    ),
    ("files-passed-on", &[&[("input", "opened-file")], HANDED_ON, SLOWS], "UT-4 TR-4"),
];

#[test]
fn every_known_clash_is_said_where_it_applies() {
    let policy = node();
    for (id, facts, between) in CLASHES {
        let verdict = ask(&policy, &claim(facts), AFTER);
        let found = verdict.disagree.iter().find(|one| one.conflict.as_deref() == Some(*id));
        let found = found.unwrap_or_else(|| panic!("{id}: {:?}", verdict.disagree));
        assert_eq!(found.between, between.split_whitespace().collect::<Vec<_>>(), "{id}");
        assert!(found.says.len() > 40, "{id}");
    }
    let listed: BTreeSet<&str> = CLASHES.iter().map(|(id, ..)| *id).collect();
    let known: BTreeSet<&str> = policy.conflicts.iter().map(|one| one.id.as_str()).collect();
    assert_eq!((listed.len(), &listed), (12, &known));
}

#[test]
fn the_decisions_that_the_policy_departs_from_are_named_and_show_the_clash() {
    let policy = node();
    let mut named = BTreeSet::new();
    for conflict in &policy.conflicts {
        for id in &conflict.precedents {
            let precedent = policy.precedents.iter().find(|one| &one.id == id).unwrap();
            let verdict = ask(&policy, &precedent.claim, AFTER);
            let said = verdict.disagree.iter().any(|one| one.conflict == Some(conflict.id.clone()));
            assert!(said, "{id} does not show {}: {}", conflict.id, verdict.because);
            named.insert(id.as_str());
        }
    }
    let wanted = [
        "CVE-2023-23920",
        "CVE-2025-23083",
        "CVE-2025-23084",
        "CVE-2025-27210",
        "CVE-2025-55130",
        "CVE-2026-21637",
        "CVE-2026-21717",
        "CVE-2026-48931",
    ];
    assert!(wanted.iter().all(|id| named.contains(id)), "{named:?}");
}

#[test]
fn a_clash_of_the_newer_policy_was_none_before() {
    let policy = node();
    for (id, facts, _) in CLASHES.iter().filter(|(_, _, between)| between.starts_with("ND-")) {
        let verdict = ask(&policy, &claim(facts), BEFORE);
        let said = verdict.disagree.iter().any(|one| one.conflict.as_deref() == Some(*id));
        assert!(!said, "{id}");
    }
}

#[test]
fn plain_cases_bring_no_clash() {
    let policy = node();
    let plain: &[&[Facts]] = &[
        &[INBOUND, READS],
        &[INBOUND, GRAVE, &[("effect", "crash")]],
        &[OUTBOUND, READS, &[("pattern", "certificate-validation")]],
        &[INBOUND, READS, &[("platforms", "experimental")]],
        &[INBOUND, READS, &[("needs", "operating-system")]],
        &[READS, &[("needs", "configuration-file"), ("input", "none"), ("autoload", "documented")]],
    ];
    for facts in plain {
        for at in [BEFORE, AFTER] {
            let verdict = ask(&policy, &claim(facts), at);
            assert!(verdict.disagree.is_empty(), "{:?}: {:?}", cited(&verdict), verdict.disagree);
        }
    }
}

#[test]
fn two_clauses_that_nobody_reconciled_are_said_to_disagree() {
    let policy = node();
    let odd: &[Facts] =
        &[READS, &[("needs", "developers"), ("input", "none"), ("autoload", "undocumented")]];
    let verdict = ask(&policy, &claim(odd), AFTER);
    assert_eq!(cited(&verdict)[0], "TR-1");
    let between: Vec<&Vec<String>> = verdict.disagree.iter().map(|one| &one.between).collect();
    assert_eq!(between, [&["TR-1", "EV-4"], &["TR-1", "DC-1"]]);
}
