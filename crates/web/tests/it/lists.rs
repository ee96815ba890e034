//! The list of cases: filters in the address, kept filters, and what is no filter.

use crate::kit::Browser;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use testkit::{World, draft};

/// Three cases: one rated, one handled by the lead, one as it came.
async fn told(seed: u64) -> World {
    let world = World::new(seed).await;
    let lead = world.actor("lead");
    let (rated, _) = world.report(&draft("Headers hang it")).await.expect("a report");
    let (taken, _) = world.report(&draft("Paths escape it")).await.expect("a report");
    world.report(&draft("Plain words")).await.expect("a report");
    let done = [
        (&rated, "case severity", json!({ "severity": "critical" })),
        (&taken, "case severity", json!({ "severity": "low" })),
        (&taken, "release assess", json!({ "line": "v2", "affected": "yes" })),
        (&taken, "release assess", json!({ "line": "v3", "affected": "yes" })),
        (&taken, "case validate", json!({ "because": "we saw it" })),
        (&taken, "case accept", json!({})),
    ];
    for (id, verb, given) in done {
        world.perform(&lead, verb, id, given).await.unwrap_or_else(|e| panic!("{verb}: {e}"));
    }
    world
}

fn listed(body: &str) -> Vec<&str> {
    ["Headers hang it", "Paths escape it", "Plain words"]
        .into_iter()
        .filter(|title| body.contains(&format!("\">{title}</a>")))
        .collect()
}

#[tokio::test]
async fn an_address_lists_what_it_asks_for() {
    let mut world = told(301).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let all = ["Headers hang it", "Paths escape it", "Plain words"];
    for (query, wanted) in [
        ("", &all[..]),
        ("?handler=me", &["Paths escape it"]),
        ("?handler=nobody", &["Headers hang it", "Plain words"]),
        ("?severity=critical", &["Headers hang it"]),
        ("?severity=unrated", &["Plain words"]),
        ("?phase=triage&severity=unrated&handler=nobody", &["Plain words"]),
        ("?phase=fixing&handler=nobody", &[]),
        ("?words=paths", &["Paths escape it"]),
        ("?q=plain&handler=nobody", &["Plain words"]),
        ("?due_before=2000-01-01", &[]),
        ("?due_before=3000d&severity=low", &["Paths escape it"]),
        ("?sort=received", &all[..]),
        ("?closed=1", &[]),
    ] {
        let page = lead.get(&format!("/queue{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}: {}", page.body);
        assert_eq!(listed(&page.body), wanted, "{query}");
    }
}

#[tokio::test]
async fn what_is_no_filter_is_refused_and_shown_as_it_was_typed() {
    let mut world = told(302).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    for (query, says) in [
        ("due_before=%3Cscript%3E", "&#60;script&#62;"),
        ("phase=%22%3E%3Cb%3E", "Phase:"),
        ("due_before=7d&embargo_before=7d", "one of the two at a time"),
        ("handler=../../etc/passwd", "neither me nor nobody"),
        ("severity=critical'--", "Severity:"),
    ] {
        let page = lead.get(&format!("/queue?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(page.body.contains(says), "{query}: {}", page.body);
        assert!(!page.body.contains("<script>") && listed(&page.body).is_empty());
    }
    for place in ["x", "1.2", "99999999999999999999.0.a", "%00"] {
        let page = lead.get(&format!("/queue?after={place}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{place}");
    }
}

#[tokio::test]
async fn a_kept_filter_is_a_tab_of_its_owner_alone() {
    let mut world = told(303).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let page = lead.get("/queue?severity=critical&handler=nobody").await;
    let token = page.hidden("form_token", "action=\"/queue/filters\"");
    let keep =
        |name: &'static str| [("name", name), ("severity", "critical"), ("handler", "nobody")];
    let form = [&[("form_token", token.as_str())][..], &keep("Bad & free")].concat();
    let page = lead.post("/queue/filters", &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = lead.get(page.header("location")).await;
    assert!(page.body.contains("You keep this filter as “Bad &#38; free”"), "{}", page.body);
    assert_eq!(listed(&page.body), ["Headers hang it"]);
    let foreign = lead.post("/queue/filters", &keep("No token")).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    for name in ["", "two\nlines", &"x".repeat(41)] {
        let given = [("form_token", token.as_str()), ("name", name), ("handler", "me")];
        let page = lead.post("/queue/filters", &given).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
    }
    let mut other = Browser::of(&mut world, "triager").await;
    assert!(!other.get("/queue").await.body.contains("Bad &#38; free"));
    let form = [("form_token", token.as_str()), ("name", "Bad & free")];
    let page = lead.post("/queue/filters/forget", &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(!lead.get("/queue").await.body.contains("Bad &#38; free"));
}

#[tokio::test]
async fn a_person_keeps_twenty_filters_and_no_more() {
    let mut world = told(304).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let token = lead.get("/queue?handler=me").await.hidden("form_token", "/queue/filters");
    for number in 0..21 {
        let name = format!("filter {number}");
        let form = [("form_token", token.as_str()), ("name", &name), ("handler", "me")];
        let page = lead.post("/queue/filters", &form).await;
        let wanted =
            if number < 20 { StatusCode::SEE_OTHER } else { StatusCode::UNPROCESSABLE_ENTITY };
        assert_eq!(page.status, wanted, "{number}");
    }
}

#[tokio::test]
async fn the_api_lists_alike_and_names_every_wrong_parameter() {
    let world = told(305).await;
    let token = app::access::issue_token(&world.ctx(&world.actor("lead")), "test", 5).await;
    let bearer = format!("Bearer {}", token.expect("a token").reveal());
    let mut browser = Browser::at(&world);
    let ask = |query: &str| {
        let request = Request::get(format!("/api/v1/cases{query}"));
        request.header(header::AUTHORIZATION, &bearer).body(Body::empty()).expect("a request")
    };
    for (query, count) in [
        ("?severity=critical", 1),
        ("?handler=nobody&limit=1", 1),
        ("?closed=false", 3),
        ("?sort=embargo", 3),
        ("?embargo_before=9d", 0),
    ] {
        let page = browser.send(ask(query)).await;
        let answer: Value = serde_json::from_str(&page.body).expect("JSON");
        assert_eq!(answer["cases"].as_array().map(Vec::len), Some(count), "{query}: {answer}");
    }
    let page = browser.send(ask("?colour=red&limit=x&after=1")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer: Value = serde_json::from_str(&page.body).expect("JSON");
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(3), "{answer}");
    let nobody = browser.get("/api/v1/cases?colour=red").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND, "who sees no list learns nothing of it");
}
