//! Release lines on the pages of the team: what is assumed, what ends soon, what ends too early.

use crate::kit::{Browser, published};
use domain::policy::{Lines, Policy};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{World, draft};

/// Acme, with a line that ends in the middle of May.
fn ending() -> Policy {
    let text = r#"{
      "v1": { "start": "2022-04-01", "end": "2025-04-01" },
      "v2": { "start": "2024-04-01", "end": "2026-05-15" },
      "v3": { "start": "2025-04-01", "end": "2036-04-01" }
    }"#;
    let lines = Lines::read("lines.json", text.as_bytes()).expect("lines");
    Policy { lines, ..testkit::policy() }
}

#[tokio::test]
async fn the_team_sees_what_is_assumed_and_what_ends_before_the_embargo() {
    let mut world = World::new(3).await;
    world.restart_with(Arc::new(ending()));
    let (id, _) = world.report(&draft("Headers hang it")).await.expect("a report");
    let lead = world.actor("lead");
    let since = json!({ "line": "v2", "affected": "yes" });
    world.perform(&lead, "release assess", &id, since).await.expect("assessed");
    let mut browser = Browser::of(&mut world, "lead").await;
    let quiet = browser.get("/queue").await.body;
    assert!(quiet.contains("A line ends soon.") && quiet.contains("2.x gets no fixes"), "{quiet}");
    assert!(!quiet.contains("Line ends first"), "the embargo ends in April");
    let page = browser.get(&format!("/cases/{id}")).await.body;
    assert!(
        page.contains("assumed to be affected until somebody states otherwise: 1.x."),
        "{page}"
    );
    assert!(!page.contains("Ends before the embargo."));

    let later = json!({ "ends_at": "2026-05-20T12:00:00Z", "because": "two lines" });
    world.perform(&lead, "embargo propose", &id, later).await.expect("proposed");
    let page = browser.get(&format!("/cases/{id}")).await.body;
    assert!(page.contains("Ends before the embargo."), "{page}");
    assert!(browser.get("/queue").await.body.contains("Line ends first"));
}

#[tokio::test]
async fn a_public_advisory_lists_what_was_assumed_when_it_was_published() {
    let mut world = World::new(4).await;
    published(&mut world).await;
    let mut browser = Browser::at(&world);
    let page = browser.get("/advisories/ACME-2026-1").await.body;
    assert!(page.contains("end of life: assumed affected"), "{page}");
    let record: Value =
        serde_json::from_str(&browser.get("/advisories/ACME-2026-1.osv.json").await.body)
            .expect("a record");
    let ended = &record["affected"][0]["database_specific"]["end_of_life"][0];
    assert_eq!((&ended["line"], &ended["status"]), (&json!("1.x"), &json!("assumed-affected")));
}
