//! Stating facts: what they would say before they are recorded or sent, with and without the script.

use crate::kit::{Browser, Page};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::words::CaseId;
use testkit::{World, draft};

/// The part of a page between two texts.
fn between<'a>(page: &'a Page, from: &str, to: &str) -> &'a str {
    let at = page.body.find(from).unwrap_or_else(|| panic!("{from} in {}", page.body));
    let rest = &page.body[at..];
    &rest[..rest.find(to).unwrap_or(rest.len())]
}

async fn case(world: &mut World, seed: &str) -> (CaseId, Browser, String) {
    let (id, _) = world.report(&draft(seed)).await.expect("a report");
    let mut lead = Browser::of(world, "lead").await;
    let token = lead.get(&format!("/cases/{id}")).await.hidden("form_token", "id=\"case-judge\"");
    (id, lead, token)
}

/// What the script sends, and what it gets.
async fn live(browser: &mut Browser, path: &str, body: &str) -> Page {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("x-live", "1")
        .body(Body::from(body.to_owned()));
    browser.send(request.expect("a request")).await
}

#[tokio::test]
async fn a_preview_says_what_a_judgement_would_and_records_nothing() {
    let mut world = World::new(111).await;
    let (id, mut lead, token) = case(&mut world, "Headers hang it").await;
    let before = world.events(&id).await.len();
    let path = format!("/cases/{id}/judge/preview");
    let form = [
        ("form_token", token.as_str()),
        ("claim.attacker", "local"),
        ("claim.effect", "read"),
        ("claim.flag", "no"),
        ("from.effect", "reproduction"),
        ("note.effect", "built without it"),
    ];
    let page = lead.post(&path, &form).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("<html") && page.body.contains("Not recorded"));
    let verdict = between(&page, "data-live-part", "case-judge-questions");
    for word in ["worth hardening", "href=\"/policy/clauses/LOC-1\"", "built without it"] {
        assert!(verdict.contains(word), "{word}: {verdict}");
    }
    assert!(page.body.contains("name=\"note.effect\" value=\"built without it\""), "typed is kept");
    let body = format!("form_token={token}&claim.attacker=local&claim.effect=read&claim.flag=no");
    let part = live(&mut lead, &path, &body).await;
    assert!(part.body.starts_with("<div class=\"judging\"") && !part.body.contains("<html"));
    assert!(part.body.contains("data-says=\"This is not a vulnerability, but worth hardening"));
    assert_eq!(world.events(&id).await.len(), before, "nothing is recorded");
}

#[tokio::test]
async fn only_questions_that_can_still_change_the_verdict_stand_open() {
    let mut world = World::new(112).await;
    let (id, mut lead, token) = case(&mut world, "Headers hang it").await;
    let path = format!("/cases/{id}/judge/preview");
    let part = live(&mut lead, &path, &format!("form_token={token}&claim.flag=no")).await;
    let open = between(&part, "data-open", "<details class=\"group\"");
    assert!(open.contains("claim.attacker") && open.contains("claim.effect"), "{open}");
    assert!(!open.contains("claim.flag"), "{open}");
    let answered = between(&part, "case-judge-answered", "</details>\n</div>");
    assert!(answered.contains("claim.flag"), "{answered}");
    let body = format!("form_token={token}&claim.flag=yes");
    let part = live(&mut lead, &path, &body).await;
    assert!(part.body.contains("none is open") && !part.body.contains("data-open"));
    let rest = between(&part, "case-judge-rest", "</details>\n</div>");
    assert!(rest.contains("claim.attacker"), "{rest}");
    let part = live(&mut lead, &path, &format!("{body}&stay=flag")).await;
    assert!(between(&part, "data-open", "</details>").contains("claim.flag"), "it keeps its place");
}

#[tokio::test]
async fn what_is_not_understood_is_said_and_decides_nothing() {
    let mut world = World::new(113).await;
    let (id, mut lead, token) = case(&mut world, "Headers hang it").await;
    let path = format!("/cases/{id}/judge/preview");
    let body = format!("form_token={token}&claim.flag=perhaps&claim.made-up=yes");
    let part = live(&mut lead, &path, &body).await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(part.body.contains("Not understood") && part.body.contains("undecided"));
    let strange = format!("form_token={token}&claim.flag=no&from.flag=nobody");
    assert_eq!(live(&mut lead, &path, &strange).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let version = world.case(&id).await.version.to_string();
    let bare = [
        ("form_token", token.as_str()),
        ("expected_version", &version),
        ("note.flag", "seen on Tuesday"),
    ];
    let page = lead.post(&format!("/cases/{id}/case/judge"), &bare).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.body.contains("no answer that it is for") && page.body.contains("seen on Tuesday")
    );
}

#[tokio::test]
async fn a_preview_needs_what_judging_needs() {
    let mut world = World::new(114).await;
    let (id, mut lead, _) = case(&mut world, "Quiet").await;
    let path = format!("/cases/{id}/judge/preview");
    let none = live(&mut Browser::at(&world), &path, "claim.flag=no").await;
    assert_eq!((none.status, none.header("location")), (StatusCode::SEE_OTHER, "/login"));
    assert_eq!(live(&mut lead, &path, "claim.flag=no").await.status, StatusCode::FORBIDDEN);
    let mut admin = Browser::of(&mut world, "admin").await;
    let token = admin.get("/you").await.hidden("form_token", "action=\"/logout\"");
    let hidden = admin.post(&path, &[("form_token", &token), ("claim.flag", "no")]).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let absent = "/cases/00000000000000000000/judge/preview";
    let absent = admin.post(absent, &[("form_token", &token), ("claim.flag", "no")]).await;
    assert_eq!((&absent.body, &absent.headers), (&hidden.body, &hidden.headers));
}

