//! Every page, found by walking the table of doors: a new one is read without a word here, and one
//! with a name in its address asks for an example of it.

use super::scene::{Scene, session_of};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::words::Secret;
use tower::ServiceExt as _;

/// Somebody who looks at pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reader {
    pub(super) name: String,
    pub(super) cookie: Option<(&'static str, String, &'static str)>,
    /// The language that they chose; empty where none was.
    pub(super) language: &'static str,
}

impl Reader {
    pub(super) fn nobody() -> Self {
        Self { name: "nobody".to_owned(), cookie: None, language: "" }
    }

    pub(super) fn staff(login: &str) -> Self {
        let session = session_of(login).reveal().to_owned();
        Self { name: login.to_owned(), cookie: Some(("vulnerary", session, "/")), language: "" }
    }

    pub(super) fn tracking(name: &str, secret: &Secret) -> Self {
        let secret = secret.reveal().to_owned();
        let cookie = Some(("vulnerary-track", secret, "/track"));
        Self { name: format!("reporter of {name}"), cookie, language: "" }
    }
}

/// One page as one reader sees it.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) reader: Reader,
    pub(super) path: String,
    pub(super) body: String,
}

impl Page {
    pub(super) fn name(&self) -> String {
        format!("{} for {}", self.path, self.reader.name)
    }
}

/// A few of many, spread over all of them, with the longest.
fn some(mut all: Vec<(usize, String)>) -> Vec<String> {
    all.sort();
    let step = (all.len() / 3).max(1);
    let mut some: Vec<String> = all.iter().step_by(step).map(|(_, id)| id.clone()).collect();
    some.extend(all.pop().map(|(_, id)| id));
    some.dedup();
    some
}

/// The addresses at which a door is looked at.
fn addresses(scene: &Scene, door: &str) -> Vec<String> {
    let policy = &scene.world.app.policy;
    let each = |ids: Vec<String>| ids.iter().map(|id| door.replace("{id}", id)).collect();
    match door {
        "/policy/clauses/{id}" => {
            let clauses = policy.clauses.iter();
            each(some(clauses.map(|one| (one.examples.len(), one.id.to_string())).collect()))
        }
        "/policy/precedents/{id}" => {
            let precedents = policy.precedents.iter();
            each(some(precedents.map(|one| (one.title.len(), one.id.to_string())).collect()))
        }
        "/advisories/{id}" if scene.cases.is_empty() => Vec::new(),
        "/advisories/{id}" => vec!["/advisories/NSWG-COR-172".to_owned()],
        "/cases/{id}" => each(scene.cases.values().map(|case| case.id.to_string()).collect()),
        "/join/{secret}" => vec![format!("/join/{}", scene.invitation.reveal())],
        // Not pages: files, calendars, records for programs.
        "/static/{file}" | "/calendar/{file}" | "/vuln/core/{file}" => Vec::new(),
        "/track/attachments/{attachment}" | "/cases/{id}/attachments/{attachment}" => Vec::new(),
        // Pages that the scene has no example of yet: a file, a mail that waits, a way back in.
        "/cases/{id}/attachments/{attachment}/text" => Vec::new(),
        "/track/mail/{secret}" | "/recover/{secret}" => Vec::new(),
        fixed if !fixed.contains('{') => [vec![fixed.to_owned()], asked(scene, fixed)].concat(),
        other => panic!("nobody knows an address of the door {other}; give it one here"),
    }
}

/// What else can be asked at an address.
fn asked(scene: &Scene, path: &str) -> Vec<String> {
    let case = scene.cases.get("busy").map(|case| case.id.to_string()).unwrap_or_default();
    let more: &[&str] = match path {
        "/queue" => {
            &["?severity=critical&phase=fixing", "?due_before=soon", "?closed=yes", "?words=hang"]
        }
        "/advisories" => &["?below=1"],
        "/calendar" => &["?mine=0"],
        "/reads" => &["?since=soon", "?person=nobody-here", "?case=CASE"],
        "/" => &["nothing-is-here"],
        _ => &[],
    };
    more.iter().map(|more| format!("{path}{}", more.replace("CASE", &case))).collect()
}

/// Ask the router; nothing unless a page comes back.
pub(super) async fn ask(
    scene: &Scene,
    reader: &Reader,
    path: &str,
) -> Option<(StatusCode, String)> {
    let mut request = Request::get(path);
    if let Some((name, value, below)) = &reader.cookie
        && path.starts_with(below)
    {
        request = request.header(header::COOKIE, format!("{name}={value}"));
    }
    if !reader.language.is_empty() {
        request = request.header(header::COOKIE, format!("vulnerary-language={}", reader.language));
    }
    let request = request.body(Body::empty()).unwrap();
    let response = scene.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE)?.to_str().unwrap().to_owned();
    let body = axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap();
    kind.starts_with("text/html").then(|| (status, String::from_utf8(body.to_vec()).unwrap()))
}

/// Who looks at a door, the first who is let in.
fn readers(door: &web::Door) -> Vec<Reader> {
    match door.needs {
        web::Needs::Nothing | web::Needs::Secret => vec![Reader::nobody()],
        _ => ["founder", "lead", "auditor", "admin"].map(Reader::staff).to_vec(),
    }
}

/// Every page of the house, each for whoever may see it.
pub(super) async fn pages(scene: &Scene) -> Vec<Page> {
    let mut pages = Vec::new();
    for door in web::doors() {
        if door.method != "GET" || door.path.starts_with("/api/") {
            continue;
        }
        for path in addresses(scene, door.path) {
            for reader in readers(&door) {
                match ask(scene, &reader, &path).await {
                    // This one is not let in; the next may be.
                    Some((StatusCode::FORBIDDEN | StatusCode::SEE_OTHER, _)) => {}
                    Some((_, body)) => {
                        pages.push(Page { reader, path, body });
                        break;
                    }
                    None => break,
                }
            }
        }
    }
    for (name, case) in &scene.cases {
        own(scene, Reader::tracking(name, &case.secret), "/track", &mut pages).await;
    }
    if !scene.cases.is_empty() {
        for (name, secret) in
            ["invitation, agreed", "invitation, not read"].iter().zip(&scene.vendors)
        {
            own(scene, Reader::tracking(name, secret), "/track", &mut pages).await;
        }
        let busy = format!("/cases/{}", scene.cases["busy"].id);
        for part in ["?show=questions", "?show=lines", "?who=team&late=1"] {
            own(scene, Reader::staff("lead"), &format!("{busy}{part}"), &mut pages).await;
        }
        for login in ["fixer", "reviewer", "auditor", "cna"] {
            own(scene, Reader::staff(login), &busy, &mut pages).await;
        }
        own(scene, Reader::staff("fixer"), "/people", &mut pages).await;
    }
    own(scene, Reader::staff("lead"), "/", &mut pages).await;
    pages
}

async fn own(scene: &Scene, reader: Reader, path: &str, pages: &mut Vec<Page>) {
    if let Some((_, body)) = ask(scene, &reader, path).await {
        pages.push(Page { reader, path: path.to_owned(), body });
    }
}
