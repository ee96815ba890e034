//! The three doors of one world, opened by hand: pages, API, commands.

use app::ports::store::{Seen, Session, Token, TokenGrant, Write};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use domain::access::Actor;
use domain::words::{CaseId, Secret};
use jiff::Timestamp;
use serde_json::Value;
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use testkit::World;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;
use vulnerary::wire::Setting;
use vulnerary::{Out, commands};

const FORM_TOKEN: &str = "form_of_the_test";
const LATER: &str = "2030-01-01T00:00:00Z";

/// The instant of every world that is opened here.
pub(crate) fn beginning() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// A door and what is behind it.
pub(crate) struct Door {
    pub(crate) kind: Kind,
    pub(crate) world: World,
    router: Router,
    runtime: Runtime,
    _file: tempfile::NamedTempFile,
}

/// Which door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Page,
    Api,
    Command,
}

/// Who stands before it.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    Staff(&'static str),
    Reporter(Secret),
}

fn session_of(login: &str) -> Secret {
    Secret::read(&format!("session_{login}"))
}

fn token_of(login: &str) -> Secret {
    Secret::read(&format!("vlnr_{login}"))
}

/// Everybody of the world is logged in and has a token.
async fn let_everybody_in(world: &World) {
    let expires_at: Timestamp = LATER.parse().unwrap();
    for (login, person) in &world.people {
        let account = person.account.clone();
        let session = Session {
            secret: session_of(login).digest(),
            account: account.clone(),
            form_token: FORM_TOKEN.to_owned(),
            expires_at,
            seen: Seen::default(),
        };
        let (secret, label, grant) =
            (token_of(login).digest(), "test".to_owned(), TokenGrant::default());
        let token = Token { secret, account, label, expires_at, grant };
        world.truth().commit(vec![Write::Session(session), Write::Token(token)]).await.unwrap();
    }
}

/// Pairs of a form from the JSON of the same request.
fn pairs(given: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut pairs = Vec::new();
    for (name, value) in given.as_object().unwrap() {
        match value {
            Value::Object(nested) => {
                for (inner, value) in nested {
                    // An answer with its source is three fields of the form.
                    if let Value::Object(stated) = value {
                        let part = |key: &str| match key {
                            "value" => format!("{name}.{inner}"),
                            key => format!("{key}.{inner}"),
                        };
                        pairs.extend(stated.iter().map(|(key, v)| (part(key), text(v))));
                        continue;
                    }
                    let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
                    pairs.extend(values.iter().map(|v| (format!("{name}.{inner}"), text(v))));
                }
            }
            Value::Array(values) => pairs.extend(values.iter().map(|v| (name.clone(), text(v)))),
            Value::Bool(true) => pairs.push((name.clone(), "yes".to_owned())),
            value => pairs.push((name.clone(), text(value))),
        }
    }
    pairs
}

impl Door {
    pub(crate) fn new(kind: Kind) -> Self {
        let file = tempfile::NamedTempFile::new().unwrap();
        let runtime = Runtime::new().unwrap();
        let world = runtime.block_on(async {
            let world = World::at(&format!("sqlite:{}", file.path().display()), 11).await;
            let_everybody_in(&world).await;
            world
        });
        let clock: web::Clock = Arc::new(beginning);
        let site = "http://127.0.0.1:8080";
        let router = web::router(web::WebState::new(Arc::clone(&world.app), clock, site));
        Self { kind, world, router, runtime, _file: file }
    }