#[tokio::test]
async fn a_reporter_checks_in_private_and_keeps_what_was_typed() {
    let world = World::new(115).await;
    let mut browser = Browser::at(&world);
    let form = [
        ("key", "0123456789abcdef"),
        ("title", "<b>Mine</b>"),
        ("body", "words that stay"),
        ("claim.flag", "yes"),
        ("accept_terms", "yes"),
    ];
    let page = browser.post("/report/check", &form).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.headers.get(header::SET_COOKIE).is_none());
    for word in [
        "Nothing was sent",
        "words that stay",
        "&#60;b&#62;Mine",
        "value=\"0123456789abcdef\"",
        "at most a normal bug",
        "href=\"/policy/clauses/EXP-1\" target=\"_blank\"",
        "People decide, not this page",
        "name=\"accept_terms\" value=\"yes\" checked",
    ] {
        assert!(page.body.contains(word), "{word}: {}", page.body);
    }
    assert!(!page.body.contains("name=\"from.flag\""), "the reporter is the source");
    let part = live(&mut browser, "/report/check", "claim.flag=yes&stay=flag").await;
    assert!(part.body.starts_with("<div class=\"judging\"") && part.body.contains("EXP-1"));
    let again = live(&mut browser, "/report/check", "claim.flag=yes&stay=flag").await;
    assert_eq!(part.body, again.body, "constant");
    let query = app::ports::store::CaseQuery { limit: 10, ..Default::default() };
    assert!(
        world.truth().cases(&query).await.expect("a page").rows.is_empty(),
        "nothing is stored"
    );
}

#[tokio::test]
async fn a_flood_of_answers_costs_little_and_a_foreign_form_is_refused() {
    let world = World::new(116).await;
    let mut browser = Browser::at(&world);
    let many: Vec<String> = (0..60_000).map(|n| format!("claim.effect=a{n}")).collect();
    let page = live(&mut browser, "/report/check", &many.join("&")).await;
    assert!(page.status == StatusCode::PAYLOAD_TOO_LARGE || page.body.len() < 200_000);
    let many: Vec<String> = (0..40_000).map(|n| format!("claim.effect=a{n}")).collect();
    let began = std::time::Instant::now();
    let page = live(&mut browser, "/report/check", &many.join("&")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.len() < 200_000, "{}", page.body.len());
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    let page = browser.post_from("/report/check", &[("claim.flag", "no")], "cross-site").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_one_script_is_ours_and_small() {
    let world = World::new(117).await;
    let mut browser = Browser::at(&world);
    let page = browser.get("/report").await;
    let at = page.body.find("<script src=\"").expect("the script") + 13;
    let path = page.body[at..].split('"').next().expect("its address").to_owned();
    let script = browser.ask(Method::GET, &path, &[]).await;
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert!(script.header("cache-control").contains("immutable"));
    assert!(script.body.lines().count() <= 80);
    for word in ["eval(", "innerHTML", "localStorage", "document.cookie", "http:", "https:"] {
        assert!(!script.body.contains(word), "{word}");
    }
}

/// A JSON request by nobody in particular.
async fn json(browser: &mut Browser, body: String) -> (StatusCode, serde_json::Value) {
    let request = Request::post("/api/v1/judge").body(Body::from(body)).expect("a request");
    let page = browser.send(request).await;
    assert!(page.headers.get(header::SET_COOKIE).is_none());
    (page.status, serde_json::from_str(&page.body).expect("JSON"))
}

#[tokio::test]
async fn anybody_may_have_facts_judged_over_the_api_as_its_example_says() {
    let world = World::new(118).await;
    let mut browser = Browser::at(&world);
    let document = browser.get("/api/openapi.json").await.body;
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    let path = &document["paths"]["/api/v1/judge"]["post"];
    let asked = &path["requestBody"]["content"]["application/json"]["example"];
    let wanted = &path["responses"]["200"]["content"]["application/json"]["example"];
    let (status, said) = json(&mut browser, asked.to_string()).await;
    assert_eq!((status, &said), (StatusCode::OK, wanted));
    assert_eq!(said["kind"], "normal-bug");
    let sourced = r#"{"claim":{"flag":{"value":"yes","from":"suggestion","note":"a guess"}}}"#;
    let (_, said) = json(&mut browser, sourced.to_owned()).await;
    assert_eq!(said["kind"], "needs-more-info", "a suggestion decides nothing");
    for (body, status) in [
        ("{".to_owned(), StatusCode::BAD_REQUEST),
        ("{}".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"claim":{"flag":"maybe"}}"#.to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"claim":{"no-such":"yes"}}"#.to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"claim":{},"case":"x"}"#.to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        (
            format!("{{\"claim\":{{\"flag\":\"{}\"}}}}", "x".repeat(70_000)),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        ("[".repeat(60_000), StatusCode::BAD_REQUEST),
    ] {
        let short: String = body.chars().take(40).collect();
        assert_eq!(json(&mut browser, body).await.0, status, "{short}");
    }
}
