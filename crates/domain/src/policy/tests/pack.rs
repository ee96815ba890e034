//! Packs with holes in them.

use crate::policy::{Complaint, Policy, read};
use proptest::prelude::*;
use std::collections::BTreeMap;

const GOOD: [(&str, &str); 4] = [
    (
        "policy.toml",
        r#"id = "tiny"
version = "1"
project = { name = "Tiny", slug = "tiny", homepage = "https://tiny.example", summary = "Tiny." }
contact = [{ how = "mail", address = "security@tiny.example", says = "Write." }]
calendar = { zone = "UTC", working = ["mon", "tue"] }
embargo = { default_days = 10, cap_days = 20, says = "Short." }
advisory = { id_format = "TINY-{year}-{n}", first = 1, package = "tiny" }
default = { verdict = "normal-bug", clause = "X-1" }
"#,
    ),
    ("lines.json", r#"{ "v1": { "start": "2024-01-01", "end": "2030-01-01" } }"#),
    (
        "facts.toml",
        r#"fact = [
  { id = "platform", title = "Where?", kind = "choice", choice = [{ id = "sea", says = "At sea." }] },
  { id = "hurts", title = "Does it hurt?", kind = "yes-no" },
]
"#,
    ),
    (
        "threat/X-1.toml",
        r#"id = "X-1"
kind = "vulnerability"
order = 1
since = 2025-01-01
title = "It hurts"
text = "What hurts is a vulnerability."
when = { fact = "hurts", is = true }
effect = { verdict = "vulnerability" }
"#,
    ),
];

