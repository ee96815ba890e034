//! Three-valued logic and the judge.

use super::*;
use crate::policy::{Policy, read};
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;

mod language;

const POLICY: &str = r#"id = "tiny"
version = "1"
project = { name = "Tiny", slug = "tiny", homepage = "https://tiny.example", summary = "Tiny." }
contact = [{ how = "mail", address = "security@tiny.example", says = "Write." }]
calendar = { zone = "UTC", working = ["mon"] }
embargo = { default_days = 10, cap_days = 20, says = "Short." }
advisory = { id_format = "TINY-{n}", first = 1, package = "tiny" }
default = { verdict = "normal-bug", clause = "Z" }
"#;

const FACTS: &str = r#"fact = [
  { id = "where", title = "Where?", kind = "many", choice = [{ id = "lab", says = "x" }, { id = "sea", says = "x" }, { id = "none", says = "x", alone = true }] },
  { id = "who", title = "Who?", kind = "choice", choice = [{ id = "friend", says = "x" }, { id = "stranger", says = "x" }] },
  { id = "hurts", title = "Does it hurt?", kind = "yes-no" },
  { id = "leaks", title = "Does it leak?", kind = "yes-no" },
  { id = "fast", title = "Fast?", kind = "yes-no" },
  { id = "wide", title = "Wide?", kind = "yes-no" },
]
"#;

const LAB: &str = r#"{ fact = "where", only = ["lab"] }
effect = { verdict = "normal-bug", cve = false }"#;
const LEAK: &str = r#"{ fact = "leaks", is = true }
requires_all = ["D", "E"]
effect = { verdict = "normal-bug" }"#;
const HARM: &str = r#"{ all = [{ clause = "F" }, { any = [{ fact = "hurts", is = "yes" }, { fact = "leaks", is = "yes" }] }] }
effect = { verdict = "vulnerability", cve = true, also = ["B", "Y", "Z"] }"#;

/// A policy of clauses in order, each with its kind, the rest of its file and its dates.
fn policy(more: &[(&str, &str)]) -> Policy {
    let mut clauses = vec![
        ("A", "non-vulnerability", format!("when = {LAB}")),
        ("B", "non-vulnerability", format!("when = {LEAK}")),
        ("D", "criterion", "when = { fact = \"fast\", is = true }".to_owned()),
        ("E", "criterion", "when = { fact = \"wide\", is = true }".to_owned()),
        ("F", "untrusted", "when = { fact = \"who\", is = \"stranger\" }".to_owned()),
        ("G", "vulnerability", format!("when = {HARM}")),
        ("Y", "scope", "when = { fact = \"fast\", is = true }".to_owned()),
        ("Z", "scope", String::new()),
    ];
    clauses.extend(more.iter().map(|(id, rest)| (*id, "rationale", (*rest).to_owned())));
    let mut files = BTreeMap::from([
        ("policy.toml".to_owned(), POLICY.as_bytes().to_vec()),
        ("facts.toml".to_owned(), FACTS.as_bytes().to_vec()),
        ("lines.json".to_owned(), b"{}".to_vec()),
    ]);
    for (order, (id, kind, rest)) in clauses.iter().enumerate() {
        let since = if rest.contains("since") { "" } else { "since = 2025-01-01\n" };
        let text = format!(
            "id = \"{id}\"\nkind = \"{kind}\"\norder = {order}\n{since}title = \"{id}\"\ntext = \"Says {id}.\"\n{rest}\n"
        );
        files.insert(format!("threat/{id}.toml"), text.into_bytes());
    }
    let (policy, complaints) = read(&files);
    policy.unwrap_or_else(|| panic!("{complaints:?}"))
}

fn claim(json: &str) -> Claim {
    serde_json::from_str(json).unwrap()
}

