//! Days, numbers, paths, answers that tell others, clashes, suggestions, hostile shapes.

use super::super::*;
use crate::policy::{Policy, read};
use jiff::Timestamp;
use std::collections::BTreeMap;

const POLICY: &str = r#"id = "wide"
version = "1"
project = { name = "Wide", slug = "wide", homepage = "https://wide.example", summary = "Wide." }
contact = [{ how = "mail", address = "security@wide.example", says = "Write." }]
calendar = { zone = "UTC", working = ["mon"] }
embargo = { default_days = 10, cap_days = 20, says = "Short." }
advisory = { id_format = "WIDE-{n}", first = 1, package = "wide" }
default = { verdict = "normal-bug", clause = "Z" }
"#;

const FACTS: &str = r#"fact = [
  { id = "documented", title = "Since when?", kind = "day" },
  { id = "released", title = "Released when?", kind = "day" },
  { id = "ratio", title = "How much?", kind = "number" },
  { id = "path", title = "Which path?", kind = "choice", open = true },
  { id = "allowed", title = "Which paths?", kind = "many", open = true },
  { id = "tier", title = "Which tiers?", kind = "many", choice = [{ id = "one", says = "x" }, { id = "lab", says = "x" }] },
  { id = "stable", title = "Stable?", kind = "yes-no" },
  { id = "machine", title = "Which machines?", kind = "many", open = true, choice = [
    { id = "pc", says = "x", gives = { tier = "one", stable = true } },
    { id = "toy", says = "x", gives = { tier = ["lab"], stable = "no" } },
  ] },
  { id = "cwe", title = "Which weakness?", kind = "many", open = true },
  { id = "area", title = "Where?", kind = "choice", choice = [{ id = "net", says = "x" }, { id = "disk", says = "x" }] },
]
"#;

/// A policy with these further files.
fn pack(more: &[(&str, &str)]) -> (Option<Policy>, Vec<String>) {
    let mut files = BTreeMap::from([
        ("policy.toml".to_owned(), POLICY.as_bytes().to_vec()),
        ("facts.toml".to_owned(), FACTS.as_bytes().to_vec()),
        ("lines.json".to_owned(), b"{}".to_vec()),
        ("threat/Z.toml".to_owned(), clause("Z", 99, "").into_bytes()),
    ]);
    for (path, text) in more {
        files.insert((*path).to_owned(), text.as_bytes().to_vec());
    }
    let (policy, complaints) = read(&files);
    (policy, complaints.iter().map(ToString::to_string).collect())
}

fn clause(id: &str, order: u32, rest: &str) -> String {
    format!(
        "id = \"{id}\"\nkind = \"scope\"\norder = {order}\nsince = 2025-01-01\ntitle = \"{id}\"\ntext = \"Says {id}.\"\n{rest}\n"
    )
}

