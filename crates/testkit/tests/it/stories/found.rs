//! Plays that once went wrong, made short by the simulation and kept.

use testkit::{Finding, World, does, report, retell};

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
