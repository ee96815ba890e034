//! Edits of what that pack says about time.

/// Each edit of one file, and all that is said about it.
pub(super) const TIME_EDITS: &[(&str, &str, &str, &[&str])] = &[
    ("policy.toml", "warn = [50]", "warn = [50, 80]", &["Warnings of ack: new “after 80 %”."]),
    (
        "policy.toml",
        r#"to = "lead", says = "Hurry.""#,
        r#"to = "mail", says = "Hurry.""#,
        &[
            "Escalations of ack: new “after 6 days to mail: Hurry.”; no longer “after 6 days to lead: Hurry.”",
        ],
    ),
    (
        "policy.toml",
        r#", paused_by = ["waiting-reporter"]"#,
        "",
        &["What lets say stand still: no longer waiting-reporter."],
    ),
    (
        "policy.toml",
        r#", holidays = "count""#,
        "",
        &[
            "The decision (say) is promised within 9 business days instead of 9 business days, holidays included.",
        ],
    ),
    (
        "policy.toml",
        "leads@tiny",
        "heads@tiny",
        &["Addresses of the role lead: new heads@tiny.example; no longer leads@tiny.example."],
    ),
    (
        "policy.toml",
        "to = 2026-08-09",
        "to = 2026-08-10",
        &[
            "The pause of intake 2026-08-01 to 2026-08-09 is gone; it was: Summer.",
            "The pause of intake 2026-08-01 to 2026-08-10 is new: Summer.",
        ],
    ),
    (
        "policy.toml",
        "remind_days = [3], close_days = 10",
        "remind_days = [4], close_days = 11",
        &[
            "Reminders of a reporter who was asked: new “4 days”; no longer “3 days”.",
            "The wait until a case without an answer is closed is 11 days instead of 10 days.",
        ],
    ),
    (
        "policy.toml",
        "publish = { n = 12",
        "publish = { n = 24",
        &["The time until a CVE record should be public is 24 hours instead of 12 hours."],
    ),
    (
        "policy.toml",
        "overdue = { n = 48",
        "overdue = { n = 72",
        &["The time until a CVE record has to be public is 72 hours instead of 48 hours."],
    ),
    (
        "policy.toml",
        "unused_days = 60",
        "unused_days = 30",
        &["The time after which an unused CVE id is looked at is 30 days instead of 60 days."],
    ),
    (
        "policy.toml",
        "allege = { n = 4",
        "allege = { n = 5",
        &["The time to decide whether something is public is 5 hours instead of 4 hours."],
    ),
    (
        "policy.toml",
        r#"warn = [{ n = 1, unit = "days" }]"#,
        r#"warn = [{ n = 2, unit = "days" }]"#,
        &["Reminders of the end of an embargo: new “2 days”; no longer “1 day”."],
    ),
    (
        "calendars/es.toml",
        "until = 2028-01-01",
        "until = 2029-01-01",
        &["The end of the list of holidays es is 2029-01-01 instead of 2028-01-01."],
    ),
    (
        "calendars/es.toml",
        "Epiphany",
        "Three Kings",
        &["The holiday 2027-01-06 of es is reworded: “Three Kings.” instead of “Epiphany.”"],
    ),
];
