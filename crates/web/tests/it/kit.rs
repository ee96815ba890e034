//! A browser in small: it keeps cookies, fills in forms, and looks at what comes back.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::words::CaseId;
use jiff::SignedDuration;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::{World, code_at, draft};
use tower::ServiceExt as _;

/// A browser before one server.
pub(crate) struct Browser {
    router: axum::Router,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Browser {
    /// At this world, now.
    pub(crate) fn at(world: &World) -> Self {
        Self::reaching(world, "http://localhost:8080")
    }

    /// At this world under this address.
    pub(crate) fn reaching(world: &World, url: &str) -> Self {
        let now = world.now;
        Self::on(web::WebState::new(Arc::clone(&world.app), Arc::new(move || now), url))
    }

    /// At this server.
    pub(crate) fn on(state: web::WebState) -> Self {
        Self { router: web::router(state), cookies: BTreeMap::new() }
    }

    /// At this world, with another policy in force.
    pub(crate) fn with_policy(world: &World, policy: domain::policy::Policy) -> Self {
        let now = world.now;
        let app = app::App { policy: Arc::new(policy), ..(*world.app).clone() };
        let url = "http://localhost:8080";
        let state = web::WebState::new(Arc::new(app), Arc::new(move || now), url);
        Self { router: web::router(state), cookies: BTreeMap::new() }
    }

    /// Somebody of the team, logged in.
    pub(crate) async fn of(world: &mut World, login: &str) -> Self {
        world.pass(SignedDuration::from_mins(2));
        let mut browser = Self::at(world);
        let person = world.people[login].clone();
        let code = code_at(&person.totp, world.now);
        let form = [("login", login), ("password", &person.password), ("code", &code)];
        let page = browser.post("/login", &form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        browser
    }

    pub(crate) async fn send(&mut self, request: Request<Body>) -> Page {
        let (mut parts, body) = request.into_parts();
        if !self.cookies.is_empty() {
            let all: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            parts
                .headers
                .insert(header::COOKIE, all.join("; ").parse().expect("cookies are a header"));
        }
        let request = Request::from_parts(parts, body);
        let response =
            self.router.clone().oneshot(request).await.expect("the router always answers");
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all(header::SET_COOKIE) {
            let first = cookie
                .to_str()
                .expect("a cookie is text")
                .split(';')
                .next()
                .expect("a cookie has a value");
            let (name, value) = first.split_once('=').expect("a name and a value");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let bytes =
            axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a whole body");
        Page { status, headers, body: String::from_utf8(bytes.to_vec()).expect("pages are UTF-8") }
    }

    pub(crate) async fn ask(&mut self, method: Method, path: &str, given: &[(&str, &str)]) -> Page {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in given {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.ask(Method::GET, path, &[]).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        self.post_from(path, form, "same-origin").await
    }

    pub(crate) async fn post_from(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
        site: &str,
    ) -> Page {
        let body: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .body(Body::from(body.join("&")));
        self.send(request.expect("a request")).await
    }
}

fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    text.bytes()
        .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header is text"))
    }

    /// The value of the first hidden field of this name, below this text.
    pub(crate) fn hidden(&self, name: &str, below: &str) -> String {
        let from = self.body.find(below).unwrap_or_else(|| panic!("{below} in {}", self.body));
        let start = format!("name=\"{name}\" value=\"");
        let at = self.body[from..].find(&start).expect("the field") + from + start.len();
        self.body[at..].split('"').next().expect("its value").to_owned()
    }
}

/// A case told from report to publication; its embargo ran out.
pub(crate) async fn published(world: &mut World) -> CaseId {
    let (id, _) = world.report(&draft("Headers hang it")).await.expect("a report");
    let steps = [
        ("lead", "case write", json!({ "body": "We see it too." })),
        ("lead", "release assess", json!({ "line": "v2", "affected": "yes" })),
        (
            "lead",
            "release assess",
            json!({ "line": "v3", "affected": "no",
            "justification": "vulnerable_code_not_present" }),
        ),
        ("lead", "case validate", json!({ "because": "we saw it happen" })),
        ("lead", "case severity", json!({ "severity": "high" })),
        ("lead", "case accept", json!({})),
        (
            "lead",
            "advisory write",
            json!({ "title": "Headers <b>hang</b> it",
            "details": "A *header* hangs it. <script>alert(1)</script>" }),
        ),
    ];
    for (login, verb, given) in steps {
        let actor = world.actor(login);
        world.perform(&actor, verb, &id, given).await.unwrap_or_else(|e| panic!("{verb}: {e}"));
    }
    world.fix(&id, ("lead", "reviewer"), "v2", "2.9.9").await;
    let lead = world.actor("lead");
    world.perform(&lead, "advisory request", &id, json!({})).await.expect("asked");
    world.pass_days(46);
    world.drain().await.expect("the embargo ends");
    let shown = app::case::show(&world.ctx(&world.actor("reviewer")), &id).await.expect("the case");
    let digest = shown.candidate.expect("it is complete").digest().to_string();
    let (reviewer, lead) = (world.actor("reviewer"), world.actor("lead"));
    let seen = json!({ "digest": digest });
    world.perform(&reviewer, "advisory approve", &id, seen).await.expect("approval");
    world.perform(&lead, "advisory publish", &id, json!({})).await.expect("publication");
    id
}