fn at() -> Timestamp {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

/// What one clause with this condition makes of the claim.
fn ask(when: &str, claim: &str) -> Verdict {
    let rest = format!("when = {when}\neffect = {{ verdict = \"vulnerability\" }}");
    let (policy, complaints) = pack(&[("threat/A.toml", &clause("A", 1, &rest))]);
    let policy = policy.unwrap_or_else(|| panic!("{complaints:?}"));
    let claim: Claim = serde_json::from_str(claim).unwrap();
    assert_eq!(claim.check(&policy), [], "{claim:?}");
    judge(&policy, &claim, at())
}

use VerdictKind::{NeedsMoreInfo, NormalBug, Vulnerability};

#[test]
fn steps_ask_for_one_answer_after_another() {
    let steps = r#"{ steps = [
  { fact = "area", is = "net" },
  { all = [{ fact = "documented", by = "released" }, { fact = "ratio", at_least = 2 }] },
  { fact = "path", is = "/etc" },
] }"#;
    let asked = |claim: &str| ask(steps, claim);
    assert_eq!(asked("{}").missing, ["area"]);
    let together = ["documented", "released", "ratio"];
    assert_eq!(asked(r#"{ "area": "net" }"#).missing, together);
    // What is known to fail further on settles it before the first answer.
    assert_eq!(asked(r#"{ "ratio": "1" }"#).kind, NormalBug);
    assert_eq!(asked(r#"{ "area": "disk" }"#).kind, NormalBug);
    let all =
        r#"{ "area": "net", "documented": "2026-01-01", "released": "2026-01-01", "ratio": "2""#;
    assert_eq!(asked(&format!("{all} }}")).missing, ["path"]);
    assert_eq!(asked(&format!(r#"{all}, "path": "/etc" }}"#)).kind, Vulnerability);
}

#[test]
fn days_are_compared_and_never_comes_after_every_day() {
    let by = r#"{ fact = "documented", by = "released" }"#;
    let with = |one: &str, two: &str| {
        ask(by, &format!(r#"{{ "documented": "{one}", "released": "{two}" }}"#)).kind
    };
    assert_eq!(with("2026-01-01", "2026-01-01"), Vulnerability);
    assert_eq!(with("2026-01-02", "2026-01-01"), NormalBug);
    assert_eq!(with("never", "2026-01-01"), NormalBug);
    assert_eq!(with("2026-01-02", "never"), Vulnerability);
    assert_eq!(with("unknown", "never"), NeedsMoreInfo);
    let open = ask(by, r#"{ "documented": "2026-01-01" }"#);
    assert_eq!((open.kind, open.missing), (NeedsMoreInfo, vec!["released".to_owned()]));
    let before = r#"{ fact = "released", before = "2026-01-01" }"#;
    assert_eq!(ask(before, r#"{ "released": "2025-12-31" }"#).kind, Vulnerability);
    assert_eq!(ask(before, r#"{ "released": "2026-01-01" }"#).kind, NormalBug);
}

#[test]
fn numbers_have_bounds_that_belong_to_them() {
    let least = r#"{ fact = "ratio", at_least = 10 }"#;
    for (claim, kind) in [("10", Vulnerability), ("9.99", NormalBug), ("\"12\"", Vulnerability)] {
        assert_eq!(ask(least, &format!(r#"{{ "ratio": {claim} }}"#)).kind, kind, "{claim}");
    }
    let most = r#"{ fact = "ratio", at_most = 0.5 }"#;
    assert_eq!(ask(most, r#"{ "ratio": 0.5 }"#).kind, Vulnerability);
    assert_eq!(ask(most, r#"{ "ratio": 0.51 }"#).kind, NormalBug);
}

#[test]
fn a_path_lies_within_by_its_names_and_not_by_its_letters() {
    let within = |path: &str, roots: &str| {
        let claim =
            serde_json::json!({ "path": path, "allowed": roots.split(' ').collect::<Vec<_>>() });
        ask(r#"{ fact = "path", within = "allowed" }"#, &claim.to_string()).kind == Vulnerability
    };
    assert!(within("/data/a/b", "/etc /data"));
    assert!(within("/data", "/data/"));
    assert!(within("/data/./a/../b", "/data"));
    assert!(within("C:\\data\\x", "C:\\data"));
    assert!(!within("/database", "/data"));
    assert!(!within("/data/../etc/passwd", "/data"));
    assert!(!within("/../data", "/data"));
    assert!(!within("data/x", "/data"));
}

#[test]
fn an_answer_tells_others_unless_they_are_stated() {
    let lab = r#"{ fact = "tier", only = ["lab"] }"#;
    let verdict = ask(lab, r#"{ "machine": ["toy"] }"#);
    assert_eq!(verdict.kind, Vulnerability);
    assert_eq!(verdict.facts[0].why, "follows from machine: toy");
    assert_eq!(ask(lab, r#"{ "machine": ["toy", "pc"] }"#).kind, NormalBug);
    assert_eq!(ask(lab, r#"{ "machine": ["toy", "unheard-of"] }"#).kind, NeedsMoreInfo);
    assert_eq!(ask(lab, r#"{ "machine": ["pc"], "tier": ["lab"] }"#).kind, Vulnerability);
    let stable = r#"{ fact = "stable", is = "no" }"#;
    assert_eq!(ask(stable, r#"{ "machine": ["toy"] }"#).kind, Vulnerability);
    assert_eq!(ask(stable, r#"{ "machine": ["toy", "pc"] }"#).kind, NeedsMoreInfo);
}

#[test]
fn two_answers_that_tell_a_third_differently_leave_it_open() {
    let facts = FACTS.replace(
        "{ id = \"cwe\"",
        "{ id = \"maker\", title = \"Who made it?\", kind = \"choice\", choice = [{ id = \"we\", says = \"x\", gives = { stable = true } }, { id = \"they\", says = \"x\", gives = { stable = false } }] },\n  { id = \"cwe\"",
    );
    let rest =
        "when = { fact = \"stable\", is = \"no\" }\neffect = { verdict = \"vulnerability\" }";
    let (policy, complaints) =
        pack(&[("facts.toml", &facts), ("threat/A.toml", &clause("A", 1, rest))]);
    let policy = policy.unwrap_or_else(|| panic!("{complaints:?}"));
    let kind = |json: &str| judge(&policy, &serde_json::from_str(json).unwrap(), at()).kind;
    assert_eq!(kind(r#"{ "machine": ["toy"], "maker": "they" }"#), Vulnerability);
    assert_eq!(kind(r#"{ "machine": ["toy"], "maker": "we" }"#), NeedsMoreInfo);
    assert_eq!(kind(r#"{ "machine": ["pc"], "maker": "they", "stable": "no" }"#), Vulnerability);
}

#[test]
fn a_suggestion_is_shown_and_decides_nothing() {
    let json = r#"{ "stable": { "value": "no", "from": "suggestion", "note": "a hint" } }"#;
    let verdict = ask(r#"{ fact = "stable", is = "no" }"#, json);
    assert_eq!(verdict.kind, NeedsMoreInfo);
    assert_eq!(verdict.facts[0].why, "nobody has said; suggested: no (a hint)");
    let claim: Claim = serde_json::from_str(json).unwrap();
    assert_eq!(
        serde_json::to_string(&claim).unwrap(),
        json.replace(' ', "").replace("ahint", "a hint")
    );
}

#[test]
fn a_stated_fact_says_who_and_on_what_evidence() {
    let json = r#"{ "stable": { "value": false, "from": "reproduction", "note": "3 of 3 runs" } }"#;
    let verdict = ask(r#"{ fact = "stable", is = "no" }"#, json);
    assert_eq!(verdict.facts[0].from, Some(Source::Reproduction));
    assert_eq!(verdict.facts[0].why, "seen in a reproduction: 3 of 3 runs");
    let reported: Claim = serde_json::from_str(r#"{ "stable": "no", "ratio": "1" }"#).unwrap();
    let reported = reported.told_by(Source::Reporter, &Claim::default());
    let judged: Claim = serde_json::from_str(r#"{ "stable": "no", "ratio": "2" }"#).unwrap();
    let judged = judged.told_by(Source::Triager, &reported);
    assert_eq!(judged.said["stable"].from, Some(Source::Reporter));
    assert_eq!(judged.said["ratio"].from, Some(Source::Triager));
}

#[test]
fn clauses_that_disagree_say_so_unless_one_is_meant_to_go_first() {
    let yes = "when = { fact = \"stable\", is = true }\n";
    let first = |over: &str| {
        clause("A", 1, &format!("{over}{yes}effect = {{ verdict = \"normal-bug\", cve = false }}"))
    };
    let second = clause("B", 2, &format!("{yes}effect = {{ verdict = \"vulnerability\" }}"));
    let third = clause("C", 3, &format!("{yes}effect = {{ verdict = \"normal-bug\" }}"));
    let between = |over: &str| {
        let files = [
            ("threat/A.toml", first(over)),
            ("threat/B.toml", second.clone()),
            ("threat/C.toml", third.clone()),
        ];
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (policy, complaints) = pack(&files);
        let policy = policy.unwrap_or_else(|| panic!("{complaints:?}"));
        let claim = serde_json::from_str(r#"{ "stable": "yes" }"#).unwrap();
        let verdict = judge(&policy, &claim, at());
        assert_eq!(verdict.kind, NormalBug);
        verdict.disagree.into_iter().map(|clash| clash.between).collect::<Vec<_>>()
    };
    assert_eq!(between(""), [["A", "B"]]);
    assert!(between("over = [\"B\"]\n").is_empty());
    assert!(between("over = \"*\"\n").is_empty());
}

#[test]
fn a_known_clash_is_reported_and_names_its_precedents() {
    let conflict = "id = \"old\"\ntitle = \"Old\"\ntext = \"It was decided otherwise.\"\nsince = 2025-01-01\nbetween = [\"Z\"]\nprecedents = [\"CVE-1\"]\nwhen = { fact = \"area\", is = \"net\" }\n";
    let precedent = "id = \"CVE-1\"\ntitle = \"A thing\"\ndecided = 2025-05-05\nverdict = \"vulnerability\"\ncwe = [\"CWE-79\"]\narea = \"net\"\ndeparts = \"It was.\"\nclaim = { area = \"net\" }\n[reversed]\nby = \"Z\"\nsince = 2026-01-01\nbecause = \"No.\"\n";
    let (policy, complaints) =
        pack(&[("conflicts/old.toml", conflict), ("precedents/CVE-1.toml", precedent)]);
    let policy = policy.unwrap_or_else(|| panic!("{complaints:?}"));
    assert_eq!(run_examples(&policy), []);
    let claim = serde_json::from_str(r#"{ "area": "net", "cwe": ["CWE-79"] }"#).unwrap();
    let verdict = judge(&policy, &claim, at());
    assert_eq!(verdict.disagree[0].conflict.as_deref(), Some("old"));
    assert_eq!(verdict.disagree[0].precedents, ["CVE-1"]);
    let near = precedents(&policy.precedents, &claim, &[], at());
    assert_eq!(near[0].shares, ["CWE-79", "area net"]);
    assert_eq!(near[0].reversed.as_ref().unwrap().by, "Z");
    let other = serde_json::from_str(r#"{ "area": "disk" }"#).unwrap();
    assert!(precedents(&policy.precedents, &other, &[], at()).is_empty());
    assert!(judge(&policy, &other, at()).disagree.is_empty());
}

#[test]
fn a_departure_needs_its_reason_and_only_then() {
    let precedent = |more: &str| {
        format!(
            "id = \"P\"\ntitle = \"A thing\"\ndecided = 2025-05-05\nverdict = \"vulnerability\"\nclaim = {{ area = \"net\" }}\n{more}"
        )
    };
    let check = |text: &str| {
        let (policy, complaints) = pack(&[("precedents/P.toml", text)]);
        run_examples(&policy.unwrap_or_else(|| panic!("{complaints:?}")))
    };
    let said = check(&precedent(""));
    assert!(said[0].says.contains("Say in departs why"), "{said:?}");
    assert!(check(&precedent("departs = \"So.\"\n")).is_empty());
    let same = precedent("departs = \"So.\"\n").replace("\"vulnerability\"", "\"normal-bug\"");
    assert!(check(&same)[0].says.contains("departs from nothing"));
}

#[test]
fn two_versions_of_a_policy_are_compared_in_sentences() {
    let rest = "until = 2026-01-01\nwhen = { fact = \"stable\", is = true }\neffect = { verdict = \"vulnerability\", cve = true }";
    let (policy, complaints) = pack(&[("threat/A.toml", &clause("A", 1, rest))]);
    let policy = policy.unwrap_or_else(|| panic!("{complaints:?}"));
    let claim = serde_json::from_str(r#"{ "stable": "yes" }"#).unwrap();
    let then = "2025-06-01T00:00:00Z".parse().unwrap();
    let compared = compare((&policy, then), (&policy, at()), &claim);
    assert_eq!((compared.at_receipt.kind, compared.today.kind), (Vulnerability, NormalBug));
    assert_eq!(
        compared.differs,
        [
            "At receipt it was a vulnerability; today it is not a vulnerability; at most a normal bug.",
            "No longer cited: A.",
            "Newly cited: Z.",
            "CVE id: yes at receipt, not said today.",
        ]
    );
    assert!(compare((&policy, at()), (&policy, at()), &claim).differs.is_empty());
}

#[test]
fn clauses_in_a_long_row_are_refused_and_never_exhaust_the_stack() {
    let mut texts = Vec::new();
    for n in 0..1_500 {
        let rest = format!(
            "when = {{ any = [{{ clause = \"L{}\" }}, {{ clause = \"L{}\" }}] }}",
            n + 1,
            n + 1
        );
        texts.push((format!("threat/L{n}.toml"), clause(&format!("L{n}"), 1, &rest)));
    }
    texts.push(("threat/L1500.toml".into(), clause("L1500", 1, "")));
    let files: Vec<(&str, &str)> =
        texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (policy, complaints) = pack(&files);
    assert!(policy.is_none());
    assert!(
        complaints[0].contains("leads through more than 24 other clauses"),
        "{}",
        complaints[0]
    );
}

#[test]
fn a_short_row_that_branches_twice_at_each_step_is_weighed_at_once() {
    let mut texts = Vec::new();
    for n in 0..24 {
        let rest = format!(
            "when = {{ any = [{{ clause = \"L{}\" }}, {{ clause = \"L{}\" }}] }}\neffect = {{ verdict = \"vulnerability\" }}",
            n + 1,
            n + 1
        );
        texts.push((format!("threat/L{n}.toml"), clause(&format!("L{n}"), 1, &rest)));
    }
    let last = "when = { fact = \"stable\", is = true }";
    texts.push(("threat/L24.toml".into(), clause("L24", 1, last)));
    let files: Vec<(&str, &str)> =
        texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (policy, complaints) = pack(&files);
    let policy = policy.unwrap_or_else(|| panic!("{complaints:?}"));
    let claim = serde_json::from_str(r#"{ "stable": "yes" }"#).unwrap();
    assert_eq!(judge(&policy, &claim, at()).rules.len(), 25);
    assert_eq!(judge(&policy, &Claim::default(), at()).missing, ["stable"]);
}

#[test]
fn tests_that_do_not_fit_their_fact_are_refused() {
    let said = |when: &str| {
        let rest = format!("when = {when}\neffect = {{ verdict = \"vulnerability\" }}");
        pack(&[("threat/A.toml", &clause("A", 1, &rest))]).1.join("; ")
    };
    assert!(
        said(r#"{ fact = "documented", is = "2026-01-01" }"#).contains("asked with by or before")
    );
    assert!(said(r#"{ fact = "documented", by = "area" }"#).contains("\"area\" is not a day"));
    assert!(said(r#"{ fact = "ratio", at_least = "ten" }"#).contains("must be a number"));
    assert!(said(r#"{ fact = "path", within = "cwe2" }"#).contains("no such fact"));
    assert!(said(r#"{ fact = "path", within = "tier" }"#).contains("not an open list"));
    assert!(said(r#"{ fact = "stable", before = 2026-01-01 }"#).contains("asked with is or in"));
}
