//! Sanctions as people meet them: on the case, in the queue, in their list, and on the reporter's page.

use crate::kit::{Browser, Page};
use axum::http::StatusCode;
use jiff::ToSpan;
use serde_json::json;
use testkit::{World, draft};

async fn act(browser: &mut Browser, base: &str, verb: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(base).await;
    let action = format!("action=\"{base}/{verb}\"");
    let token = page.hidden("form_token", &action);
    let mut form = vec![("form_token", token)];
    if base.starts_with("/cases") {
        form.push(("expected_version", page.hidden("expected_version", &action)));
    }
    let known = form.iter().map(|(name, value)| (*name, value.as_str()));
    let all: Vec<(&str, &str)> = known.chain(fields.iter().copied()).collect();
    browser.post(&format!("{base}/{verb}"), &all).await
}

#[tokio::test]
async fn a_sanction_goes_from_the_case_to_the_reporter_and_back_as_an_appeal() {
    let mut world = World::new(7).await;
    let (id, secret) = world.report(&draft("It stands still")).await.unwrap();
    let reporter = world.ctx(&domain::access::Actor::Anonymous).as_reporter(&secret).await.unwrap();
    let given = json!({ "address": "mallory@example.org" });
    world.perform(&reporter.actor, "case contact", &id, given.clone()).await.unwrap();
    let base = format!("/cases/{id}");
    let mut lead = Browser::of(&mut world, "lead").await;
    let until = (world.now + 72.hours()).to_string();
    let form = [
        ("rule", "RR-2"),
        ("sanction", "RS-3"),
        ("event", "1"),
        ("until", &*until),
        ("because", "<b>the log</b> of the machine"),
        ("notice", "You <i>stopped</i> it."),
    ];
    // What does not fit comes back with what was typed, and with the rule.
    let mut wrong = form;
    wrong[1] = ("sanction", "RR-1");
    let page = act(&mut lead, &base, "sanction/impose", &wrong).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.body);
    assert!(page.body.contains("&#60;b&#62;the log") || page.body.contains("&lt;b&gt;the log"));
    let page = act(&mut lead, &base, "sanction/impose", &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = lead.get(&base).await;
    assert!(page.body.contains("RS-3 for RR-2") && page.body.contains("Evidence: event 1"));
    assert!(!page.body.contains("<b>the log"), "text from people is text");

    // The reporter reads it, and nothing of who or why.
    let mut browser = Browser::at(&world);
    let page = browser.post("/track", &[("secret", secret.reveal())]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let page = browser.get("/track").await;
    assert!(page.body.contains("A rule was broken") && page.body.contains("stopped"));
    assert!(page.body.contains("Damage no system that is in use."));
    assert!(!page.body.contains("the log") && !page.body.contains("<i>stopped"));
    let appeal = [("number", "1"), ("because", "It was not me.")];
    let page = act(&mut browser, "/track", "sanction/appeal", &appeal).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert!(browser.get("/track").await.body.contains("Appeal waiting"));

    // What comes next is marked for the team, and looks like any other outside.
    let (other, secret) = world.report(&draft("Two headers")).await.unwrap();
    let reporter = world.ctx(&domain::access::Actor::Anonymous).as_reporter(&secret).await.unwrap();
    world.perform(&reporter.actor, "case contact", &other, given).await.unwrap();
    let page = lead.get("/queue").await;
    assert_eq!(page.body.matches("Under a sanction").count(), 1);
    let page = lead.get(&format!("/cases/{other}")).await;
    assert!(page.body.contains("Never paid") && page.body.contains("I have read it"));
    let mut theirs = Browser::at(&world);
    theirs.post("/track", &[("secret", secret.reveal())]).await;
    let page = theirs.get("/track").await;
    assert!(!page.body.contains("sanction"), "{}", page.body);

    // The list, for who may answer; the lead decided and does not.
    let mut reviewer = Browser::of(&mut world, "reviewer").await;
    let page = reviewer.get("/sanctions").await;
    assert!(page.body.contains("Appeal waiting") && page.body.contains("It stands still"));
    let page = act(
        &mut reviewer,
        &base,
        "sanction/answer",
        &[("number", "1"), ("stands", "no"), ("because", "It was not you.")],
    )
    .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    world.drain().await.unwrap();
    let page = lead.get("/queue").await;
    assert!(!page.body.contains("Under a sanction"));
    assert!(browser.get("/track").await.body.contains("It was not you."));
    let mut triager = Browser::of(&mut world, "triager").await;
    assert_ne!(triager.get("/sanctions").await.status, StatusCode::OK);
}
