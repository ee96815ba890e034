//! The fictional pack.

use domain::triage::run_examples;

#[test]
fn the_pack_is_read_without_a_complaint_and_its_examples_hold() {
    let (policy, complaints) = domain::policy::read(&testkit::files());
    assert_eq!(complaints, []);
    assert_eq!(run_examples(&policy.expect("a policy")), []);
}

#[test]
fn the_other_calendar_gives_other_due_instants() {
    let (one, other) = (testkit::policy(), testkit::policy_with_more_holidays());
    let start = "2026-03-02T09:00:00Z".parse().expect("an instant");
    let ack = one.clock("ack").expect("a clock").limit;
    assert_ne!(one.digest, other.digest);
    assert_ne!(one.calendar.due(start, &ack), other.calendar.due(start, &ack));
}
