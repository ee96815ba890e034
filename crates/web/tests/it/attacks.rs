//! What an attacker tries first: who answers, which logins there are, and consent to something else.

use crate::kit::Browser;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use testkit::{World, draft};

#[tokio::test]
async fn a_login_that_exists_is_refused_no_faster_than_one_that_does_not() {
    let world = World::new(81).await;
    let mut browser = Browser::at(&world);
    for login in ["lead", "nobody-of-this-name"] {
        let began = Instant::now();
        let form = [("login", login), ("password", "wrong"), ("code", "000000")];
        let page = browser.post("/login", &form).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(began.elapsed() >= Duration::from_millis(400), "{login}: {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_reporter_reads_of_a_proposal_that_the_team_made_it_not_who() {
    let world = World::new(82).await;
    let (id, secret) = world.report(&draft("Headers hang it")).await.expect("a report");
    let lead = world.actor("lead");
    let given = json!({ "ends_at": "2026-04-20T09:00:00Z", "because": "two lines" });
    world.perform(&lead, "embargo propose", &id, given).await.expect("a proposal");
    let request = Request::get(format!("/api/v1/cases/{id}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", secret.reveal()))
        .body(Body::empty());
    let page = Browser::at(&world).send(request.expect("a request")).await;
    let case: Value = serde_json::from_str(&page.body).expect("JSON");
    assert_eq!(case["embargo"]["proposals"][0]["by"], "team");
    for person in world.people.values() {
        let domain::access::Actor::Person { account, .. } = person.actor() else { continue };
        assert!(!page.body.contains(account.as_str()), "{}", page.body);
    }
}

#[tokio::test]
async fn terms_swapped_under_a_reporters_eyes_are_not_accepted() {
    let world = World::new(83).await;
    let (id, secret) = world.report(&draft("Headers hang it")).await.expect("a report");
    let lead = world.actor("lead");
    let propose = |at: &str| json!({ "ends_at": at, "because": "two lines" });
    let (read, swapped) = ("2026-04-20T09:00:00Z", "2026-04-25T09:00:00Z");
    world.perform(&lead, "embargo propose", &id, propose(read)).await.expect("a proposal");
    let mut browser = Browser::at(&world);
    browser.post("/track", &[("secret", secret.reveal())]).await;
    let page = browser.get("/track").await;
    let below = "action=\"/track/embargo/accept\"";
    let (token, terms) = (page.hidden("form_token", below), page.hidden("terms", below));
    world.perform(&lead, "embargo propose", &id, propose(swapped)).await.expect("another one");
    let form = [("form_token", token.as_str()), ("terms", terms.as_str())];
    let page = browser.post("/track/embargo/accept", &form).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(!world.case(&id).await.embargo.proposals.is_empty(), "nothing was accepted");
    let page = browser.get("/track").await;
    let terms = page.hidden("terms", below);
    let form = [("form_token", token.as_str()), ("terms", terms.as_str())];
    let page = browser.post("/track/embargo/accept", &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

/// The stored words stay as they were sent; the pages show them without what turns or hides text.
#[tokio::test]
async fn what_a_stranger_writes_turns_no_text_around_on_a_page() {
    let mut world = World::new(84).await;
    let mut sent = draft("one \u{202e}two\u{9b}31m");
    sent.body = "three \u{2066}four".to_owned();
    let (id, secret) = world.report(&sent).await.expect("a report");
    let mut staff = Browser::of(&mut world, "lead").await;
    let mut reporter = Browser::at(&world);
    reporter.post("/track", &[("secret", secret.reveal())]).await;
    let pages = [
        staff.get("/queue").await,
        staff.get(&format!("/cases/{id}")).await,
        reporter.get("/track").await,
    ];
    for page in pages {
        assert!(page.body.contains("one two"), "{}", page.body);
        assert!(
            page.body.chars().all(|c| c == '\r' || domain::words::is_plain(c)),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn a_browser_that_came_over_tls_is_told_to_come_without_it_never_again() {
    let world = World::new(77).await;
    for path in ["/", "/nothing", "/api/v1/cases", "/track", "/static/nothing"] {
        let page = Browser::reaching(&world, "https://security.example.org").get(path).await;
        assert_eq!(page.header("strict-transport-security"), "max-age=31536000", "{path}");
        let plain = Browser::at(&world).get(path).await;
        assert!(plain.headers.get("strict-transport-security").is_none(), "{path}");
    }
}

#[tokio::test]
async fn over_tls_a_reporters_secret_is_for_their_own_pages_and_for_no_script() {
    let world = World::new(78).await;
    let (_, secret) = world.report(&draft("Quiet")).await.expect("a report");
    let mut browser = Browser::reaching(&world, "https://security.example.org");
    let page = browser.post("/track", &[("secret", secret.reveal())]).await;
    let cookie = page.header("set-cookie");
    let name = "__Secure-vulnerary-track=track_";
    for part in [name, "Secure", "HttpOnly", "Path=/track", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}
