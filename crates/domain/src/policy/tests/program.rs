//! What a policy says by date: rules for reporters, the bounty, its own versions.

use crate::policy::{Policy, markdown, read};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

pub(super) fn policy_with(more: &str) -> (Option<Policy>, Vec<String>) {
    let first = format!(
        r#"id = "tiny"
version = "2"
project = {{ name = "Tiny", slug = "tiny", homepage = "https://tiny.example", summary = "Tiny." }}
contact = [{{ how = "mail", address = "security@tiny.example", says = "Write." }}]
calendar = {{ zone = "UTC", working = ["mon"] }}
embargo = {{ default_days = 10, cap_days = 20, says = "Short." }}
advisory = {{ id_format = "TINY-{{n}}", first = 1, package = "tiny" }}
default = {{ verdict = "normal-bug", clause = "X-1" }}
{more}"#
    );
    let clause = "id = \"X-1\"\nkind = \"scope\"\norder = 1\nsince = 2025-01-01\ntitle = \"X\"\ntext = \"X.\"\n";
    let lines = r#"{ "v1": { "start": "2024-01-01", "end": "2030-01-01" } }"#;
    let files = [
        ("policy.toml", first.as_str()),
        ("lines.json", lines),
        ("facts.toml", "fact = [{ id = \"hurts\", title = \"?\", kind = \"yes-no\" }]"),
        ("threat/X-1.toml", clause),
    ];
    let files: BTreeMap<_, _> =
        files.into_iter().map(|(path, text)| (path.to_owned(), text.into())).collect();
    let (policy, complaints) = read(&files);
    (policy, complaints.iter().map(ToString::to_string).collect())
}

pub(crate) fn good(more: &str) -> Policy {
    let (policy, complaints) = policy_with(more);
    policy.unwrap_or_else(|| panic!("{complaints:?}"))
}

const PROGRAM: &str = r#"
history = [
  { id = "1", since = 2025-01-01, says = "First." },
  { id = "2", since = 2026-07-01, says = "Second." },
]
bounty = { says = "Money.", since = 2025-02-01, until = 2026-04-02 }
intake = { accept_rules = true }
reporter_rule = [
  { id = "A", says = "Be kind.", severity = ["S-1", "S-2"] },
  { id = "B", says = "Send code.", since = 2026-07-01 },
  { id = "S-1", kind = "sanction", says = "Refused." },
  { id = "S-2", kind = "sanction", says = "No money.", until = 2026-04-02 },
  { id = "E", kind = "eligibility", says = "In the model." },
]
"#;

fn ids(policy: &Policy, at: Date) -> Vec<&str> {
    policy.rules_on(at).map(|rule| rule.id.as_str()).collect()
}

#[test]
fn the_bounty_is_paid_until_the_day_it_ends_and_not_on_it() {
    let policy = good(PROGRAM);
    for (at, on) in [
        (date(2025, 1, 31), false),
        (date(2025, 2, 1), true),
        (date(2026, 4, 1), true),
        (date(2026, 4, 2), false),
    ] {
        assert_eq!(policy.bounty_on(at), on, "{at}");
    }
    assert!(!good("").bounty_on(date(2026, 1, 1)));
}

#[test]
fn the_version_in_force_is_the_last_one_that_began() {
    let policy = good(PROGRAM);
    assert_eq!(policy.version_at(date(2024, 1, 1)), "1");
    assert_eq!(policy.version_at(date(2026, 6, 30)), "1");
    assert_eq!(policy.version_at(date(2026, 7, 1)), "2");
    assert_eq!(good("").version_at(date(2024, 1, 1)), "2");
}

#[test]
fn rules_come_and_go_and_without_a_bounty_nothing_makes_eligible() {
    let policy = good(PROGRAM);
    assert_eq!(ids(&policy, date(2026, 4, 1)), ["A", "S-1", "S-2", "E"]);
    assert_eq!(ids(&policy, date(2026, 4, 2)), ["A", "S-1"]);
    assert_eq!(ids(&policy, date(2026, 7, 1)), ["A", "B", "S-1"]);
}

#[test]
fn the_prose_follows_the_day() {
    let policy = good(PROGRAM);
    let before = markdown(&policy, date(2026, 4, 1));
    assert!(before.contains("- **A** Be kind. Can lead to S-1, S-2."), "{before}");
    assert!(before.contains("received before 2026-04-02, 00:00 UTC"));
    assert!(before.contains("- **E** In the model."));
    let after = markdown(&policy, date(2026, 4, 2));
    assert!(after.contains("- **A** Be kind. Can lead to S-1.\n"), "{after}");
    assert!(after.contains("There is no bounty: it ended on 2026-04-02"));
    assert!(!after.contains("**E**") && !after.contains("S-2"));
}

#[test]
fn a_program_with_holes_is_told_all_of_them() {
    let (policy, said) = policy_with(
        r#"
history = [
  { id = "1", since = 2026-01-01, says = "First." },
  { id = "1", since = 2026-01-01, says = "" },
]
bounty = { says = "Money.", since = 2025-02-01, until = 2025-02-01, amount = 3 }
intake = { accept_rules = true }
reporter_rule = [
  { id = "A", kind = "advice", says = "Be kind.", severity = ["S-2"] },
  { id = "S-1", kind = "sanction", says = "Refused.", severity = ["S-1"] },
]
"#,
    );
    assert_eq!(policy, None);
    let expected = [
        "policy.toml: version: is \"2\", but the last one is \"1\" (line 2)",
        "policy.toml: history[1].id: \"1\" is there twice (line 12)",
        "policy.toml: history[1].says: is empty (line 12)",
        "policy.toml: history[1].since: must be after 2026-01-01, when the one before begins (line 12)",
        "policy.toml: bounty.amount: no such key \"amount\" (line 14)",
        "policy.toml: bounty.until: must be after 2025-02-01, the day it begins (line 14)",
        "policy.toml: reporter_rule[0].kind: no such word \"advice\" (one of conduct, sanction, eligibility) (line 17)",
        "policy.toml: reporter_rule[0].severity[0]: no such sanction \"S-2\"; did you mean \"S-1\"? (line 17)",
        "policy.toml: reporter_rule[1].severity: only rules of conduct lead to sanctions (line 18)",
    ];
    assert_eq!(said, expected, "\n{}", said.join("\n"));
    let (_, said) = policy_with("intake = { accept_rules = true }\n");
    let says = "policy.toml: intake.accept_rules: there is no [[reporter_rule]] that could be \
                accepted (line 9)";
    assert_eq!(said, [says]);
}
