//! The pages as browsers meet them: what they hold, what they refuse, and what they never give away.

mod attacks;
mod clauses;
mod clock_change;
mod cve;
mod desk;
mod entrance;
mod evidence;
mod judging;
mod kit;
mod lines;
mod lists;
mod outside;
mod rating;
mod reads;
mod receipts;
mod reviews;
mod sanctions;
mod together;
mod words;

use axum::http::{Method, StatusCode, header};
use kit::{Browser, Page, published};
use serde_json::json;
use std::sync::Arc;
use testkit::{World, draft};

const PUBLIC: &[&str] = &[
    "/",
    "/policy",
    "/policy.md",
    "/policy.json",
    "/policy/questions.md",
    "/badge.svg",
    "/badge.json",
    "/policy/clauses",
    "/policy/clauses/IN-2",
    "/policy/precedents",
    "/policy/clashes",
    "/report",
    "/track",
    "/advisories",
    "/feed.atom",
    "/vuln/core/index.json",
    "/.well-known/security.txt",
    "/login",
    "/healthz",
    "/readyz",
];

fn secret_of(page: &Page) -> String {
    let at = page.body.find(">track_").expect("the secret is shown") + 1;
    page.body[at..].split('<').next().expect("its end").to_owned()
}

async fn reported(browser: &mut Browser, title: &str) -> Page {
    let form = browser.get("/report").await;
    let key = form.hidden("key", "action=\"/report\"");
    let typed = [
        ("key", key.as_str()),
        ("title", title),
        ("body", "Send it twice."),
        ("version", "2.9.7"),
        ("accept_terms", "yes"),
        ("accepted_rules", "RR-1"),
    ];
    browser.post("/report", &typed).await
}

#[tokio::test]
async fn every_public_address_answers_and_keeps_to_itself() {
    let world = World::new(1).await;
    let mut browser = Browser::at(&world);
    for path in PUBLIC {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        inert(path, &page);
        assert!(page.headers.get(header::SET_COOKIE).is_none(), "{path}");
    }
}

/// Nothing runs on this page but, where it is let in, the one script of ours; and on the form of a report
/// the one that keeps its draft.
fn inert(path: &str, page: &Page) {
    let csp = page.header("content-security-policy");
    assert!(csp.starts_with("default-src 'none'; style-src 'self';"), "{path}: {csp}");
    assert!(!csp.contains("unsafe") && !csp.contains("http"), "{path}: {csp}");
    let scripts = page.body.matches("<script").count();
    let ours = page.body.matches("<script src=\"/static/live.").count();
    let drafts = page.body.matches("<script src=\"/static/draft.").count();
    let (runs, keeps) = (csp.contains("script-src 'self'"), page.body.contains("data-draft="));
    let expected = (ours + drafts, usize::from(runs), usize::from(keeps));
    assert_eq!((scripts, ours, drafts), expected, "{path}");
    assert!(!page.body.contains(" onclick=") && !page.body.contains("javascript:"), "{path}");
    assert!(csp.contains("frame-ancestors 'none'"), "{path}");
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
    assert!(!page.body.contains("style="), "{path}");
    assert!(!page.body.contains("<img src=x"), "{path}");
}

#[tokio::test]
async fn public_bytes_do_not_depend_on_cases() {
    let world = World::new(2).await;
    let paths = [
        "/",
        "/policy",
        "/policy.json",
        "/badge.svg",
        "/badge.json",
        "/.well-known/security.txt",
        "/advisories",
        "/feed.atom",
        "/vuln/core/index.json",
    ];
    let mut before = Vec::new();
    for path in paths {
        before.push(Browser::at(&world).get(path).await.body);
    }
    world.report(&draft("Nobody may count this")).await.unwrap();
    for (path, before) in paths.iter().zip(before) {
        assert_eq!(Browser::at(&world).get(path).await.body, before, "{path}");
    }
}

