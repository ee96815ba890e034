//! Secrets and logins as oracles: one that opened something once is answered like one that never was.

use super::server::{Server, endless};
use crate::place::everywhere;
use domain::words::Secret;
use jiff::SignedDuration;
use testkit::probe::{Ask, Outsider, Weight, alike, scene};
use testkit::{World, code_at};

const FORM: &str = "application/x-www-form-urlencoded";

fn form(path: &str, body: String, asked: &str, what: &str) -> Ask {
    Ask {
        method: "POST",
        path: path.to_owned(),
        headers: vec![
            ("content-type", FORM.to_owned()),
            ("sec-fetch-site", "same-origin".to_owned()),
        ],
        body: Some(body),
        asked: asked.to_owned(),
        what: what.to_owned(),
        who: "nobody",
    }
}

fn get(path: String, headers: Vec<(&'static str, String)>, asked: &str, what: &str) -> Ask {
    let (asked, what) = (asked.to_owned(), what.to_owned());
    Ask { method: "GET", path, headers, body: None, asked, what, who: "nobody" }
}

/// Every way to show a secret of this kind.
fn shown(kind: &str, secret: &Secret) -> Vec<Ask> {
    let text = secret.reveal();
    let join = format!("/join/{text}");
    let typed = "login=somebody&name=A+name&password=a+long+password&code=123456".to_owned();
    match kind {
        "join" => vec![
            get(join.clone(), Vec::new(), text, "an invitation"),
            form(&join, typed, text, "an invitation, filled in"),
            form(&join, String::new(), text, "an invitation, left empty"),
        ],
        "calendar" => {
            vec![get(format!("/calendar/{text}.ics"), Vec::new(), text, "a calendar")]
        }
        "session" => ["/queue", "/you", "/people", "/calendar", "/cases/00000000000000000000"]
            .iter()
            .map(|path| {
                let cookie = vec![("cookie", format!("vulnerary={text}"))];
                get((*path).to_owned(), cookie, text, &format!("a session at {path}"))
            })
            .collect(),
        _ => {
            let cookie = || vec![("cookie", format!("vulnerary-track={text}"))];
            let bearer = || vec![("authorization", format!("Bearer {text}"))];
            let mut act = form("/track/case/answer", "body=a".to_owned(), text, "an answer");
            act.headers.extend(cookie());
            vec![
                form("/track", format!("secret={text}"), text, "a secret that is typed"),
                get("/track".to_owned(), cookie(), text, "a secret in a cookie"),
                act,
                get("/api/v1/cases".to_owned(), bearer(), text, "a token for the list"),
                get("/api/v1/cases/00000000000000000000".to_owned(), bearer(), text, "a token"),
            ]
        }
    }
}

fn of_session(who: &Outsider) -> Secret {
    who.session.clone().expect("they had a session")
}

async fn ended_secrets(mut world: World) {
    let scene = scene(&mut world).await;
    let mut ended = scene.ended.clone();
    let never = |prefix| Secret::from_chance(prefix, world.app.chance.secret());
    for name in ["session has ended", "let go"] {
        let who = scene.outsiders.iter().find(|who| who.name.contains(name)).expect("they ask");
        ended.push(("session", never("session"), of_session(who)));
        let token = who.bearer.clone().expect("they had a token");
        ended.push(("token", never("vlnr"), token));
    }
    let server = Server::new(&world, endless());
    for (kind, never, real) in &ended {
        for (never, real) in shown(kind, never).iter().zip(shown(kind, real)) {
            let heard = (server.ask(never).await, server.ask(&real).await);
            assert!(heard.0.status != 200 || never.path == "/track", "{never:?}");
            alike((never, &heard.0), (&real, &heard.1), Weight::Questions)
                .unwrap_or_else(|finding| panic!("{kind}: {finding}"));
        }
    }
    assert!(ended.len() >= 10, "{ended:?}");
}

#[tokio::test]
async fn a_secret_that_opened_something_once_is_answered_like_one_that_never_did() {
    println!("{}", everywhere(ended_secrets).await);
}

fn log_in(login: &str, password: &str, code: &str) -> Ask {
    let body = format!("login={login}&password={}&code={code}", password.replace(' ', "+"));
    form("/login", body, login, "a log-in")
}

/// A failure of a known login is counted beside the answer and not before it, so the two are asked
/// until both are through.
async fn logins(mut world: World) {
    let scene = scene(&mut world).await;
    world.pass(SignedDuration::from_mins(5));
    let server = Server::new(&world, endless());
    let person = world.people["publisher"].clone();
    let code = code_at(&person.totp, world.now);
    let unknown = |login: &str| log_in(&"n".repeat(login.len()), "a wrong one", "000000");
    let gone = "fixer";
    let tries = [
        ("publisher", log_in("publisher", "a wrong one", "000000")),
        ("publisher", log_in("publisher", &person.password, "000000")),
        ("publisher", log_in("publisher", "a wrong one", &code)),
        (gone, log_in(gone, &world.people[gone].password, "000000")),
        ("rightless", log_in("rightless", "", "000000")),
    ];
    for (login, real) in &tries {
        let never = unknown(login);
        let mut heard = (server.ask(&never).await, server.ask(real).await);
        assert_eq!(heard.0.status, 401);
        // What is counted afterwards is nobody's to wait for.
        for heard in [&mut heard.0, &mut heard.1] {
            heard.store.retain(|question| question.name != "commit");
        }
        alike((&never, &heard.0), (real, &heard.1), Weight::Questions)
            .unwrap_or_else(|finding| panic!("{finding}"));
    }
    drop(scene);
    // Held back after five failures, even a right one is refused alike.
    for _ in 0..4 {
        server.ask(&tries[0].1).await;
        tokio::task::yield_now().await;
    }
    let right = log_in("publisher", &person.password, &code);
    let account = async || {
        let found = world.truth().account_of_login("publisher").await.expect("it reads");
        found.expect("they have an account")
    };
    for _ in 0..200 {
        if account().await.locked_until.is_some() {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert!(account().await.locked_until.is_some(), "{:?}", account().await);
    let never = unknown("publisher");
    let heard = (server.ask(&never).await, server.ask(&right).await);
    alike((&never, &heard.0), (&right, &heard.1), Weight::Questions)
        .unwrap_or_else(|finding| panic!("{finding}"));
}

#[tokio::test]
async fn a_known_login_is_refused_like_one_that_nobody_has() {
    println!("{}", everywhere(logins).await);
}
