//! S02: a reporter goes through a thousand ids. Nothing is told, soon nobody looks any more, one
//! warning reaches those whom it concerns, and whoever is behind the same address goes on as before.

use super::server::{Server, endless};
use crate::place::everywhere;
use crate::told::reported;
use domain::words::{CaseId, Secret};
use jiff::SignedDuration;
use std::collections::BTreeSet;
use testkit::probe::{Ask, Heard, scene};
use testkit::{World, code_at, files};

const HERE: &str = "198.51.100.7:4711";
const ELSEWHERE: &str = "203.0.113.9:4711";

/// The policy of Acme with somebody who is told.
async fn with_an_auditor(world: &mut World) {
    let mut files = files();
    let policy = String::from_utf8(files["policy.toml"].clone()).expect("text");
    let rota = "\n[[rota]]\nrole = \"auditor\"\nto = [\"audit@acme.example\"]\n";
    files.insert("policy.toml".to_owned(), (policy + rota).into_bytes());
    world.change_policy(&files).await;
}

fn bearer(secret: &Secret) -> Vec<(&'static str, String)> {
    vec![("authorization", format!("Bearer {}", secret.reveal()))]
}

/// Like any address at which nothing is.
fn same(one: &Heard, other: &Heard) -> bool {
    (one.status, &one.headers, &one.body) == (other.status, &other.headers, &other.body)
}

/// What is asked: ids one after another, the real one again and again, and everything else that could
/// be there.
fn addresses(real: &CaseId) -> Vec<String> {
    let mut all: Vec<String> = (0_u128..960)
        .map(|number| match number % 40 {
            39 => format!("/api/v1/cases/{real}"),
            13 => format!("/api/v1/cases/{real}/packet"),
            7 => format!("/api/v1/cases/{real}/moves"),
            _ => format!("/api/v1/cases/{}", CaseId::from_chance(number.to_be_bytes())),
        })
        .collect();
    let rest = [
        "/api/v1/attachments/1",
        "/api/v1/cases?words=headers",
        "/api/v1/cases?limit=200",
        "/api/v1/metrics",
        "/api/v1/export",
        "/api/v1/feed",
        "/api/v1/socket",
        "/api/v1/webhooks/replay",
        "/api/v1/password-reset",
        "/api/v1/invitations",
    ];
    all.extend(rest.iter().cycle().take(40).map(|&path| path.to_owned()));
    all
}

async fn a_thousand_ids(mut world: World) {
    with_an_auditor(&mut world).await;
    let (real, victim) = reported(&world).await;
    let (own, mine) = reported(&world).await;
    let server = Server::new(&world, web::Limits::default()).from(HERE);
    let nothing = server.get("/api/v1/nothing", &[]).await;
    assert_eq!(nothing.status, 404);
    let mut looked = Vec::new();
    for path in addresses(&real) {
        let heard = server.get(&path, &bearer(&mine)).await;
        assert!(same(&heard, &nothing), "{path}: {heard:?}");
        looked.push((path.starts_with("/api/v1/cases/"), heard.store.len()));
    }
    // Twenty are looked up; after that nobody is asked, for whatever id.
    let ids: Vec<usize> = looked.iter().filter(|(id, _)| *id).map(|(_, cost)| *cost).collect();
    assert!(ids[..20].iter().all(|cost| *cost > 0), "{ids:?}");
    assert!(ids[20..].iter().all(|cost| *cost == 0), "{ids:?}");
    // Their own case is theirs all the same, and so is everybody else's behind this address.
    let case = server.get(&format!("/api/v1/cases/{own}"), &bearer(&mine)).await;
    assert_eq!(case.status, 200);
    let case = server.get(&format!("/api/v1/cases/{real}"), &bearer(&victim)).await;
    assert_eq!(case.status, 200);
    // One warning, with a number and nothing else.
    warned(&world, 1).await;
    let warning = world.spool.warned().remove(0);
    assert_eq!((warning.to.as_str(), warning.guesses), ("audit@acme.example", 20));
    let said = formats::mail::warning_body(warning.guesses, warning.at);
    assert!(said.contains("20 that were wrong") && !said.contains("198.51"), "{said}");
    for word in [real.as_str(), own.as_str(), mine.reveal()] {
        assert!(!format!("{warning:?}{said}").contains(word), "{warning:?}");
    }
    assert_eq!(world.events(&real).await.len(), world.links(&real).await.len());
}