pub(super) fn files(changes: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let all = GOOD.iter().chain(changes);
    all.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn said(changes: &[(&str, &str)]) -> Vec<String> {
    let (policy, complaints): (Option<Policy>, Vec<Complaint>) = read(&files(changes));
    assert_eq!(policy.is_none(), !complaints.is_empty());
    complaints.iter().map(ToString::to_string).collect()
}

#[test]
fn the_tiny_pack_is_good() {
    assert_eq!(said(&[]), [""; 0]);
}

#[test]
fn every_problem_of_every_file_is_reported_at_once() {
    let policy = r#"id = "tiny"
verson = "1"
project = { name = "Tiny", slug = "Tiny!", homepage = "tiny", summary = "", color = "red" }
contact = [{ how = "mail", says = "Write." }]
calendar = { zone = "Europe/Atlantis", working = ["mon", "someday"], holiday = [{ from = 2026-01-02, to = 2026-01-01, says = "x" }] }
clock = [
  { id = "a", title = "A", limit = { n = 0, unit = "dayz" }, starts = "receipt", stops = "reply", says = "x" },
  { id = "a", title = "A", limit = { n = 1, unit = "days" }, starts = "tomorrow", stops = "reply", says = "x", right = "yes" },
]
embargo = { default_days = 30, cap_days = 20, says = "Short." }
advisory = { id_format = "TINY", first = 0, package = "tiny" }
default = { verdict = "needs-more-info", clause = "X-2" }
"#;
    let clause = r#"id = "X-3"
kind = "vulnerabilty"
order = 1
since = 2025-13-01
title = 7
when = { all = [{ fact = "platfrom", is = "sea" }, { fact = "platform", has = "see" }, { any = [], not = {} }] }
effect = { verdict = "redirect", also = ["X1"] }
example = [{ say = "x", expect = "vulnerability", claim = { hurt = true, platform = ["sea"], hurts = 3 } }]
"#;
    let role = "id = \"lead\"\ntitle = \"L\"\nsays = \"l\"\nmay = [\"read-cases\"]\n";
    let book = r#"id = "go"
title = "Go"
says = "Go."
step = [{ id = "one", says = "x", after = ["two"] }, { id = "two", says = "x", within = { n = 1, unit = "days" } }]
"#;
    let said = said(&[
        ("policy.toml", policy),
        ("threat/X-1.toml", clause),
        ("roles/lead.toml", role),
        ("playbooks/go.toml", book),
        ("notes.txt", ""),
    ]);
    assert_eq!(said, EXPECTED.lines().collect::<Vec<_>>(), "\n{}", said.join("\n"));
}

const EXPECTED: &str = r#"notes.txt: has no place in a pack; there are policy.toml, facts.toml, holidays.toml, lines.json, calendars/*.toml, threat/*.toml, precedents/*.toml, conflicts/*.toml, playbooks/*.toml, roles/*.toml and ssvc/*.json
playbooks/go.toml: step[0].after[0]: no such earlier step "two" (line 4)
playbooks/go.toml: step[1].within: needs an earlier step in after to count from (line 4)
policy.toml: version: is missing (line 1)
policy.toml: verson: no such key "verson"; did you mean "version"? (line 2)
policy.toml: project.color: no such key "color" (line 3)
policy.toml: project.homepage: must be an http(s) URL or a mail address (line 3)
policy.toml: project.slug: has at most 40 of a-z, 0-9 and '-' (line 3)
policy.toml: project.summary: is empty (line 3)
policy.toml: contact[0].address: is missing (line 4)
policy.toml: calendar.holiday[0].to: must be at most a year after the first day, and not before it (line 5)
policy.toml: calendar.working[1]: must be one of mon to sun (line 5)
policy.toml: calendar.zone: no such time zone "Europe/Atlantis" (line 5)
policy.toml: clock[0].limit.n: a limit has 1 to 87840 hours (line 7)
policy.toml: clock[0].limit.unit: no such word "dayz"; did you mean "days"? (one of hours, days, business-days) (line 7)
policy.toml: clock[1].id: "a" is there twice (line 8)
policy.toml: clock[1].right: must be true or false but is a text (line 8)
policy.toml: clock[1].starts: no such word "tomorrow" (one of receipt, reply) (line 8)
policy.toml: embargo.default_days: is more than cap_days (line 10)
policy.toml: advisory.first: must be from 1 to 1000000000 (line 11)
policy.toml: advisory.id_format: needs {n} once, may have {year} once, and otherwise letters, digits, '-', '_', '.' (line 11)
policy.toml: default.clause: no such clause "X-2"; did you mean "X-1"? (line 12)
policy.toml: default.verdict: no clause asks for more; that happens when facts are missing (line 12)
roles/lead.toml: may[0]: no such action "read-cases"; did you mean "read-case"? (line 4)
threat/X-1.toml: id: is "X-3" but the file is called "X-1" (line 1)
threat/X-1.toml: text: is missing (line 1)
threat/X-1.toml: kind: no such word "vulnerabilty"; did you mean "vulnerability"? (one of vulnerability, non-vulnerability, trusted, untrusted, criterion, scope, procedure, rationale) (line 2)
threat/X-1.toml: invalid date, expected month between 01 and 12 (line 4)
threat/X-1.toml: since: must be a date such as 2026-04-30 (line 4)
threat/X-1.toml: title: must be a text but is a whole number (line 5)
threat/X-1.toml: when.all[0].fact: no such fact "platfrom"; did you mean "platform"? (line 6)
threat/X-1.toml: when.all[1].has: "platform" is asked with is or in (line 6)
threat/X-1.toml: when.all[1].has: no such choice "see"; did you mean "sea"? (line 6)
threat/X-1.toml: when.all[2].any: is empty (line 6)
threat/X-1.toml: when.all[2].not: a condition has exactly one of all, steps, any, not, clause, fact (line 6)
threat/X-1.toml: effect.also[0]: no such clause "X1"; did you mean "X-1"? (line 7)
threat/X-1.toml: effect.target: is there exactly when the verdict is redirect (line 7)
threat/X-1.toml: example[0].claim.hurt: no such fact "hurt"; did you mean "hurts"? (line 8)
threat/X-1.toml: example[0].claim.hurts: the answer is yes, no or unknown (line 8)
threat/X-1.toml: example[0].claim.platform: the answer is one choice, not a list (line 8)"#;

#[test]
fn a_misspelt_fact_is_answered_with_the_right_one() {
    let clause = GOOD[3].1.replace("fact = \"hurts\"", "fact = \"hutrs\"");
    let said = said(&[("threat/X-1.toml", &clause)]);
    assert_eq!(
        said,
        ["threat/X-1.toml: when.fact: no such fact \"hutrs\"; did you mean \"hurts\"? (line 7)"]
    );
}

#[test]
fn broken_grammar_in_one_file_does_not_hide_another() {
    let said =
        said(&[("facts.toml", "fact = [\n"), ("lines.json", "{"), ("threat/X-1.toml", "a = =")]);
    for file in ["facts.toml", "lines.json", "threat/X-1.toml"] {
        assert!(said.iter().any(|one| one.starts_with(file)), "{file}: {said:?}");
    }
}

#[test]
fn missing_files_are_named() {
    let (_, complaints) = read(&BTreeMap::new());
    let files: Vec<&str> = complaints.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(files, ["facts.toml", "lines.json", "policy.toml"]);
}

#[test]
fn a_condition_that_leads_back_to_itself_is_refused() {
    let one = GOOD[3].1.replace("{ fact = \"hurts\", is = true }", "{ clause = \"X-2\" }");
    let two = one.replace("X-2", "X-3").replace("X-1", "X-2").replace("X-3", "X-1");
    let said = said(&[("threat/X-1.toml", &one), ("threat/X-2.toml", &two)]);
    let says = "when: the condition leads back to this clause";
    let one = format!("threat/X-1.toml: {says}: X-1 → X-2 → X-1");
    assert_eq!(said, [one, format!("threat/X-2.toml: {says}: X-2 → X-1 → X-2")]);
}

#[test]
fn deep_nesting_is_a_complaint() {
    for depth in [30, 5_000] {
        let when = format!(
            "{}{{ fact = \"hurts\", is = true }}{}",
            "{ not = ".repeat(depth),
            " }".repeat(depth)
        );
        let clause = GOOD[3].1.replace("{ fact = \"hurts\", is = true }", &when);
        assert!(!said(&[("threat/X-1.toml", &clause)]).is_empty());
    }
}

#[test]
fn a_role_of_the_pack_replaces_the_built_in_one() {
    let role = "id = \"lead\"\ntitle = \"Lead\"\nsays = \"Reads.\"\nmay = [\"read-case\"]\n";
    let (policy, _) = read(&files(&[("roles/lead.toml", role)]));
    let roles = policy.unwrap().roles;
    assert_eq!((roles.0["lead"].may.len(), roles.0.len()), (1, 12));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), which in 0..6usize) {
        let names = ["policy.toml", "lines.json", "facts.toml", "threat/X-1.toml", "playbooks/a.toml", "roles/a.toml"];
        let mut files = files(&[]);
        files.insert(names[which].into(), bytes);
        let _ = read(&files);
    }

    #[test]
    fn a_pack_with_a_piece_cut_out_never_panics(which in 0..4usize, from in 0..700usize, length in 0..60usize) {
        let mut files = files(&[]);
        let bytes = files.get_mut(GOOD[which].0).unwrap();
        let from = from.min(bytes.len());
        let to = (from + length).min(bytes.len());
        bytes.drain(from..to);
        let _ = read(&files);
    }
}

