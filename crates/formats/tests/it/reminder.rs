//! Mails that a line ends.

use crate::world::{context, policy};
use formats::mail::{reminder_body, reminder_subject};
use jiff::Timestamp;

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

#[test]
fn a_reminder_says_which_line_ends_when_and_by_which_rule() {
    let policy = policy("node");
    let context = context(&policy);
    let now = at("2027-01-30T06:00:00Z");
    let about = &policy.lines.due_countdowns(now)[0];
    assert_eq!(reminder_subject(about, now, &context), "[Node.js] 22.x (Jod) ends in 90 days");
    let body = reminder_body(about, now, &context);
    assert!(body.contains("22.x (Jod) ends in 90 days, at 2027-04-30T00:00:00Z."), "{body}");
    assert!(body.contains("(exclusive)") && body.contains("at least 14 days"), "{body}");
}

#[test]
fn a_reminder_that_comes_late_says_what_is_left() {
    let policy = policy("node");
    let about = &policy.lines.due_countdowns(at("2027-04-23T00:00:00Z"))[0];
    let subject = |now: &str| reminder_subject(about, at(now), &context(&policy));
    assert_eq!(subject("2027-04-29T12:00:00Z"), "[Node.js] 22.x (Jod) ends within a day");
    assert_eq!(subject("2027-05-02T00:00:00Z"), "[Node.js] 22.x (Jod) has ended");
}
