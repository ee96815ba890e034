//! Plays that once went wrong, made short by the simulation and kept.

use testkit::{Finding, Of, Step, Who, World, does, report, retell};

/// guards: only I7 stopped "propose": two sides agreed on terms for a case that was closed.
#[tokio::test]
async fn nobody_is_bound_again_by_a_closed_case() -> Result<(), Finding> {
    let mut draft = testkit::draft("a header ends it");
    draft.accept_terms = false;
    let draft = serde_json::to_string(&draft).expect("a draft is plain data");
    let steps = [
        report(0, "auditor", &draft),
        does("reporter 0", "embargo reject", 0, r#"{}"#),
        does("lead", "case invalidate", 0, r#"{"because":"it is not so"}"#),
        does("lead", "case close", 0, r#"{"because":"it is over","resolution":"wont-fix"}"#),
        does("reporter 0", "embargo propose", 0, r#"{"ends_at":"2026-03-13T09:00:00Z"}"#),
        does("lead", "embargo propose", 0, r#"{"ends_at":"2026-05-04T09:00:00Z"}"#),
    ];
    retell(World::new(129).await, &steps).await
}

/// guards: only I7 stopped "accept": the terms of a closed case were still on the table.
#[tokio::test]
async fn nobody_accepts_terms_of_a_closed_case() -> Result<(), Finding> {
    let mut draft = testkit::draft("a header ends it");
    draft.accept_terms = false;
    let draft = serde_json::to_string(&draft).expect("a draft is plain data");
    let steps = [
        report(0, "auditor", &draft),
        does("lead", "release assess", 0, r#"{"affected":"yes","line":"v2"}"#),
        does("lead", "release assess", 0, r#"{"affected":"yes","line":"v3"}"#),
        does("lead", "case validate", 0, r#"{"because":"seen it"}"#),
        does("lead", "case severity", 0, r#"{"because":"worse here","severity":"low"}"#),
        does("lead", "case accept", 0, r#"{}"#),
        does("lead", "case close", 0, r#"{"because":"it is over","resolution":"wont-fix"}"#),
        does("reporter 0", "embargo accept", 0, r#"{}"#),
    ];
    retell(World::new(10689).await, &steps).await
}

/// I12: the reporter of a report that was just joined looked at the other case, and whoever played
/// them still took them for a stranger.
#[tokio::test]
async fn who_was_joined_to_a_case_sees_it_at_once() -> Result<(), Finding> {
    let draft = testkit::draft("two headers end it");
    let draft = serde_json::to_string(&draft).expect("a draft is plain data");
    let steps = [
        report(0, "anonymous", &draft),
        report(1, "anonymous", &draft),
        does("lead", "case duplicate", 0, r#"{"of":"$report 1"}"#),
        Step::Looks { who: Who::read("party 0 of 1"), of: Of::Report(1), fault: None },
    ];
    retell(World::new(26878).await, &steps).await
}

/// I12: the reporter of a joined report left the case that it was joined to, and whoever watched took
/// them for somebody who has no part in one.
#[tokio::test]
async fn the_reporter_of_a_joined_report_may_leave() -> Result<(), Finding> {
    let draft = testkit::draft("two headers end it");
    let draft = serde_json::to_string(&draft).expect("a draft is plain data");
    let steps = [
        report(0, "anonymous", &draft),
        report(1, "anonymous", &draft),
        does("lead", "case duplicate", 0, r#"{"of":"$report 1"}"#),
        does("reporter 0", "participant leave", 0, r#"{}"#),
        does("reporter 0", "participant leave", 0, r#"{}"#),
    ];
    retell(World::new(5404).await, &steps).await
}

/// timers: two were due at once. The later one came first, because the limit that the earlier one warned of
/// was due as well, and changed the case; what was left had the key of a job that was done.
#[tokio::test]
async fn what_is_due_beside_something_that_changes_the_case_is_done_too() -> Result<(), Finding> {
    let draft = testkit::draft("two headers end it");
    let draft = serde_json::to_string(&draft).expect("a draft is plain data");
    let ban = r#"{"because":"so we think","event":"1","notice":"you broke it","rule":"RR-2","sanction":"RS-3",
        "until":"2026-03-06T22:00:00Z"}"#;
    let steps = [report(0, "anonymous", &draft), does("lead", "sanction impose", 0, ban)];
    retell(World::new(375).await, &steps).await
}

/// read-notes: what an auditor gave as the reason to read a case stood in what a participant was shown.
#[tokio::test]
async fn why_an_auditor_wants_to_read_is_for_the_team() -> Result<(), Finding> {
    let draft = testkit::draft("two headers end it");
    let draft = serde_json::to_string(&draft).expect("a draft is plain data");
    let because = "a branch was public too early canary188ab006";
    let asks = serde_json::json!({ "because": because }).to_string();
    let look = |who| Step::Looks { who: Who::read(who), of: Of::Report(0), fault: None };
    let steps = [
        report(0, "anonymous", &draft),
        does("lead", "participant invite", 0, r#"{"name":"They","role":"recipient"}"#),
        does("auditor", "glass ask", 0, &asks),
        look("party 0 of 0"),
        look("reporter 0"),
        does("auditor-2", "glass agree", 0, r#"{}"#),
        look("party 0 of 0"),
        look("reporter 0"),
    ];
    retell(World::new(100_523).await, &steps).await
}
