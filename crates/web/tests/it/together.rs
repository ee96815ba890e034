//! Two people at one case in the same moment: nothing that anybody wrote is lost, and nothing is
//! done twice.

use crate::kit::Browser;
use app::{Error, Input, find_verb, perform};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::case::Fact;
use domain::words::CaseId;
use serde_json::{Value, json};
use testkit::{World, draft};

/// A case with an advisory that somebody began to write.
async fn written(seed: u64) -> (World, CaseId) {
    let world = World::new(seed).await;
    let (id, _) = world.report(&draft("Headers hang it")).await.expect("a report");
    for (login, verb, given) in [
        ("lead", "release assess", json!({ "line": "v2", "affected": "yes" })),
        (
            "lead",
            "release assess",
            json!({ "line": "v3", "affected": "no", "justification": "vulnerable_code_not_present" }),
        ),
        ("lead", "case validate", json!({ "because": "we saw it happen" })),
        ("lead", "case severity", json!({ "severity": "high" })),
        ("lead", "case accept", json!({})),
        (
            "lead",
            "release fix",
            json!({ "line": "v2", "version": "2.9.9", "proof": "reproduced", "because": "seen before, not on it" }),
        ),
        (
            "lead",
            "advisory write",
            json!({ "title": "Headers", "details": "first\n\nsecond\n\nthird",
                "credits": ["Finder"] }),
        ),
    ] {
        let actor = world.actor(login);
        world.perform(&actor, verb, &id, given).await.unwrap_or_else(|e| panic!("{verb}: {e}"));
    }
    (world, id)
}

#[tokio::test]
async fn the_second_of_two_writers_gets_both_texts_and_loses_nothing() {
    let (mut world, id) = written(401).await;
    let mut one = Browser::of(&mut world, "lead").await;
    let mut two = Browser::of(&mut world, "founder").await;
    let path = format!("/cases/{id}/advisory/write");
    let form = |page: &crate::kit::Page, details: &str, credits: &str| {
        let below = "id=\"advisory-write\"";
        [
            ("form_token", page.hidden("form_token", below)),
            ("expected_version", page.hidden("expected_version", below)),
            ("key", page.hidden("key", below)),
            ("title", "Headers".to_owned()),
            ("details", details.to_owned()),
            ("credits", credits.to_owned()),
        ]
    };
    fn pairs<'a>(form: &'a [(&'a str, String); 6]) -> Vec<(&'a str, &'a str)> {
        form.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }
    let (seen, too) =
        (one.get(&format!("/cases/{id}")).await, two.get(&format!("/cases/{id}")).await);
    let mine = form(&seen, "FIRST by one\n\nsecond\n\nthird", "Finder\nOne");
    assert_eq!(one.post(&path, &pairs(&mine)).await.status, StatusCode::SEE_OTHER);
    let yours = form(&too, "first\n\nsecond\n\nTHIRD by two & <b>", "Finder\nTwo");
    let page = two.post(&path, &pairs(&yours)).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    for text in ["FIRST by one", "THIRD by two &#38; &#60;b&#62;", "Both began with", "One\nTwo"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("&#60;&#60;&#60;"), "different lines are no conflict");
    // Saved as it was put together.
    let both = form(&page, "FIRST by one\n\nsecond\n\nTHIRD by two & <b>", "Finder\nOne\nTwo");
    assert_eq!(two.post(&path, &pairs(&both)).await.status, StatusCode::SEE_OTHER);
    let saved = world.case(&id).await.draft.expect("an advisory");
    assert!(saved.details.contains("FIRST by one") && saved.details.contains("THIRD by two"));
    assert_eq!(saved.credits.len(), 3);
    // Both change the same line: marks, and a text with marks is not saved.
    let (seen, too) =
        (one.get(&format!("/cases/{id}")).await, two.get(&format!("/cases/{id}")).await);
    assert_eq!(
        one.post(&path, &pairs(&form(&seen, "uno", ""))).await.status,
        StatusCode::SEE_OTHER
    );
    let page = two.post(&path, &pairs(&form(&too, "eins", ""))).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("&#60;&#60;&#60;&#60;&#60;&#60;&#60; saved"), "{}", page.body);
    let marked = form(&page, "<<<<<<< saved\nuno\n=======\neins\n>>>>>>> yours", "");
    let page = two.post(&path, &pairs(&marked)).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("arks of a conflict are left"), "{}", page.body);
    assert_eq!(world.case(&id).await.draft.expect("an advisory").details, "uno");
}

