//! What is open for whom, on the pages and in the API: sessions, tokens, invitations, coming back.

use crate::kit::{Browser, Page};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use testkit::{World, code_at};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn log_in(world: &mut World, login: &str, agent: &str) -> Browser {
    world.pass(jiff::SignedDuration::from_mins(2));
    let mut browser = Browser::at(world);
    let person = world.people[login].clone();
    let code = code_at(&person.totp, world.now);
    let body = format!("login={login}&password={}&code={code}", person.password.replace(' ', "+"));
    let request = Request::post("/login")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header(header::USER_AGENT, agent);
    let page = browser.send(request.body(Body::from(body)).expect("a request")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    browser
}

fn secret(page: &Page) -> String {
    let from = page.body.split("class=\"secret\">").nth(1).expect("it is shown once");
    from.split('<').next().expect("its text").to_owned()
}

#[tokio::test]
async fn ones_sessions_are_on_ones_page_and_end_there() {
    let mut world = World::new(801).await;
    let mut first = log_in(&mut world, "triager", "curl/8 <b>").await;
    let mut second = log_in(&mut world, "triager", FIREFOX).await;
    let you = second.get("/you").await;
    assert!(you.body.contains("Firefox on Linux <span class=\"chip chip-yes\">This one</span>"));
    assert!(you.body.contains("<h3>curl</h3>") && !you.body.contains("curl/8"), "{}", you.body);
    let token = you.hidden("form_token", "/you/sessions/end");
    let other = you.hidden("session", "<h3>curl</h3>");
    let foreign = second.post("/you/sessions/end", &[("session", &other)]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "without the page's token");
    assert_eq!(first.get("/you").await.status, StatusCode::OK);
    for _ in 0..2 {
        let form = [("form_token", token.as_str()), ("session", &other)];
        let ended = second.post("/you/sessions/end", &form).await;
        assert_eq!(
            (ended.status, ended.header("location")),
            (StatusCode::SEE_OTHER, "/you#sessions")
        );
    }
    let gone = first.get("/you").await;
    assert_eq!((gone.status, gone.header("location")), (StatusCode::SEE_OTHER, "/login"));
    let mut third = log_in(&mut world, "triager", FIREFOX).await;
    second.post("/you/sessions/others", &[("form_token", &token)]).await;
    assert_eq!(third.get("/you").await.header("location"), "/login");
    assert_eq!(second.get("/you").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_has_a_scope_on_the_page_and_is_revoked_there() {
    let mut world = World::new(802).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let you = lead.get("/you").await;
    assert!(you.body.contains("You have none."));
    let form_token = you.hidden("form_token", "action=\"/you\"");
    let form = |label: &'static str, scope: &'static str, actions: &'static str| {
        [
            ("form_token", form_token.clone()),
            ("label", label.to_owned()),
            ("days", "9".to_owned()),
            ("scope", scope.to_owned()),
            ("actions", actions.to_owned()),
        ]
    };
    let mut send = async |given: [(&'static str, String); 5]| {
        let given: Vec<(&str, &str)> = given.iter().map(|(k, v)| (*k, v.as_str())).collect();
        lead.post("/you", &given).await
    };
    let wrong = send(form("a", "read", "read-all")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("there is no scope or action"), "{}", wrong.body);
    let reads = secret(&send(form("<i>screen</i>", "read", "")).await);
    let whole = secret(&send(form("all of it", "all", "")).await);
    let mut browser = Browser::at(&world);
    let mut ask = async |method: &str, path: &str, token: &str, body: Value| {
        let request = Request::builder().method(method).uri(format!("/api/v1/you/{path}"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let page = browser.send(request.body(body).expect("a request")).await;
        (page.status, serde_json::from_str::<Value>(&page.body).expect("JSON"))
    };
    let (status, _) = ask("GET", "sessions", &reads, Value::Null).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "a narrow token does not look after the account");
    let (status, _) = ask("GET", "sessions", "vlnr_nobody", Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (_, all) = ask("GET", "tokens", &whole, Value::Null).await;
    let named: Vec<_> = all["tokens"].as_array().expect("a list").iter().collect();
    assert_eq!(named.len(), 2, "{all}");
    let screen = named.iter().find(|one| one["scope"] == "read").expect("the first");
    assert!(screen["used_at"].is_string() && !all.to_string().contains(&whole), "{all}");
    let more = json!({ "label": "more", "days": 3, "scope": "list-cases" });
    let (status, made) = ask("POST", "tokens", &whole, more).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let (status, _) = ask("POST", "sessions/end", &whole, json!({})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let id = screen["id"].as_str().expect("an id").to_owned();
    let (_, gone) = ask("POST", "tokens/revoke", &whole, json!({ "token": id })).await;
    assert_eq!(gone, json!({ "revoked": 1 }));
    let (status, _) = ask("GET", "sessions", &reads, Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nobody any more");
    let (_, ended) = ask("POST", "sessions/end", &whole, json!({ "all": true })).await;
    assert_eq!(ended, json!({ "ended": 1 }));
    assert_eq!(lead.get("/you").await.header("location"), "/login");
}

#[tokio::test]
async fn an_invitation_is_taken_back_and_a_role_ends_on_the_page_of_people() {
    let mut world = World::new(803).await;
    let mut admin = Browser::of(&mut world, "admin").await;
    let people = admin.get("/people").await;
    let token = people.hidden("form_token", "action=\"/people\"");
    let made = admin.post("/people", &[("form_token", &token), ("roles", "fixer")]).await;
    let link = secret(&made);
    let path = link.strip_prefix("http://localhost:8080").expect("our address").to_owned();
    assert_eq!(Browser::at(&world).get(&path).await.status, StatusCode::OK);
    let invite = made.hidden("invite", "Invitations that nobody has used");
    let form = [("form_token", token.as_str()), ("invite", &invite)];
    admin.post("/people/invites/revoke", &form).await;
    assert_eq!(Browser::at(&world).get(&path).await.status, StatusCode::NOT_FOUND);
    let fixer = world.people["fixer"].account.to_string();
    let set = |until: &'static str| {
        let roles =
            [("form_token", token.clone()), ("roles", "fixer".into()), ("roles", "lead".into())];
        roles.into_iter().chain([("until.lead", until.to_owned())]).collect::<Vec<_>>()
    };
    let path = format!("/people/{fixer}/roles");
    for (until, status) in [
        ("soon", StatusCode::UNPROCESSABLE_ENTITY),
        ("2020-01-01", StatusCode::UNPROCESSABLE_ENTITY),
        ("2099-01-01", StatusCode::SEE_OTHER),
    ] {
        let given = set(until);
        let given: Vec<(&str, &str)> = given.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(admin.post(&path, &given).await.status, status, "{until}");
    }
    let people = admin.get("/people").await;
    assert!(people.body.contains("Lead until <time datetime=\"2099-01-01T00:00:00Z\">"));
}

#[tokio::test]
async fn two_people_let_somebody_back_in_by_the_pages() {
    let mut world = World::new(804).await;
    let fixer = world.people["fixer"].account.to_string();
    let mut lead = Browser::of(&mut world, "lead").await;
    let mut founder = Browser::of(&mut world, "founder").await;
    let mut triager = Browser::of(&mut world, "triager").await;
    assert_eq!(triager.get("/people/recovery").await.status, StatusCode::FORBIDDEN);
    let page = lead.get("/people/recovery").await;
    let token = page.hidden("form_token", "action=\"/people/recovery\"");
    let form = [("form_token", token.as_str()), ("account", &fixer)];
    assert_eq!(lead.post("/people/recovery", &form).await.status, StatusCode::SEE_OTHER);
    let page = lead.get("/people/recovery").await;
    assert!(page.body.contains("Somebody else has to agree") && !page.body.contains("/agree"));
    let own = lead.post("/people/recovery/agree", &form).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.body);
    let page = founder.get("/people/recovery").await;
    let token = page.hidden("form_token", "/people/recovery/agree");
    let form = [("form_token", token.as_str()), ("account", &fixer)];
    let agreed = founder.post("/people/recovery/agree", &form).await;
    assert_eq!(agreed.status, StatusCode::CREATED, "{}", agreed.body);
    let link = secret(&agreed);
    let path = link.strip_prefix("http://localhost:8080").expect("our address").to_owned();
    let mut back = Browser::at(&world);
    assert!(back.get(&path).await.body.contains("<code>fixer</code>"));
    let wrong = back.post(&path, &[("password", "short"), ("code", "1")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = world.ctx(&domain::access::Actor::Anonymous);
    let opens = domain::words::Secret::read(path.trim_start_matches("/recover/"));
    let opened = app::access::return_of(&nobody, &opens).await.expect("it opens");
    let code = code_at(&opened.totp, world.now);
    let given = [("password", "a new and long password"), ("code", code.as_str())];
    let done = back.post(&path, &given).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/login?back"));
    let again = back.get(&path).await;
    let never = back.get("/recover/back_never").await;
    assert_eq!((again.status, &again.body), (never.status, &never.body), "alike");
}
