//! After a change of the policy: what the team sees, and what nobody else does.

use crate::kit::Browser;
use axum::http::StatusCode;
use serde_json::json;
use testkit::{CRASHES_ARE_BUGS, World, draft, files, files_with};

#[tokio::test]
async fn a_changed_policy_is_shown_to_the_team_and_answered_on_the_case() {
    let mut world = World::new(131).await;
    world.change_policy(&files()).await;
    let (id, secret) = world.report(&draft("A header ends it")).await.expect("a report");
    let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
    let because = json!({ "because": "seen on two machines" });
    let lead = world.actor("lead");
    let judged = world.perform(&lead, "case judge", &id, json!({ "claim": claim })).await;
    judged.expect("it is judged");
    world.perform(&lead, "case validate", &id, because).await.expect("it is confirmed");
    let mut browser = Browser::of(&mut world, "lead").await;
    assert!(!browser.get("/queue").await.body.contains("The policy has changed"));

    world.change_policy(&files_with(&[CRASHES_ARE_BUGS])).await;
    world.drain().await.expect("jobs are done");
    let mut browser = Browser::of(&mut world, "lead").await;
    let queue = browser.get("/queue").await;
    assert!(queue.body.contains("The policy has changed"), "{}", queue.body);
    assert!(queue.body.contains(&format!("/cases/{id}#review")));
    assert!(!browser.get("/queue?closed=1").await.body.contains("The policy has changed"));
    let case = browser.get(&format!("/cases/{id}")).await;
    for word in [
        "id=\"review\"",
        "To review",
        "href=\"/policy/clauses/CRASHES\"",
        "Since the report came in",
    ] {
        assert!(case.body.contains(word), "{word}: {}", case.body);
    }
    let mut reporter = Browser::at(&world);
    reporter.post("/track", &[("secret", secret.reveal())]).await;
    let seen = reporter.get("/track").await;
    assert!(seen.body.contains("A header ends it"), "{}", seen.body);
    assert!(!seen.body.contains("To review") && !seen.body.contains("CRASHES"), "{}", seen.body);

    let token = case.hidden("form_token", "id=\"review\"");
    let version = case.hidden("expected_version", "id=\"review\"");
    let form = [
        ("form_token", token.as_str()),
        ("expected_version", version.as_str()),
        ("outcome", "stands"),
        ("because", "It was promised."),
    ];
    let answered = browser.post(&format!("/cases/{id}/case/review"), &form).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    assert!(!browser.get("/queue").await.body.contains("The policy has changed"));
    let case = browser.get(&format!("/cases/{id}")).await;
    assert!(!case.body.contains("id=\"review\"") && case.body.contains("the decision stands"));
}