/// Jobs are done until so many warnings left; and no more come.
async fn warned(world: &World, wanted: usize) {
    for _ in 0..200 {
        world.drain().await.expect("jobs are done");
        if world.spool.warned().len() >= wanted {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(world.spool.warned().len(), wanted);
}

#[tokio::test]
async fn who_goes_through_a_thousand_ids_learns_nothing_and_is_noticed_once() {
    println!("{}", everywhere(a_thousand_ids).await);
}

fn form(path: &str, pairs: &[(&str, &str)]) -> Ask {
    let encoded = |text: &str| text.replace('%', "%25").replace('&', "%26").replace(' ', "+");
    let body: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    Ask {
        method: "POST",
        path: path.to_owned(),
        headers: vec![
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
            ("sec-fetch-site", "same-origin".to_owned()),
        ],
        body: Some(body.join("&")),
        asked: String::new(),
        what: path.to_owned(),
        who: "somebody",
    }
}

/// Somebody floods from an address that others share: an exit of Tor, an office.
async fn neighbours(mut world: World) {
    let scene = scene(&mut world).await;
    let (own, mine) = reported(&world).await;
    let server = Server::new(&world, web::Limits::default()).from(HERE);
    for number in 0..100_u8 {
        let guess = Secret::from_chance("track", [number; 32]);
        let typed = server.ask(&form("/track", &[("secret", guess.reveal())])).await;
        let shown = server.get(&format!("/api/v1/cases/{own}"), &bearer(&guess)).await;
        assert_eq!((typed.status, shown.status), (404, 404));
    }
    // Whoever holds the secret opens their case, for the first time too.
    let typed = server.ask(&form("/track", &[("secret", mine.reveal())])).await;
    assert_eq!(typed.status, 303, "{typed:?}");
    let cookie = vec![("cookie", format!("vulnerary-track={}", mine.reveal()))];
    assert!(server.get("/track", &cookie).await.body.contains("two headers end the process"));
    let shown = server.get(&format!("/api/v1/cases/{own}"), &bearer(&mine)).await;
    assert_eq!(shown.status, 200);
    // Whoever works here goes on working, on whatever case they may see.
    let triager = scene.outsiders.iter().find(|who| who.name.contains("kept out")).expect("one");
    for _ in 0..40 {
        let path = format!("/cases/{}", scene.hidden);
        assert_eq!(server.get(&path, &triager.headers(&path)).await.status, 404);
    }
    for path in [format!("/cases/{}", scene.known), format!("/cases/{own}"), "/queue".to_owned()] {
        assert_eq!(server.get(&path, &triager.headers(&path)).await.status, 200, "{path}");
    }
    // And somebody logs in: wrong ids and secrets are no wrong passwords.
    world.pass(SignedDuration::from_mins(3));
    let server = Server { router: Server::new(&world, web::Limits::default()).router, ..server };
    let person = &world.people["lead"];
    let code = code_at(&person.totp, world.now);
    let typed = [("login", "lead"), ("password", person.password.as_str()), ("code", &code)];
    assert_eq!(server.ask(&form("/login", &typed)).await.status, 303);
}

#[tokio::test]
async fn a_flood_from_a_shared_address_keeps_nobody_from_their_own_case() {
    println!("{}", everywhere(neighbours).await);
}

/// A server whose clock the test sets.
fn clocked(
    world: &World,
    limits: web::Limits,
) -> (Server, std::sync::Arc<std::sync::Mutex<jiff::Timestamp>>) {
    let server = Server::new(world, endless());
    let now = std::sync::Arc::new(std::sync::Mutex::new(world.now));
    let clock = std::sync::Arc::clone(&now);
    let app = app::App { store: std::sync::Arc::clone(&server.store) as _, ..(*world.app).clone() };
    let time = move || *clock.lock().expect("nobody panicked");
    let state = web::WebState::new(app.into(), std::sync::Arc::new(time), "http://sec.example");
    (Server { router: web::router(state.limited(limits)), ..server }, now)
}

async fn log_ins(world: World) {
    let limits = web::Limits { log_ins: 3, ..Default::default() };
    let (server, now) = clocked(&world, limits);
    let server = server.from(HERE);
    let wrong = form("/login", &[("login", "nobody"), ("password", "x"), ("code", "1")]);
    let mut heard = Vec::new();
    for _ in 0..5 {
        heard.push(server.ask(&wrong).await);
    }
    assert!(heard.iter().all(|one| same(one, &heard[0]) && one.status == 401));
    let cost: Vec<usize> = heard.iter().map(|one| one.store.len()).collect();
    assert_eq!(cost, [1, 1, 1, 0, 0]);
    let person = &world.people["lead"];
    let right = async |server: &Server, minutes: i64| {
        let at = world.now + SignedDuration::from_mins(minutes);
        *now.lock().expect("nobody panicked") = at;
        let code = code_at(&person.totp, at);
        let typed = [("login", "lead"), ("password", person.password.as_str()), ("code", &code)];
        server.ask(&form("/login", &typed)).await
    };
    let refused = right(&server, 2).await;
    assert_eq!((refused.status, refused.store.len()), (401, 0), "nobody looks, right or wrong");
    let elsewhere =
        Server { router: server.router.clone(), store: server.store.clone(), peer: None }
            .from(ELSEWHERE);
    assert_eq!(right(&elsewhere, 4).await.status, 303);
    assert_eq!(right(&server, 11).await.status, 303, "the window is over");
}

#[tokio::test]
async fn after_too_many_failed_log_ins_from_one_address_nobody_looks_at_the_next() {
    println!("{}", everywhere(log_ins).await);
}

async fn log_ins_at_once(world: World) {
    let limits = web::Limits { log_ins: 3, ..Default::default() };
    let server = Server::new(&world, limits).from(HERE);
    let wrong = form("/login", &[("login", "nobody"), ("password", "x"), ("code", "1")]);
    let asked = server.ask_at_once(&wrong, 40).await;
    assert_eq!(asked.len(), 3, "so many were looked up, and no password was hashed for the rest");
}

#[tokio::test]
async fn log_ins_that_are_sent_at_once_are_no_more_than_one_address_may() {
    println!("{}", everywhere(log_ins_at_once).await);
}

fn report(title: &str, key: &str) -> Ask {
    let typed = [
        ("key", key),
        ("title", title),
        ("body", "send it twice"),
        ("version", "2.9.7"),
        ("accept_terms", "yes"),
        ("accepted_rules", "RR-1"),
    ];
    form("/report", &typed)
}

fn secret_in(heard: &Heard) -> String {
    let at = heard.body.find("track_").unwrap_or_else(|| panic!("a secret in {}", heard.body));
    heard.body[at..at + "track_".len() + 64].to_owned()
}

async fn reports(world: World) {
    let limits = web::Limits { reports: 3, ..Default::default() };
    let (server, now) = clocked(&world, limits);
    let server = server.from(HERE);
    let incomplete = form("/report", &[("title", "x")]);
    for _ in 0..10 {
        assert_eq!(server.ask(&incomplete).await.status, 422, "what is not taken is not counted");
    }
    let mut secrets = BTreeSet::new();
    for number in 0..3 {
        let heard = server.ask(&report("headers", &format!("key-of-the-report-{number}"))).await;
        assert_eq!(heard.status, 201, "{heard:?}");
        secrets.insert(secret_in(&heard));
    }
    let late = server.ask(&report("the <fourth>", "key-of-the-report-no-4")).await;
    assert_eq!(late.status, 429);
    let wait = late.headers.iter().find(|(name, _)| name == "retry-after").map(|(_, value)| value);
    assert_eq!(wait.map(String::as_str), Some("3600"));
    assert!(late.body.contains("the &#60;fourth&#62;") && late.body.contains("send it twice"));
    assert!(late.body.contains("in 60 minutes") && late.body.contains("key-of-the-report-no-4"));
    // Whose answer was lost gets it again.
    let again = server.ask(&report("headers", "key-of-the-report-1")).await;
    assert!(again.status == 201 && secrets.contains(&secret_in(&again)));
    // Through the other door it is the same budget, and the answer is for programs.
    let mut json = report("headers", "");
    json.path = "/api/v1/reports".to_owned();
    json.body = Some(serde_json::json!({ "title": "a", "body": "b", "version": "1" }).to_string());
    let heard = server.ask(&json).await;
    assert_eq!(heard.status, 429);
    assert!(heard.body.contains("\"status\":429") && heard.body.contains("in 60 minutes"));
    let elsewhere =
        Server { router: server.router.clone(), store: server.store.clone(), peer: None }
            .from(ELSEWHERE);
    assert_eq!(elsewhere.ask(&report("headers", "key-of-the-report-elsewhere")).await.status, 201);
    *now.lock().expect("nobody panicked") = world.now + SignedDuration::from_hours(1);
    let heard = server.ask(&report("the <fourth>", "key-of-the-report-no-4")).await;
    assert_eq!(heard.status, 201);
    // Where nobody's address is known nobody is charged with what all do.
    let inside = Server { peer: None, ..elsewhere };
    for number in 0..10 {
        let heard = inside.ask(&report("headers", &format!("key-from-inside-{number}"))).await;
        assert_eq!(heard.status, 201);
    }
}

#[tokio::test]
async fn one_address_leaves_so_many_reports_an_hour_and_loses_none_that_was_typed() {
    println!("{}", everywhere(reports).await);
}