    pub(crate) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Send a request; status and body.
    fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response: Response<Body> =
            self.runtime.block_on(self.router.clone().oneshot(request)).unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1 << 22);
        let body = self.runtime.block_on(body).unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    fn form(&self, path: &str, cookie: &str, pairs: &[(String, String)]) -> (StatusCode, String) {
        let body = serde_urlencoded::to_string(pairs).unwrap();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.send(request.unwrap())
    }

    fn json(&self, path: &str, token: Option<&Secret>, given: &Value) -> (StatusCode, String) {
        let mut request = Request::post(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", token.reveal()));
        }
        self.send(request.body(Body::from(given.to_string())).unwrap())
    }

    /// Run a command line; what it printed.
    fn command(&self, args: &[String]) -> String {
        let line = std::iter::once("vulnerary".to_owned()).chain(args.iter().cloned());
        let matches = commands::command_line().try_get_matches_from(line).unwrap();
        let printed = Shared::default();
        let mut out = Out { facts: Box::new(printed.clone()), words: Box::new(printed.clone()) };
        let setting = Setting { now: beginning, app: Some(Arc::clone(&self.world.app)) };
        let ended = commands::run(&matches, &mut out, &setting);
        assert!(ended.is_ok(), "{args:?}: {:?}", ended.err());
        printed.text()
    }

    /// Run a command as one of the team; what it printed.
    pub(crate) fn run(&self, login: &str, args: &[&str]) -> String {
        let token = token_of(login).reveal().to_owned();
        let args = args.iter().map(|arg| (*arg).to_owned());
        self.command(&args.chain(["--token".to_owned(), token]).collect::<Vec<_>>())
    }

    /// File a report through this door.
    pub(crate) fn file(&self, draft: &Value) -> (CaseId, Secret) {
        let printed = match self.kind {
            Kind::Page => self.form("/report", "", &pairs(draft)).1,
            Kind::Api => self.json("/api/v1/reports", None, draft).1,
            Kind::Command => {
                let mut file = tempfile::NamedTempFile::new().unwrap();
                file.write_all(draft.to_string().as_bytes()).unwrap();
                let path = file.path().display().to_string();
                self.command(&["case".into(), "file".into(), path, "--json".into()])
            }
        };
        let at = printed.find("track_").unwrap_or_else(|| panic!("a secret in {printed}"));
        let secret = Secret::read(&printed[at..at + "track_".len() + 64]);
        let found = self.block_on(self.world.truth().case_of_secret(&secret.digest())).unwrap();
        (found.unwrap(), secret)
    }

    /// Perform a verb through this door; what it answered.
    pub(crate) fn perform(&self, who: &Who, id: &CaseId, verb: &str, given: &Value) -> String {
        let path = verb.replace(' ', "/");
        match self.kind {
            Kind::Page => self.perform_page(who, id, &path, given),
            Kind::Api => {
                let token = match who {
                    Who::Staff(login) => token_of(login),
                    Who::Reporter(secret) => secret.clone(),
                };
                let path = format!("/api/v1/cases/{id}/{path}");
                let (status, body) = self.json(&path, Some(&token), given);
                assert_eq!(status, StatusCode::OK, "{path}: {body}");
                body
            }
            Kind::Command => self.perform_command(who, id, verb, given),
        }
    }

    fn perform_page(&self, who: &Who, id: &CaseId, path: &str, given: &Value) -> String {
        let mut pairs = pairs(given);
        let (path, cookie, token) = match who {
            Who::Staff(login) => {
                let cookie = format!("vulnerary={}", session_of(login).reveal());
                (format!("/cases/{id}/{path}"), cookie, FORM_TOKEN.to_owned())
            }
            Who::Reporter(secret) => {
                let cookie = format!("vulnerary-track={}", secret.reveal());
                let token = self.hidden(&cookie, "/track");
                (format!("/track/{path}"), cookie, token)
            }
        };
        pairs.push(("form_token".to_owned(), token));
        let version = self.block_on(self.world.case(id)).version;
        pairs.push(("expected_version".to_owned(), version.to_string()));
        let (status, body) = self.form(&path, &cookie, &pairs);
        // A page that shows a secret, once, is the answer itself.
        let shown = status == StatusCode::CREATED && body.contains("part_");
        assert!(shown || status == StatusCode::SEE_OTHER, "{path}: {status} {body}");
        body
    }

    /// The token that the forms of a page carry.
    fn hidden(&self, cookie: &str, path: &str) -> String {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty());
        let (_, page) = self.send(request.unwrap());
        let marker = "name=\"form_token\" value=\"";
        let at = page.find(marker).unwrap_or_else(|| panic!("a form on {path}: {page}"));
        page[at + marker.len()..].split('"').next().unwrap().to_owned()
    }

    fn perform_command(&self, who: &Who, id: &CaseId, verb: &str, given: &Value) -> String {
        let token = match who {
            Who::Staff(login) => token_of(login),
            Who::Reporter(secret) => secret.clone(),
        };
        let mut args: Vec<String> = verb.split(' ').map(str::to_owned).collect();
        args.extend([id.to_string(), "--token".to_owned(), token.reveal().to_owned()]);
        for (name, value) in given.as_object().unwrap() {
            let flag = format!("--{}", name.replace('_', "-"));
            match value {
                Value::Array(values) => {
                    for value in values {
                        args.extend([flag.clone(), value.as_str().unwrap().to_owned()]);
                    }
                }
                Value::String(text) => args.extend([flag, text.clone()]),
                value => args.extend([flag, value.to_string()]),
            }
        }
        self.command(&args)
    }

    /// The account behind a login.
    pub(crate) fn actor(&self, login: &str) -> Actor {
        self.world.actor(login)
    }
}

/// A place to print to that can be read afterwards.
#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
