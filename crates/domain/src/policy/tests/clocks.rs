//! What a pack may say about time, and what is said of what it may not.

use super::pack::files;
use crate::policy::{Policy, Told, Unit, markdown, read};
use jiff::civil::date;

const BEFORE: &str = r#"id = "tiny"
version = "1"
project = { name = "Tiny", slug = "tiny", homepage = "https://tiny.example", summary = "Tiny." }
contact = [{ how = "mail", address = "security@tiny.example", says = "Write." }]
calendar = { zone = "UTC", working = ["mon", "tue"] }
embargo = { default_days = 10, cap_days = 20, says = "Short." }
advisory = { id_format = "TINY-{year}-{n}", first = 1, package = "tiny" }
default = { verdict = "normal-bug", clause = "X-1" }
"#;

fn with(more: &str) -> (Option<Policy>, Vec<String>) {
    let text = format!("{BEFORE}{more}");
    let (policy, complaints) = read(&files(&[("policy.toml", &text)]));
    (policy, complaints.iter().map(ToString::to_string).collect())
}

#[test]
fn what_a_pack_leaves_out_has_its_usual_value() {
    let policy = with("").0.unwrap();
    assert_eq!(policy.needs_info.remind_days, [7, 14, 21]);
    assert_eq!((policy.needs_info.close_days, policy.handling.reopen_days), (30, 90));
    assert_eq!(policy.world.allege.to_string(), "4 hours");
    let warn: Vec<String> = policy.embargo.warn.iter().map(ToString::to_string).collect();
    assert_eq!(warn, ["14 days", "7 days", "72 hours", "24 hours", "1 hour"]);
}

#[test]
fn a_clock_knows_whom_it_tells_and_when() {
    let (policy, said) = with(
        r#"
[[clock]]
id = "ack"
title = "Answer"
limit = { n = 5, unit = "business-days", holidays = "count" }
starts = "receipt"
stops = "reply"
says = "Somebody answers."
escalate = [
  { after = { n = 5, unit = "days" }, to = "lead", says = "Look." },
  { after = { n = 6, unit = "days" }, to = "mail", says = "Look." },
  { after = { n = 7, unit = "days" }, to = "cna@tiny.example", says = "Look." },
]
[[rota]]
role = "lead"
to = "leads@tiny.example"
"#,
    );
    assert_eq!(said, [""; 0]);
    let policy = policy.unwrap();
    let clock = &policy.clocks[0];
    assert_eq!((clock.limit.unit, clock.warn.as_slice()), (Unit::WeekDays, &[60, 90][..]));
    let to: Vec<&Told> = clock.escalate.iter().map(|step| &step.to).collect();
    let (role, contact) = (Told::Role("lead".into()), Told::Contact("mail".into()));
    assert_eq!(to, [&role, &contact, &Told::Address("cna@tiny.example".into())]);
    let at = "2026-03-02T10:00:00Z".parse().unwrap();
    let schedule = clock.schedule(&policy.calendar, at).unwrap();
    assert_eq!(schedule.due_at.to_string(), "2026-03-17T10:00:00Z");
    let steps: Vec<&str> = schedule.steps.keys().map(String::as_str).collect();
    assert_eq!(steps, ["escalate-1", "escalate-2", "escalate-3", "warn-60", "warn-90"]);
    assert_eq!(clock.escalation("escalate-2"), Some(&clock.escalate[1]));
    for step in ["escalate-0", "escalate-4", "warn-60", "escalate-"] {
        assert_eq!(clock.escalation(step), None, "{step}");
    }
}

#[test]
fn each_mistake_about_time_is_named() {
    let (_, said) = with(
        r#"
intake_pause = [
  { from = 2026-08-01, to = 2026-12-01, says = "Long." },
  { from = 2026-08-05, to = 2026-08-06, says = "Again." },
]
needs_info = { remind_days = [7, 30], close_days = 30 }
world = { allege = { n = 1, unit = "days" } }
cve = { publish = { n = 80, unit = "hours" }, overdue = { n = 3, unit = "days" }, unused_days = 0 }
[[clock]]
id = "embargo"
title = "Answer"
limit = { n = 5, unit = "days", holidays = "count" }
starts = "receipt"
stops = "reply"
says = "Somebody answers."
warn = [90, 60, 100]
paused_by = ["waiting-reporter", "tired"]
escalate = [{ after = { n = 5, unit = "days" }, to = "leed", says = "Look." }]
[[rota]]
role = "boss"
to = "nowhere"
"#,
    );
    let expected = [
        "policy.toml: intake_pause[0].to: a pause has at most 92 days and does not end before it begins (line 11)",
        "policy.toml: intake_pause[1].from: must be after 2026-12-01, the end of the one before (line 12)",
        "policy.toml: needs_info.remind_days: the last one must be before close_days (line 14)",
        "policy.toml: world.allege: is counted in hours, at most 168 of them (line 15)",
        "policy.toml: cve.overdue: is counted in hours, as the rules of CNAs do (line 16)",
        "policy.toml: cve.unused_days: must be from 1 to 3660 (line 16)",
        "policy.toml: clock[0].id: \"embargo\" names a timer of the product (line 18)",
        "policy.toml: clock[0].limit.holidays: says something about business days only (line 20)",
        "policy.toml: clock[0].warn: each must be larger than the one before (line 24)",
        "policy.toml: clock[0].warn[2]: must be a whole number from 1 to 99 (line 24)",
        "policy.toml: clock[0].paused_by: only a promise that the decision stops can wait for the reporter (line 25)",
        "policy.toml: clock[0].paused_by[1]: no such reason \"tired\" (line 25)",
        "policy.toml: clock[0].escalate[0].to: no such role or contact \"leed\"; did you mean \"lead\"? (line 26)",
        "policy.toml: rota[0].role: no such role \"boss\" (line 28)",
        "policy.toml: rota[0].to[0]: must be a mail address (line 29)",
    ];
    assert_eq!(said, expected, "\n{}", said.join("\n"));
}

#[test]
fn the_prose_tells_of_pauses_lists_and_waits() {
    let text = format!(
        "{BEFORE}{}",
        r#"
intake_pause = [{ from = 2026-08-01, to = 2026-08-09, says = "Summer." }]
[[clock]]
id = "decide"
title = "Decision"
limit = { n = 5, unit = "days" }
starts = "receipt"
stops = "decision"
paused_by = "waiting-reporter"
says = "We decide."
"#
    );
    let list = "title = \"Spain\"\nholiday = [{ from = 2027-01-06, says = \"Epiphany\" }]\n";
    let (policy, said) = read(&files(&[("policy.toml", &text), ("calendars/es.toml", list)]));
    assert!(said.is_empty(), "{said:?}");
    let text = markdown(&policy.unwrap(), date(2026, 7, 1));
    for words in [
        "2026-08-01 to 2026-08-09",
        "Epiphany (Spain)",
        "the time for “Decision” stands still",
        "we remind you after 7, 14 and 21 days, and after 30 days we close what was not confirmed",
        "For 90 days you can open it again",
        "is reminded 14 days, 7 days, 72 hours, 24 hours and 1 hour before the end",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}