#[tokio::test]
async fn what_has_moved_for_good_is_found_again() {
    let world = World::new(3).await;
    let mut browser = Browser::at(&world);
    let page = browser.get("/responsible-disclosure").await;
    assert_eq!(page.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(page.header("location"), "/policy");
    let page = browser.get("/responsible-disclosure/").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn security_txt_is_valid_and_signed_once_for_one_text() {
    let mut world = World::new(3).await;
    let now = Arc::new(std::sync::Mutex::new(world.now));
    let (clock, count) = (Arc::clone(&now), Arc::new(std::sync::atomic::AtomicUsize::new(0)));
    let counted = Arc::clone(&count);
    let sign = move |text: &str| -> Result<String, String> {
        let n = counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(format!("{text}# signed {n}\n"))
    };
    let time = Arc::new(move || *clock.lock().unwrap());
    let state = web::WebState::new(world.app.clone(), time, "https://s.example");
    let mut browser = Browser::on(state.signing(Box::new(sign)));
    let file = "/.well-known/security.txt";
    let first = browser.get(file).await;
    assert!(formats::security_txt::check(first.body.as_bytes(), world.now).is_valid());
    world.now += jiff::SignedDuration::from_hours(24);
    *now.lock().unwrap() = world.now;
    assert_eq!(browser.get(file).await.body, first.body, "the same all month");
    world.now += jiff::SignedDuration::from_hours(24 * 31);
    *now.lock().unwrap() = world.now;
    assert!(browser.get(file).await.body.contains("# signed 1\n"));
    assert_eq!(count.load(std::sync::atomic::Ordering::Relaxed), 2);
}

#[tokio::test]
async fn unchanged_public_bytes_are_not_sent_again() {
    let world = World::new(3).await;
    let mut browser = Browser::at(&world);
    let first = browser.get("/policy").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() == 66);
    let again = browser.ask(Method::GET, "/policy", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let head = browser.ask(Method::HEAD, "/policy", &[]).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(head.header("etag"), tag);
}

#[tokio::test]
async fn a_report_gives_a_receipt_that_opens_it_again() {
    let world = World::new(4).await;
    let mut browser = Browser::at(&world);
    let receipt = reported(&mut browser, "Headers hang it").await;
    assert_eq!(receipt.status, StatusCode::CREATED, "{}", receipt.body);
    let secret = secret_of(&receipt);
    let opened = browser.post("/track", &[("secret", &secret)]).await;
    assert_eq!(opened.header("location"), "/track");
    let cookie = opened.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/track"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let page = browser.get("/track").await;
    inert("/track", &page);
    assert!(page.body.contains("Headers hang it") && page.body.contains("First answer"));
    assert!(page.body.contains("Rules accepted</dt><dd>RR-1 of policy"));
    let token = page.hidden("form_token", "id=\"case-answer\"");
    let words = [("form_token", token.as_str()), ("body", "It hangs on Tuesdays.")];
    let sent = browser.post("/track/case/answer", &words).await;
    assert_eq!(sent.header("location"), "/track?done=case-answer", "{}", sent.body);
    let page = browser.get("/track?done=case-answer").await;
    assert!(
        page.body.contains("It hangs on Tuesdays.") && page.body.contains("Your message was sent.")
    );
    browser.post("/track/leave", &[]).await;
    assert!(!browser.get("/track").await.body.contains("Headers hang it"));
}

#[tokio::test]
async fn a_form_sent_twice_files_one_report_and_shows_its_one_secret() {
    let world = World::new(5).await;
    let mut browser = Browser::at(&world);
    let form = [("key", "0123456789abcdef"), ("title", "t"), ("body", "b"), ("version", "1")];
    let first = browser.post("/report", &form).await;
    let again = browser.post("/report", &form).await;
    assert_eq!(first.status, StatusCode::CREATED);
    assert_eq!(first.body, again.body, "the receipt whose answer was lost comes again");
}

#[tokio::test]
async fn what_was_typed_stays_when_a_report_is_incomplete() {
    let world = World::new(6).await;
    let mut browser = Browser::at(&world);
    let form = [
        ("key", "0123456789abcdef"),
        ("title", "<img src=x onerror=alert(1)>"),
        ("body", "kept words"),
        ("claim.attacker", "local"),
        ("accepted_rules", "RR-1 RR-9"),
    ];
    let page = browser.post("/report", &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("href=\"#accepted_rules\"") && page.body.contains("RR-9"));
    assert!(page.body.contains("href=\"#version\"") && page.body.contains("kept words"));
    assert!(page.body.contains("value=\"local\" selected"));
    inert("/report", &page);
}

#[tokio::test]
async fn a_case_that_may_not_be_known_looks_like_none() {
    let mut world = World::new(7).await;
    let (id, _) = world.report(&draft("Quiet")).await.unwrap();
    let mut admin = Browser::of(&mut world, "admin").await;
    let hidden = admin.get(&format!("/cases/{id}")).await;
    for path in ["/cases/00000000000000000000", "/cases/nonsense", "/nowhere", "/advisories/X-1"] {
        let absent = admin.get(path).await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND);
        assert_eq!((&absent.body, &absent.headers), (&hidden.body, &hidden.headers), "{path}");
    }
    let wrong = Browser::at(&world).post("/track", &[("secret", "track_0")]).await;
    assert_eq!((&wrong.body, &wrong.headers), (&hidden.body, &hidden.headers));
    let join = Browser::at(&world).get("/join/join_0").await;
    assert_eq!((&join.body, &join.headers), (&hidden.body, &hidden.headers));
}

#[tokio::test]
async fn who_is_not_logged_in_is_asked_to_whether_a_case_is_there_or_not() {
    let world = World::new(8).await;
    let (id, _) = world.report(&draft("Quiet")).await.unwrap();
    let there = format!("/cases/{id}");
    for path in [there.as_str(), "/cases/00000000000000000000", "/queue", "/people", "/you"] {
        let page = Browser::at(&world).get(path).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, "/login"));
        assert_eq!(page.body, "");
    }
}

