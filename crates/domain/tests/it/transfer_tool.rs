//! The pack about a library and a tool for transfers: a second project, unlike the first in almost
//! everything, that the same code serves.

use crate::tree::pack;
use domain::triage::{Claim, ClauseKind, FactValue, Verdict, VerdictKind, judge};
use jiff::civil::date;
use std::collections::BTreeSet;

const PACK: &str = "curl-like";

/// A long answer of a server overflows a buffer of the library, in every build and release.
fn overflow() -> Claim {
    claim(&[
        ("part", "library"),
        ("in-release", "yes"),
        ("builds", "ordinary"),
        ("practical", "yes"),
        ("needs", "nothing"),
        ("source", "server"),
        ("effect", "memory-write"),
        ("memory", "overflow"),
        ("denial", "none"),
        ("pattern", "none"),
        ("api-use", "as-documented"),
        ("handle-shared", "no"),
    ])
}

fn claim(pairs: &[(&str, &str)]) -> Claim {
    let facts = pairs.iter().map(|(fact, value)| ((*fact).to_owned(), FactValue::word(value)));
    Claim::of(facts)
}

fn with(mut claim: Claim, changes: &[(&str, &str)]) -> Claim {
    for (fact, value) in changes {
        claim.facts.insert((*fact).to_owned(), FactValue::word(value));
    }
    claim
}

fn ask(claim: &Claim, at: &str) -> Verdict {
    let policy = pack(PACK);
    assert_eq!(claim.check(&policy), []);
    judge(&policy, claim, at.parse().unwrap())
}

fn cited(verdict: &Verdict) -> Vec<&str> {
    verdict.rules.iter().map(|cited| cited.id.as_str()).collect()
}

const NOW: &str = "2026-09-10T00:00:00Z";

#[test]
fn it_has_clauses_of_every_kind_and_says_that_it_is_nobody_elses() {
    let policy = pack(PACK);
    let kinds: BTreeSet<ClauseKind> = policy.clauses.iter().map(|clause| clause.kind).collect();
    assert_eq!(kinds.len(), 8, "{kinds:?}");
    assert!(policy.clauses.len() >= 35);
    assert!(policy.clauses.iter().any(|clause| clause.requires_all.len() >= 3));
    assert_eq!(
        (policy.id.as_str(), policy.project.slug.as_str()),
        ("transfer-tool", "transfer-tool")
    );
    assert!(policy.project.summary.contains("not the project's own policy"));
}

#[test]
fn it_shares_no_vocabulary_with_the_pack_of_the_runtime() {
    let (here, there) = (pack(PACK), pack("node"));
    let complaints = overflow().check(&there);
    assert!(complaints.len() >= 8, "{complaints:?}");
    let facts = |policy: &domain::policy::Policy| -> BTreeSet<String> {
        policy.facts.iter().map(|fact| fact.id.clone()).collect()
    };
    let shared: Vec<String> = facts(&here).intersection(&facts(&there)).cloned().collect();
    // Two facts mean the same everywhere: precedents are found by them.
    let own = shared.iter().filter(|fact| !matches!(fact.as_str(), "area" | "cwe"));
    assert!(own.count() <= 5, "{shared:?}");
}

#[test]
fn a_rule_counts_from_the_day_it_was_written_down() {
    let debug = with(overflow(), &[("builds", "debug")]);
    assert_eq!(ask(&debug, "2025-02-27T23:59:59Z").kind, VerdictKind::Vulnerability);
    let today = ask(&debug, "2025-02-28T00:00:00Z");
    assert_eq!((today.kind, cited(&today)), (VerdictKind::NormalBug, vec!["NV-6"]));
    let experiment = with(overflow(), &[("builds", "experimental")]);
    assert_eq!(cited(&ask(&experiment, "2024-01-01T00:00:00Z")), ["NV-6.0"]);
    assert_eq!(cited(&ask(&experiment, NOW)), ["NV-6"]);
}