#[test]
fn every_problem_of_the_rules_of_lines_is_reported() {
    let rules = r#"
[lines]
end = "never"
zone = "Mars/Olympus"
notices_days = [90, 0]
notices_to = ["team@tiny.example", "nobody"]
change_notice_days = 9999
colour = "blue"
[[lines.model]]
id = "a"
since = 2027-01-01
says = "One."
maintenance = "eternal"
[[lines.model]]
id = "a"
since = 2027-01-01
says = "Two."
"#;
    let text = format!("{}{rules}", GOOD[0].1);
    assert_eq!(
        said(&[("policy.toml", &text)]),
        [
            "policy.toml: lines.end: no such word \"never\" (one of exclusive, inclusive) (line 11)",
            "policy.toml: lines.zone: no such time zone \"Mars/Olympus\" (line 12)",
            "policy.toml: lines.notices_days: must be a list of whole numbers from 1 to 3660 (line 13)",
            "policy.toml: lines.notices_to[1]: must be a mail address (line 14)",
            "policy.toml: lines.change_notice_days: must be from 0 to 3660 (line 15)",
            "policy.toml: lines.colour: no such key \"colour\" (line 16)",
            "policy.toml: lines.model[0].maintenance: no such word \"eternal\" (one of current, \
             active-lts, lts, maintenance) (line 21)",
            "policy.toml: lines.model[1].id: \"a\" is there twice (line 23)",
            "policy.toml: lines.model[1].since: another model begins on this day (line 24)",
        ]
    );
}