#[tokio::test]
async fn every_page_of_the_team_opens_and_a_hostile_title_stays_text() {
    let mut world = World::new(9).await;
    let title = "<img src=x onerror=alert(1)>";
    let (hostile, _) = world.report(&draft(title)).await.unwrap();
    let told = published(&mut world).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let paths = [
        "/queue".to_owned(),
        "/queue?closed=1".to_owned(),
        "/queue?q=headers".to_owned(),
        "/you".to_owned(),
        format!("/cases/{hostile}"),
        format!("/cases/{told}"),
    ];
    for path in &paths {
        let page = lead.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        inert(path, &page);
    }
    assert!(lead.get("/queue").await.body.contains("&#60;img src=x"));
    let mut founder = Browser::of(&mut world, "founder").await;
    inert("/people", &founder.get("/people").await);
    assert_eq!(lead.get("/people").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_without_its_token_or_from_elsewhere_changes_nothing() {
    let mut world = World::new(10).await;
    let (id, _) = world.report(&draft("Quiet")).await.unwrap();
    let mut lead = Browser::of(&mut world, "lead").await;
    let path = format!("/cases/{id}/case/note");
    let before = world.events(&id).await.len();
    let page = lead.post(&path, &[("body", "x")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let page = lead.get(&format!("/cases/{id}")).await;
    let token = page.hidden("form_token", "id=\"case-note\"");
    let version = page.hidden("expected_version", "id=\"case-note\"");
    let form =
        [("form_token", token.as_str()), ("expected_version", version.as_str()), ("body", "x")];
    assert_eq!(lead.post_from(&path, &form, "cross-site").await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.events(&id).await.len(), before);
    assert_eq!(lead.post(&path, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.events(&id).await.len(), before + 1);
}

#[tokio::test]
async fn a_refused_form_comes_back_with_the_reason_and_what_was_typed() {
    let mut world = World::new(11).await;
    let (id, _) = world.report(&draft("Quiet")).await.unwrap();
    let mut lead = Browser::of(&mut world, "lead").await;
    let case = lead.get(&format!("/cases/{id}")).await;
    let token = case.hidden("form_token", "id=\"case-note\"");
    let version = case.hidden("expected_version", "id=\"case-note\"");
    let form = [
        ("form_token", token.as_str()),
        ("expected_version", &version),
        ("line", "v2"),
        ("affected", "no"),
    ];
    let page = lead.post(&format!("/cases/{id}/release/assess"), &form).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("not affected, say why") && page.body.contains("Rule:"));
    world
        .perform(&world.actor("triager"), "case note", &id, json!({ "body": "first" }))
        .await
        .unwrap();
    let late =
        [("form_token", token.as_str()), ("expected_version", &version), ("body", "kept words")];
    let page = lead.post(&format!("/cases/{id}/case/note"), &late).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("kept words") && page.body.contains("moved on to version"));
}

#[tokio::test]
async fn an_advisory_is_read_and_taken_away_in_every_format() {
    let mut world = World::new(12).await;
    published(&mut world).await;
    let mut browser = Browser::at(&world);
    let front = browser.get("/").await;
    let at = front.body.find("href=\"/advisories/ACME-").expect("a link") + 6;
    let path = front.body[at..].split('"').next().unwrap().to_owned();
    let page = browser.get(&path).await;
    inert(&path, &page);
    assert!(page.body.contains("<em>header</em>") && page.body.contains("2.9.9"));
    for ending in ["md", "osv.json", "node-core.json"] {
        let file = browser.get(&format!("{path}.{ending}")).await;
        assert_eq!(file.status, StatusCode::OK, "{ending}");
        assert!(file.body.contains("2.9.9") && !file.header("etag").is_empty(), "{ending}");
    }
    let index = browser.get("/vuln/core/index.json").await;
    let index: serde_json::Value = serde_json::from_str(&index.body).unwrap();
    assert!(index["1"]["patched"].as_str().unwrap().contains("2.9.9"));
    assert_eq!(browser.get("/vuln/core/1.json").await.status, StatusCode::OK);
    assert_eq!(browser.get("/vuln/core/2.json").await.status, StatusCode::NOT_FOUND);
    assert!(browser.get("/feed.atom").await.body.contains("ACME-"));
}

#[tokio::test]
async fn over_tls_the_session_is_bound_to_this_host() {
    let mut world = World::new(13).await;
    world.pass(jiff::SignedDuration::from_mins(2));
    let mut browser = Browser::reaching(&world, "https://security.example.org");
    let person = world.people["lead"].clone();
    let code = testkit::code_at(&person.totp, world.now);
    let form = [("login", "lead"), ("password", person.password.as_str()), ("code", &code)];
    let page = browser.post("/login", &form).await;
    let cookie = page.header("set-cookie");
    for part in ["__Host-vulnerary=session_", "Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(browser.get("/queue").await.status, StatusCode::OK);
    let token = browser.get("/you").await.hidden("form_token", "action=\"/logout\"");
    let out = browser.post("/logout", &[("form_token", &token)]).await;
    assert_eq!(out.header("clear-site-data"), "\"storage\"");
    browser
        .cookies
        .insert("__Host-vulnerary".into(), cookie[17..].split(';').next().unwrap().into());
    assert_eq!(browser.get("/queue").await.header("location"), "/login");
}

#[tokio::test]
async fn an_invitation_is_shown_once_and_makes_an_account_once() {
    let mut world = World::new(14).await;
    let mut founder = Browser::of(&mut world, "founder").await;
    let token = founder.get("/people").await.hidden("form_token", "action=\"/people\"");
    let page = founder.post("/people", &[("form_token", &token), ("roles", "triager")]).await;
    let at = page.body.find("/join/join_").expect("the link");
    let path = page.body[at..].split('<').next().unwrap().to_owned();
    assert!(!founder.get("/people").await.body.contains("join_"));
    let mut guest = Browser::at(&world);
    let form = guest.get(&path).await;
    inert("/join", &form);
    assert!(form.body.contains("data:image/svg+xml,") && form.body.contains("Triager"));
    let mut typed = vec![("login", "new"), ("name", "Nia"), ("password", "long enough it is")];
    let wrong = guest.post(&path, &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let secret = domain::words::Secret::read(path.rsplit('/').next().unwrap());
    let ctx = world.ctx(&domain::access::Actor::Anonymous);
    let offered = app::access::enrolment(&ctx, &secret).await.unwrap();
    let code = testkit::code_at(&offered.totp, world.now);
    typed.push(("code", &code));
    assert_eq!(guest.post(&path, &typed).await.header("location"), "/login?joined");
    assert!(guest.get("/login?joined").await.body.contains("Your account is made."));
    assert!(!guest.get("/login").await.body.contains("Your account is made."));
    assert_eq!(guest.post(&path, &typed).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_too_long_or_no_form_is_refused_with_a_page() {
    let world = World::new(15).await;
    let mut browser = Browser::at(&world);
    let long = "x".repeat(1_100_000);
    let page = browser.post("/report", &[("body", &long)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    inert("/report", &page);
    let page = browser.ask(Method::DELETE, "/report", &[("sec-fetch-site", "none")]).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
}