fn at() -> Timestamp {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

/// Verdict, cited clauses and missing facts.
fn ask(json: &str) -> (VerdictKind, Vec<String>, Vec<String>) {
    let verdict = judge(&policy(&[]), &claim(json), at());
    (verdict.kind, verdict.rules.into_iter().map(|cited| cited.id).collect(), verdict.missing)
}

fn answer(
    kind: VerdictKind,
    cites: &str,
    missing: &str,
) -> (VerdictKind, Vec<String>, Vec<String>) {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    (kind, words(cites), words(missing))
}

use VerdictKind::{NeedsMoreInfo, NormalBug, Vulnerability};

#[test]
fn the_first_clause_that_holds_decides_and_cites_why() {
    let json = r#"{ "where": ["sea"], "who": "stranger", "hurts": true, "leaks": "no" }"#;
    assert_eq!(ask(json), answer(Vulnerability, "G F Z", ""));
}

#[test]
fn only_means_only_and_one_more_place_flips_it() {
    assert_eq!(ask(r#"{ "where": "lab" }"#), answer(NormalBug, "A", ""));
    let json = r#"{ "where": ["lab", "sea"], "who": "stranger", "hurts": true, "leaks": false }"#;
    assert_eq!(ask(json), answer(Vulnerability, "G F Z", ""));
}

#[test]
fn an_empty_list_is_not_an_answer() {
    let json = r#"{ "where": [], "who": "stranger", "hurts": true, "leaks": "no" }"#;
    assert_eq!(ask(json), answer(NeedsMoreInfo, "A", "where"));
}

#[test]
fn an_unknown_fact_that_cannot_change_the_verdict_is_not_asked_for() {
    let json = r#"{ "where": "unknown", "who": "friend", "hurts": true, "leaks": false }"#;
    assert_eq!(ask(json), answer(NormalBug, "Z", ""));
    let json =
        r#"{ "where": "sea", "who": "stranger", "leaks": true, "fast": true, "wide": true }"#;
    assert_eq!(ask(json), answer(Vulnerability, "G F B Y Z", ""));
}

#[test]
fn nothing_known_asks_in_the_order_of_the_questions() {
    assert_eq!(ask("{}"), answer(NeedsMoreInfo, "G", "who hurts leaks"));
}

#[test]
fn criteria_are_weighed_by_their_whole_truth_table() {
    let base = r#""where": "sea", "who": "stranger", "hurts": true, "leaks": true"#;
    for fast in ["yes", "no", "unknown"] {
        for wide in ["yes", "no", "unknown"] {
            let got = ask(&format!("{{ {base}, \"fast\": \"{fast}\", \"wide\": \"{wide}\" }}"));
            let failing = |word: &str| {
                let ids = [("D", fast), ("E", wide)];
                ids.iter()
                    .filter(|(_, f)| *f == word)
                    .map(|(id, _)| *id)
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let missing = failing("unknown").replace('D', "fast").replace('E', "wide");
            let want = match (fast, wide) {
                ("no", _) | (_, "no") => answer(NormalBug, &format!("B {}", failing("no")), ""),
                ("yes", "yes") => answer(Vulnerability, "G F B Y Z", ""),
                _ => answer(NeedsMoreInfo, "B", &missing),
            };
            assert_eq!(got, want, "fast {fast}, wide {wide}");
        }
    }
}

#[test]
fn a_clause_holds_from_its_first_day_until_its_last() {
    let dated = "since = 2026-03-01\nuntil = 2026-04-01\nwhen = { fact = \"hurts\", is = true }\n\
                 effect = { verdict = \"hardening\" }";
    let policy = policy(&[("H", dated)]);
    let claim = claim(r#"{ "where": "sea", "who": "friend", "hurts": true, "leaks": false }"#);
    let on = |at: &str| judge(&policy, &claim, at.parse().unwrap()).kind;
    assert_eq!(on("2026-02-28T23:59:59Z"), NormalBug);
    assert_eq!(on("2026-03-01T00:00:00Z"), VerdictKind::Hardening);
    assert_eq!(on("2026-03-31T23:59:59Z"), VerdictKind::Hardening);
    assert_eq!(on("2026-04-01T00:00:00Z"), NormalBug);
}

#[test]
fn a_verdict_is_the_same_to_the_byte_and_reads_back() {
    let claim = claim(r#"{ "where": "sea", "who": "stranger", "hurts": true, "leaks": false }"#);
    let write = || serde_json::to_string(&judge(&policy(&[]), &claim, at())).unwrap();
    assert_eq!(write(), write());
    let back: Verdict = serde_json::from_str(&write()).unwrap();
    assert_eq!(back, judge(&policy(&[]), &claim, at()));
    assert_eq!(back.because, "This is a vulnerability, by G (G) with F, Z.");
}

#[test]
fn a_claim_with_unknown_words_is_told_which_ones_were_meant() {
    let json =
        r#"{ "were": ["lab"], "where": ["lob", "none"], "who": ["friend"], "hurts": "maybe" }"#;
    let said: Vec<String> =
        claim(json).check(&policy(&[])).iter().map(ToString::to_string).collect();
    let expected = [
        "claim: hurts: the answer is yes, no or unknown",
        "claim: were: no such fact \"were\"; did you mean \"where\"?",
        "claim: where: no such choice \"lob\"; did you mean \"lab\"?",
        "claim: where: \"none\" excludes every other answer",
        "claim: who: the answer is one choice, not a list",
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_claim_is_written_as_it_was_read() {
    let json = r#"{"hurts":"yes","leaks":"unknown","where":["lab","sea"],"who":"friend"}"#;
    assert_eq!(serde_json::to_string(&claim(json)).unwrap(), json);
    assert_eq!(claim(r#"{ "hurts": true, "leaks": null }"#).get("hurts"), &FactValue::Yes);
}

#[test]
fn an_example_that_does_not_hold_is_complained_about() {
    let wrong = r#"when = { fact = "hurts", is = true }
effect = { verdict = "hardening" }
example = [
  { say = "It bites.", expect = "hardening", cites = ["G"], claim = { where = "sea", who = "friend", hurts = true, leaks = false } },
  { say = "It barks.", expect = "vulnerability", missing = ["who"], claim = { where = "sea", who = "friend", hurts = false, leaks = false } },
]"#;
    let said: Vec<String> =
        run_examples(&policy(&[("H", wrong)])).iter().map(ToString::to_string).collect();
    let expected = [
        "threat/H.toml: example[0]: \"It bites.\" should cite G but cites H",
        "threat/H.toml: example[1]: \"It barks.\" should be vulnerability but is normal-bug: \
         This is not a vulnerability; at most a normal bug, by Z (Z).",
        "threat/H.toml: example[1]: \"It barks.\" should lack [who] but lacks []",
    ];
    assert_eq!(said, expected);
}

/// A value for every fact of the tiny policy, each of which may be unknown.
fn any_claim() -> impl Strategy<Value = Claim> {
    let word = |words: &'static [&'static str]| prop::sample::select(words);
    let yes_no = || word(&["yes", "no", "unknown"]);
    let place = word(&["lab", "sea", "unknown"]);
    let who = word(&["friend", "stranger", "unknown"]);
    (place, who, yes_no(), yes_no(), yes_no(), yes_no()).prop_map(|(place, who, a, b, c, d)| {
        let facts = ["where", "who", "hurts", "leaks", "fast", "wide"];
        let values = [place, who, a, b, c, d].map(FactValue::word);
        Claim::of(facts.map(str::to_owned).into_iter().zip(values))
    })
}

proptest! {
    #[test]
    fn what_becomes_known_later_never_changes_a_verdict(early in any_claim(), late in any_claim()) {
        let policy = policy(&[]);
        let before = judge(&policy, &early, at());
        let mut known = early.clone();
        for (fact, value) in late.facts {
            if known.get(&fact) == &FactValue::Unknown {
                known.facts.insert(fact, value);
            }
        }
        let after = judge(&policy, &known, at());
        prop_assert!(before.kind == NeedsMoreInfo || before.kind == after.kind);
        prop_assert_eq!(after.kind == NeedsMoreInfo, !after.missing.is_empty());
    }
}

#[test]
fn ten_thousand_made_up_facts_are_not_answered_one_by_one() {
    let policy = policy(&[]);
    let facts = (0..10_000).map(|n| (format!("f{n}"), FactValue::Yes));
    assert!((1..=100).contains(&Claim::of(facts).check(&policy).len()));
    let answers = FactValue::List((0..10_000).map(|n| format!("a{n}")).collect());
    let facts = [("where".to_owned(), answers)];
    assert!((1..=100).contains(&Claim::of(facts).check(&policy).len()));
}

#[test]
fn a_changed_clause_shifts_a_verdict_and_an_equal_policy_shifts_none() {
    let files = crate::policy::tests::tiny();
    let with = |from: &str, to: &str| {
        let mut files = files.clone();
        let path = "threat/X-1.toml";
        let text = String::from_utf8(files[path].clone()).unwrap().replace(from, to);
        files.insert(path.into(), text.into_bytes());
        crate::policy::read(&files).0.unwrap()
    };
    let old = with("", "");
    let new = with("is = true }", "is = true }\nuntil = 2026-01-01");
    let at: jiff::Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
    let claim = Claim::of([("hurts".to_owned(), FactValue::Yes)]);
    assert_eq!(super::rejudge((&old, at), (&old, at), &claim, None), None);
    let shift = super::rejudge((&old, at), (&new, at), &claim, None).unwrap();
    assert!(shift.verdict_changes);
    assert_eq!(shift.says, "vulnerability → normal-bug");
    let cve = with("verdict = \"vulnerability\"", "verdict = \"vulnerability\", cve = false");
    let shift = super::rejudge((&old, at), (&cve, at), &claim, None).unwrap();
    assert!(!shift.verdict_changes);
    assert_eq!(shift.says, "vulnerability as before; CVE id no instead of not said");
}