#[tokio::test]
async fn approve_twice_in_the_same_second_is_one_approval() {
    let (world, id) = written(402).await;
    let lead = world.actor("lead");
    world.review(&id, "founder", "v2", "good").await;
    world.perform(&lead, "advisory request", &id, json!({})).await.expect("asked");
    let candidate = domain::embargo::candidate(&world.case(&id).await, &world.app.policy);
    let digest = json!({ "digest": candidate.expect("complete").digest().to_string() });
    let verb = find_verb("advisory", "approve").expect("a verb");
    let input = Input::read(verb, digest.clone()).expect("an input");
    // Not by its author.
    let own = perform(&world.ctx(&lead), &id, verb, &input, None).await;
    assert!(matches!(own, Err(Error::NotAllowed(_))), "{own:?}");
    let (reviewer, founder) =
        (world.ctx(&world.actor("reviewer")), world.ctx(&world.actor("founder")));
    let (first, second, third) = tokio::join!(
        perform(&reviewer, &id, verb, &input, None),
        perform(&founder, &id, verb, &input, None),
        perform(&reviewer, &id, verb, &input, None)
    );
    let done = [first, second, third].iter().filter(|answer| answer.is_ok()).count();
    let approvals = |events: &[domain::case::Event]| {
        events.iter().filter(|e| matches!(e.fact, Fact::AdvisoryApproved { .. })).count()
    };
    assert_eq!((done, approvals(&world.events(&id).await)), (1, 1));
    // What was approved is a digest: a rewritten text needs its own.
    let text = json!({ "title": "Headers", "details": "another text" });
    world.perform(&world.actor("lead"), "advisory write", &id, text).await.expect("rewritten");
    world.perform(&world.actor("lead"), "advisory request", &id, json!({})).await.expect("asked");
    let late = perform(&founder, &id, verb, &input, None).await;
    assert!(matches!(&late, Err(Error::Refused(why)) if why.rule == "I10"), "{late:?}");
    assert_eq!(approvals(&world.events(&id).await), 1);
}

#[tokio::test]
async fn a_text_whose_form_is_gone_is_given_back() {
    let (mut world, id) = written(403).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let (refused, _) = world.report(&draft("Not one of ours")).await.expect("a report");
    let page = lead.get(&format!("/cases/{refused}")).await;
    let (token, version) = (
        page.hidden("form_token", "id=\"case-invalidate\""),
        page.hidden("expected_version", "id=\"case-invalidate\""),
    );
    let founder = world.actor("founder");
    let why = json!({ "because": "we saw it" });
    let line = json!({ "line": "v2", "affected": "yes" });
    world.perform(&founder, "release assess", &refused, line).await.expect("assessed");
    world.perform(&founder, "case validate", &refused, why).await.expect("confirmed");
    let form = [
        ("form_token", token.as_str()),
        ("expected_version", version.as_str()),
        ("because", "an hour of careful words"),
    ];
    let page = lead.post(&format!("/cases/{refused}/case/invalidate"), &form).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("an hour of careful words"), "{}", page.body);
    assert!(page.body.contains("Since you read it") && page.body.contains("confirmed the report"));
    let none = [("form_token", token.as_str()), ("because", "x")];
    let page = lead.post(&format!("/cases/{id}/case/note"), &none).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a form says what it has read");
}

#[tokio::test]
async fn the_api_replaces_no_text_that_was_not_read() {
    let (world, id) = written(404).await;
    let token = app::access::issue_token(&world.ctx(&world.actor("lead")), "test", 5).await;
    let bearer = format!("Bearer {}", token.expect("a token").reveal());
    let mut browser = Browser::at(&world);
    let now = world.case(&id).await.version;
    for (seen, status) in [
        (None, StatusCode::UNPROCESSABLE_ENTITY),
        (Some(now - 1), StatusCode::CONFLICT),
        (Some(now), StatusCode::OK),
        (Some(now), StatusCode::CONFLICT),
    ] {
        let mut request = Request::post(format!("/api/v1/cases/{id}/advisory/write"))
            .header(header::AUTHORIZATION, &bearer);
        if let Some(seen) = seen {
            request = request.header(header::IF_MATCH, format!("\"{seen}\""));
        }
        let body = json!({ "title": "Headers", "details": "by a program" }).to_string();
        let page = browser.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(page.status, status, "{seen:?}: {}", page.body);
        let answer: Value = serde_json::from_str(&page.body).expect("JSON");
        if status == StatusCode::CONFLICT {
            assert!(answer["version"].as_u64().is_some_and(|version| version >= now));
        }
    }
}
