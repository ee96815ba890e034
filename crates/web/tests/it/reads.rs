//! The read log on its page and in the API: who may see it, what it says and what it never says.

use crate::kit::{Browser, Page};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::words::CaseId;
use serde_json::{Value, json};
use testkit::{Fault, How, Site, When, World, draft};

/// Two cases, one opened by the fixer, both listed by the triager.
async fn told(seed: u64) -> (World, [CaseId; 2]) {
    let mut world = World::new(seed).await;
    let one = world.report(&draft("Headers hang it")).await.expect("a report").0;
    let two = world.report(&draft("Paths escape it")).await.expect("a report").0;
    let mut fixer = Browser::of(&mut world, "fixer").await;
    assert_eq!(fixer.get(&format!("/cases/{one}")).await.status, StatusCode::OK);
    let mut triager = Browser::of(&mut world, "triager").await;
    assert_eq!(triager.get("/queue").await.status, StatusCode::OK);
    (world, [one, two])
}

fn readers(page: &Page) -> Vec<&str> {
    let rows = page.body.split("<th scope=\"row\"><a href=\"/reads?person=").skip(1);
    rows.filter_map(|row| row.split('"').next()).collect()
}

#[tokio::test]
async fn an_auditor_sees_who_read_and_never_a_title() {
    let (mut world, [one, two]) = told(701).await;
    let mut auditor = Browser::of(&mut world, "auditor").await;
    let all = auditor.get("/reads").await;
    assert_eq!(all.status, StatusCode::OK, "{}", all.body);
    assert_eq!(readers(&all)[..2], ["triager", "fixer"], "the latest first");
    assert!(all.body.contains("Everybody, and their last reading"), "{}", all.body);
    let of_one = auditor.get(&format!("/reads?case={one}")).await;
    assert_eq!(readers(&of_one), ["triager", "fixer"]);
    assert!(!of_one.body.contains(two.as_str()), "other cases of the same list are not told");
    let by = auditor.get("/reads?person=fixer").await;
    assert_eq!(readers(&by), ["fixer"]);
    assert!(by.body.contains("opened it") && by.body.contains(one.as_str()), "{}", by.body);
    for page in [&all, &of_one, &by] {
        assert!(!page.body.contains("hang it") && !page.body.contains("escape it"));
        assert!(!page.body.contains("/cases/"), "nor a link that leads nowhere for them");
    }
    let none = auditor.get("/reads?since=2027-01-01").await;
    assert!(none.body.contains("Nobody has read anything like that."), "{}", none.body);
    let nowhere = auditor.get("/reads?case=00000000000000000000").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    for wrong in ["case=%3Cb%3E", "person=nobody", "since=soon", "before=7d"] {
        let page = auditor.get(&format!("/reads?{wrong}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.body.contains("Nothing was looked up.") && !page.body.contains("<b>\""));
    }
    assert_eq!(auditor.get("/reads?after=x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_lead_comes_to_the_log_from_the_case_and_others_do_not() {
    let (mut world, [one, _]) = told(702).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let case = lead.get(&format!("/cases/{one}")).await;
    assert!(case.body.contains(&format!("<a href=\"/reads?case={one}\">")), "{}", case.body);
    let log = lead.get(&format!("/reads?case={one}")).await;
    assert_eq!(readers(&log), ["lead", "triager", "fixer"]);
    for login in ["triager", "admin"] {
        let mut other = Browser::of(&mut world, login).await;
        assert_eq!(other.get("/reads").await.status, StatusCode::FORBIDDEN, "{login}");
        assert!(!other.get("/you").await.body.contains("/reads"), "{login}");
    }
    let mut triager = Browser::of(&mut world, "triager").await;
    assert!(!triager.get(&format!("/cases/{one}")).await.body.contains("/reads"));
    assert_eq!(Browser::at(&world).get("/reads").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_log_is_read_page_by_page() {
    let (mut world, [one, _]) = told(703).await;
    for _ in 0..60 {
        world.pass(jiff::SignedDuration::from_secs(1));
        let ctx = world.ctx(&world.actor("reviewer"));
        app::case::show(&ctx, &one).await.expect("a case");
    }
    let mut auditor = Browser::of(&mut world, "auditor").await;
    let first = auditor.get(&format!("/reads?case={one}")).await;
    assert_eq!(readers(&first).len(), 50);
    let next = first.body.split("rel=\"next\" href=\"").nth(1).expect("a next page");
    let next = next.split('"').next().expect("its address").replace("&#38;", "&");
    let rest = auditor.get(&next).await;
    assert_eq!(readers(&rest)[10..], ["triager", "fixer"], "{next}");
    assert!(!rest.body.contains("rel=\"next\""));
}

#[tokio::test]
async fn the_api_gives_the_log_to_those_who_may_see_it() {
    let (mut world, [one, two]) = told(704).await;
    // Readings of one instant have no order.
    world.pass_days(1);
    let mut bearers = Vec::new();
    for login in ["auditor", "triager"] {
        let token = app::access::issue_token(&world.ctx(&world.actor(login)), "test", 5).await;
        bearers.push(format!("Bearer {}", token.expect("a token").reveal()));
    }
    let mut browser = Browser::at(&world);
    let ask = |path: &str, bearer: &str| {
        let request = Request::get(format!("/api/v1/{path}"));
        request.header(header::AUTHORIZATION, bearer).body(Body::empty()).expect("a request")
    };
    let page = browser.send(ask(&format!("reads?case={two}"), &bearers[0])).await;
    let answer: Value = serde_json::from_str(&page.body).expect("JSON");
    assert_eq!(answer["reads"][0]["cases"], json!([two]), "{answer}");
    assert_eq!(answer["reads"][0]["door"], "web");
    assert_eq!((answer["reads"][1].is_null(), &answer["next"]), (true, &Value::Null));
    browser.send(ask(&format!("cases/{one}"), &bearers[1])).await;
    let page = browser.send(ask("reads?person=triager&limit=1", &bearers[0])).await;
    let answer: Value = serde_json::from_str(&page.body).expect("JSON");
    assert_eq!(
        (&answer["reads"][0]["kind"], &answer["reads"][0]["door"]),
        (&json!("opened"), &json!("api"))
    );
    let next = answer["next"].as_str().expect("a next page");
    let page = browser.send(ask(&format!("reads?person=triager&after={next}"), &bearers[0])).await;
    assert!(page.body.contains("\"listed\""), "{}", page.body);
    let page = browser.send(ask("reads/people", &bearers[0])).await;
    let answer: Value = serde_json::from_str(&page.body).expect("JSON");
    assert_eq!(answer["people"].as_array().map(Vec::len), Some(world.people.len()));
    let page = browser.send(ask("reads?colour=red&limit=x&after=1&since=y", &bearers[0])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer: Value = serde_json::from_str(&page.body).expect("JSON");
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(4), "{answer}");
    for path in ["reads", "reads/people", "reads?colour=red"] {
        assert_eq!(browser.send(ask(path, &bearers[1])).await.status, StatusCode::FORBIDDEN);
        assert_eq!(browser.get(&format!("/api/v1/{path}")).await.status, StatusCode::NOT_FOUND);
    }
    let document = browser.get("/api/openapi.json").await.body;
    let document: Value = serde_json::from_str(&document).expect("JSON");
    assert!(document["paths"]["/api/v1/reads"]["get"].is_object());
    assert!(document["components"]["schemas"]["Reading"]["properties"]["cases"].is_object());
}

#[tokio::test]
async fn a_page_whose_reading_cannot_be_logged_shows_nothing() {
    let (mut world, [one, _]) = told(705).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    for path in ["/queue".to_owned(), "/calendar".to_owned(), format!("/cases/{one}")] {
        let fault = Fault { site: Site::ReadLog, when: When::Before, how: How::Error, skip: 0 };
        world.faults.arm(fault);
        let page = lead.get(&path).await;
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert!(!page.body.contains("hang it") && !page.body.contains("escape it"), "{path}");
        assert_eq!(world.faults.revive().len(), 1, "{path}");
        assert_eq!(lead.get(&path).await.status, StatusCode::OK, "{path}");
    }
}