#[test]
fn whether_there_was_a_reward_depends_on_the_day() {
    let cites = |at| cited(&ask(&overflow(), at)).join(" ");
    assert_eq!(cites("2026-01-31T23:59:59Z"), "VU-1 UT-1 PR-3 BB-1");
    assert_eq!(cites("2026-02-01T00:00:00Z"), "VU-1 UT-1 PR-3 BB-2");
}

#[test]
fn a_crash_alone_stopped_being_enough_in_june_2024() {
    let crash = [("effect", "availability"), ("denial", "crash"), ("memory", "null-pointer")];
    let crash = with(with(overflow(), &crash), &[("special", "no"), ("contained", "no")]);
    assert_eq!(ask(&crash, "2024-06-18T12:00:00Z").kind, VerdictKind::Vulnerability);
    let verdict = ask(&crash, "2024-06-19T12:00:00Z");
    assert_eq!((verdict.kind, cited(&verdict)), (VerdictKind::NormalBug, vec!["NV-14", "RA-1"]));
}

const LEGACY: [(&str, &str, &str, &str); 3] = [
    ("LD-1", "dependency-age", OLD, YOUNG),
    ("LD-2", "dependency-in-use", "no", "yes"),
    ("LD-3", "dependency-replaced", "yes", "no"),
];
const OLD: &str = "yes";
const YOUNG: &str = "no";

#[test]
fn a_dependency_is_legacy_by_all_three_criteria_or_not_at_all() {
    for n in 0..27 {
        let answers: Vec<usize> = [n % 3, n / 3 % 3, n / 9].to_vec();
        let mut claim = with(overflow(), &[("builds", "legacy-dependency")]);
        let mut unknown = Vec::new();
        for ((_, fact, good, bad), answer) in LEGACY.iter().zip(&answers) {
            claim = with(claim, &[(fact, [*good, *bad, "unknown"][*answer])]);
            unknown.extend((*answer == 2).then(|| (*fact).to_owned()));
        }
        let verdict = ask(&claim, NOW);
        if answers.contains(&1) {
            assert_eq!(verdict.kind, VerdictKind::Vulnerability, "{answers:?}");
        } else if unknown.is_empty() {
            assert_eq!(cited(&verdict), ["NV-15", "LD-1", "LD-2", "LD-3"]);
        } else {
            assert_eq!((verdict.kind, verdict.missing), (VerdictKind::NeedsMoreInfo, unknown));
        }
    }
}

#[test]
fn misuse_of_the_library_is_cited_by_the_criterion_that_fails() {
    let misuse = |fact, value| ask(&with(overflow(), &[(fact, value)]), NOW);
    assert_eq!(cited(&misuse("api-use", "undocumented")), ["NV-4", "AM-1"]);
    assert_eq!(cited(&misuse("api-use", "forbidden")), ["NV-4", "AM-2"]);
    assert_eq!(cited(&misuse("handle-shared", "yes")), ["NV-4", "AM-3"]);
    assert_eq!(misuse("api-use", "unclear").kind, VerdictKind::DocsFixVulnerability);
}

#[test]
fn one_release_is_supported_at_a_time_and_the_next_one_takes_over_the_same_day() {
    let policy = pack(PACK);
    let mut on = date(2025, 1, 1);
    while on < date(2027, 4, 14) {
        assert_eq!(policy.lines.supported(on).len(), 1, "{on}");
        on = on.tomorrow().unwrap();
    }
    let supported = |on| policy.lines.supported(on)[0].id.clone();
    assert_eq!(supported(date(2026, 6, 23)), "v8.20");
    assert_eq!(supported(date(2026, 6, 24)), "v8.21");
    assert_eq!(policy.lines.line_of("8.14.1").unwrap().id, "v8.14");
    assert!(policy.lines.line_of("8.1.4").is_none());
}
