//! The pack about a library and a tool for transfers: a second project, unlike the first in almost
//! everything, that the same code serves.

use crate::tree::pack;
use domain::policy::Policy;
use domain::triage::{Claim, ClauseKind, FactValue, Verdict, VerdictKind, judge, precedents};
use jiff::civil::date;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Read once: there are many questions to ask it.
fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| pack("curl-like"))
}

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
    let policy = policy();
    assert_eq!(claim.check(policy), []);
    judge(policy, claim, at.parse().unwrap())
}

fn cited(verdict: &Verdict) -> Vec<&str> {
    verdict.rules.iter().map(|cited| cited.id.as_str()).collect()
}

const NOW: &str = "2026-09-10T00:00:00Z";

#[test]
fn it_has_clauses_of_every_kind_and_says_that_it_is_nobody_elses() {
    let policy = policy();
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
    let (here, there) = (policy(), pack("node"));
    let complaints = overflow().check(&there);
    assert!(complaints.len() >= 8, "{complaints:?}");
    let facts = |policy: &Policy| -> BTreeSet<String> {
        policy.facts.iter().map(|fact| fact.id.clone()).collect()
    };
    let shared: Vec<String> = facts(here).intersection(&facts(&there)).cloned().collect();
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
const OLD: &str = "10";
const YOUNG: &str = "9.5";

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
fn what_one_answer_tells_about_another_question_is_not_asked_again() {
    let policy = policy();
    let tool =
        ask(&with(overflow(), &[("part", "tool"), ("api-use", ""), ("handle-shared", "")]), NOW);
    assert_eq!(tool.kind, VerdictKind::Vulnerability, "{}", tool.because);
    let nothing = ask(&Claim::default(), NOW);
    assert_eq!(nothing.kind, VerdictKind::NeedsMoreInfo);
    assert!(nothing.missing.len() < policy.facts.len(), "{:?}", nothing.missing);
}

#[test]
fn no_example_finds_clauses_that_disagree_without_being_known_to() {
    let policy = policy();
    for clause in policy.clauses.iter().filter(|clause| clause.until.is_none()) {
        for example in &clause.examples {
            let verdict = judge(policy, &example.claim, NOW.parse().unwrap());
            let unmeant: Vec<&str> = verdict
                .disagree
                .iter()
                .filter(|one| one.conflict.is_none())
                .map(|one| one.says.as_str())
                .collect();
            assert!(unmeant.is_empty(), "{}: {}: {unmeant:?}", clause.id, example.say);
        }
    }
}

#[test]
fn every_known_clash_is_met_by_a_decided_case_and_names_it() {
    let policy = policy();
    assert!(policy.conflicts.len() >= 3);
    for conflict in &policy.conflicts {
        let met = |precedent: &&domain::triage::Precedent| {
            let verdict = judge(policy, &precedent.claim, NOW.parse().unwrap());
            conflict.precedents.contains(&precedent.id)
                && verdict.disagree.iter().any(|one| one.conflict.as_ref() == Some(&conflict.id))
        };
        let crashes = conflict.id == "crash-by-memory-fault";
        assert!(crashes || policy.precedents.iter().any(|one| met(&one)), "{}", conflict.id);
    }
    let crash = [("effect", "availability"), ("denial", "crash"), ("memory", "overread")];
    let verdict =
        ask(&with(with(overflow(), &crash), &[("special", "no"), ("contained", "no")]), NOW);
    let clash = &verdict.disagree[0];
    assert_eq!(clash.conflict.as_deref(), Some("crash-by-memory-fault"));
    assert_eq!(clash.precedents, ["CVE-2024-7264", "CVE-2022-43552"]);
}

#[test]
fn most_decided_cases_stand_and_those_that_do_not_say_why() {
    let policy = policy();
    let count = |test: fn(&domain::triage::Precedent) -> bool| {
        policy.precedents.iter().filter(|one| test(one)).count()
    };
    assert!(policy.precedents.len() >= 30);
    assert_eq!(count(|one| one.departs.is_some()), 8);
    assert_eq!(count(|one| one.reversed.is_some()), 2);
}

#[test]
fn a_new_case_finds_the_older_ones_that_are_near() {
    let policy = policy();
    let claim = with(overflow(), &[("area", "files"), ("cwe", "CWE-367")]);
    let at = |at: &str| precedents(&policy.precedents, &claim, &[], at.parse().unwrap());
    let near = at(NOW);
    assert_eq!(near[0].id, "CVE-2023-32001");
    assert!(near[0].reversed.is_some() && at("2023-08-01T00:00:00Z")[0].reversed.is_none());
    assert!(near.iter().any(|one| one.id == "CVE-2022-32207" && one.reversed.is_none()));
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
    let policy = policy();
    let mut on = date(2025, 1, 1);
    while on < date(2027, 4, 14) {
        assert_eq!(policy.lines.supported_on(on).len(), 1, "{on}");
        on = on.tomorrow().unwrap();
    }
    let supported = |on| policy.lines.supported_on(on)[0].id.clone();
    assert_eq!(supported(date(2026, 6, 23)), "v8.20");
    assert_eq!(supported(date(2026, 6, 24)), "v8.21");
    assert_eq!(policy.lines.line_of("8.14.1").unwrap().id, "v8.14");
    assert!(policy.lines.line_of("8.1.4").is_none());
}
