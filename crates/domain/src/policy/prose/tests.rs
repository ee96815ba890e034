//! What the rendered policy says.

use super::*;
use crate::policy::read;
use jiff::civil::date;
use std::collections::BTreeMap;

fn policy() -> Policy {
    let files = [
        (
            "policy.toml",
            r#"id = "tiny"
version = "7"
project = { name = "Tiny", slug = "tiny", homepage = "https://tiny.example", summary = "A __tiny__ thing." }
contact = [
  { how = "mail", address = "security@tiny.example", says = "Write." },
  { how = "escalation", address = "https://above.example", says = "Above us." },
]
clock = [
  { id = "ack", title = "Answer", limit = { n = 1, unit = "days" }, starts = "receipt", stops = "reply", says = "We answer." },
  { id = "up", title = "Going up", limit = { n = 6, unit = "business-days" }, starts = "receipt", stops = "reply", says = "Go up.", right = true },
]
calendar = { zone = "Europe/Madrid", working = ["mon", "tue", "wed"], holiday = [{ from = 2026-01-01, says = "New Year" }] }
embargo = { default_days = 1, cap_days = 20, says = "Short." }
advisory = { id_format = "TINY-{n}", first = 1, package = "tiny" }
default = { verdict = "normal-bug", clause = "REST" }
"#,
        ),
        (
            "lines.json",
            r#"{ "v1": { "start": "2024-01-01", "end": "2026-02-01" }, "v2": { "start": "2025-06-01", "end": "2027-01-01", "codename": "Two" } }"#,
        ),
        ("facts.toml", r#"fact = [{ id = "hurts", title = "Does it hurt?", kind = "yes-no" }]"#),
        (
            "threat/HURT.toml",
            r#"id = "HURT"
kind = "vulnerability"
order = 1
since = 2026-01-10
title = "It hurts"
text = "What hurts is a vulnerability."
source = "https://tiny.example/SECURITY"
when = { fact = "hurts", is = true }
effect = { verdict = "vulnerability" }
example = [{ say = "It bites.", expect = "vulnerability", cites = ["HURT"], claim = { hurts = true } }]
"#,
        ),
        (
            "threat/REST.toml",
            "id = \"REST\"\nkind = \"scope\"\norder = 9\nsince = 2025-01-01\ntitle = \"The rest\"\ntext = \"Bugs.\"\n",
        ),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let (policy, complaints) = read(&BTreeMap::from(files));
    policy.unwrap_or_else(|| panic!("{complaints:?}"))
}

fn says(at: Date, line: &str) -> bool {
    markdown(&policy(), at).lines().any(|one| one == line)
}

const JANUARY: Date = date(2026, 1, 15);

#[test]
fn a_promise_is_shown_with_its_unit() {
    assert!(says(JANUARY, "| Answer | 1 day | the arrival of the report | We answer. |"));
}

#[test]
fn units_are_explained_with_the_zone() {
    let text = markdown(&policy(), JANUARY);
    assert!(text.contains("Days are calendar days in the time zone Europe/Madrid"));
    assert!(text.contains("Business days are Monday to Wednesday in the time zone Europe/Madrid"));
}

#[test]
fn a_right_says_when_it_opens_and_where_to_go() {
    let line = "- **Going up.** Opens 6 business days after the arrival of the report, unless \
                somebody has answered. Go up.";
    assert!(says(JANUARY, line));
    assert!(says(JANUARY, "The address is https://above.example."));
}

#[test]
fn a_clause_is_shown_with_its_id_an_example_and_its_source() {
    let line = "- **HURT** – It hurts. What hurts is a vulnerability. *For example: It bites.* \
                Source: <https://tiny.example/SECURITY>";
    assert!(says(JANUARY, line));
}

#[test]
fn a_clause_that_is_not_yet_in_force_is_not_shown() {
    assert!(!markdown(&policy(), date(2026, 1, 9)).contains("HURT"));
}

#[test]
fn only_lines_supported_on_the_day_are_listed_newest_first() {
    let rows = |at| {
        let text = markdown(&policy(), at);
        let rows = text.lines().filter(|line| line.ends_with("-01 |"));
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    let (two, one) = ("| 2.x (Two) | current | 2027-01-01 |", "| 1.x | current | 2026-02-01 |");
    assert_eq!(rows(JANUARY), [two, one]);
    assert_eq!(rows(date(2026, 2, 1)), [two]);
}

#[test]
fn holidays_that_are_over_are_left_out() {
    assert!(markdown(&policy(), date(2026, 1, 1)).contains("New Year"));
    assert!(!markdown(&policy(), date(2026, 1, 2)).contains("New Year"));
}

#[test]
fn text_of_the_pack_means_nothing_to_markdown() {
    assert!(says(JANUARY, "Tiny: A \\_\\_tiny\\_\\_ thing."));
}

#[test]
fn the_same_policy_reads_the_same() {
    assert_eq!(markdown(&policy(), JANUARY), markdown(&policy(), JANUARY));
    let ids: Vec<&str> = sections(&policy(), JANUARY).iter().map(|section| section.id).collect();
    let expected = [
        "report",
        "promises",
        "rights",
        "disclosure",
        "lines",
        "vulnerabilities",
        "rest",
        "channels",
        "people",
        "version",
    ];
    assert_eq!(ids, expected);
}
