//! Public bytes are a function of public state alone: two instances with the same publications and
//! different secrets answer every public request with the same status, headers and bytes.

use crate::doors::beginning;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request};
use axum::middleware::{Next, from_fn};
use domain::access::Actor;
use domain::words::CaseId;
use serde_json::json;
use std::sync::Arc;
use testkit::{World, draft};
use tower::ServiceExt as _;

/// The same public state in every world: one published advisory.
async fn publish(world: &World, title: &str) -> CaseId {
    let (lead, second) = (world.actor("lead"), world.actor("founder"));
    let (id, _) = world.report(&draft(title)).await.unwrap();
    let act = async |actor: &Actor, verb: &str, given| {
        world.perform(actor, verb, &id, given).await.unwrap_or_else(|e| panic!("{verb}: {e}"))
    };
    let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
    act(&lead, "case judge", json!({ "claim": claim })).await;
    for (line, version) in [("v2", "2.9.8"), ("v3", "3.4.2")] {
        act(&lead, "release assess", json!({ "line": line, "affected": "yes" })).await;
        if line == "v3" {
            act(&lead, "case validate", json!({})).await;
            act(&lead, "case severity", json!({ "severity": "high" })).await;
            act(&lead, "case accept", json!({})).await;
            world.fix(&id, ("lead", "founder"), "v2", "2.9.8").await;
            world.fix(&id, ("lead", "founder"), "v3", version).await;
        }
    }
    let text = json!({ "title": "Two headers end the process", "details": "They do." });
    act(&lead, "advisory write", text).await;
    let case = act(&lead, "advisory request", json!({})).await;
    let candidate = domain::embargo::candidate(&case, &world.app.policy).unwrap();
    let digest = json!({ "digest": candidate.digest().to_string() });
    act(&second, "advisory approve", digest).await;
    let end = json!({ "reason": "fix-ready", "because": "ready" });
    act(&lead, "embargo end", end).await;
    act(&second, "embargo confirm", json!({})).await;
    act(&lead, "advisory publish", json!({})).await;
    world.drain().await.unwrap();
    id
}

/// A world with secrets drawn from this seed: other ids, another number of cases, other texts, a
/// draft that is ready but held back.
async fn world(seed: u64, cases: usize) -> (World, Vec<CaseId>) {
    let world = World::new(seed).await;
    publish(&world, &format!("reported in other words {seed}")).await;
    let lead = world.actor("lead");
    let mut secret = Vec::new();
    for number in 0..cases {
        let title = format!("secret {seed} number {number}");
        let (id, _) = world.report(&draft(&title)).await.unwrap();
        let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
        world.perform(&lead, "case judge", &id, json!({ "claim": claim })).await.unwrap();
        let note = json!({ "body": format!("embargoed note {seed}") });
        world.perform(&lead, "case note", &id, note).await.unwrap();
        let affected = json!({ "line": "v3", "affected": "yes" });
        world.perform(&lead, "release assess", &id, affected).await.unwrap();
        world.perform(&lead, "case validate", &id, json!({})).await.unwrap();
        let text = json!({ "title": title, "details": "held back" });
        world.perform(&lead, "advisory write", &id, text).await.unwrap();
        secret.push(id);
    }
    (world, secret)
}

fn router(world: &World) -> Router {
    let clock: web::Clock = Arc::new(beginning);
    web::router(web::WebState::new(Arc::clone(&world.app), clock, "https://acme.example"))
}

/// Every public address, and addresses that must not tell anything: `case` is one that exists in
/// one of the worlds only.
fn addresses(case: &CaseId) -> Vec<(&'static str, String)> {
    let get = [
        "/",
        "/policy",
        "/policy.md",
        "/policy/clauses",
        "/policy/clauses?state=all",
        "/policy/clauses/IN-2",
        "/policy/clauses/NO-1",
        "/policy/precedents",
        "/policy/precedents/ACME-2026-2",
        "/policy/clashes",
        "/report",
        "/track",
        "/advisories",
        "/advisories?below=1",
        "/advisories/ACME-2026-1",
        "/advisories/ACME-2026-2",
        "/advisories/ACME-2026-1.osv.json",
        "/advisories/ACME-2026-1.md",
        "/feed.atom",
        "/vuln/core/index.json",
        "/vuln/core/1.json",
        "/vuln/core/2.json",
        "/.well-known/security.txt",
        "/healthz",
        "/readyz",
        "/login",
        "/queue",
        "/people",
        "/you",
        "/nothing",
        "/api/openapi.json",
        "/api/v1/advisories",
        "/api/v1/cases",
        "/api/v1/advisories/ACME-2026-1",
        "/api/v1/advisories/ACME-2026-2",
    ];
    let mut all: Vec<_> = get.into_iter().map(|path| ("GET", path.to_owned())).collect();
    all.push(("GET", format!("/cases/{case}")));
    all.push(("GET", format!("/policy/precedents/{case}")));
    all.push(("GET", format!("/api/v1/cases/{case}")));
    all.push(("POST", format!("/cases/{case}/case/note")));
    all.push(("POST", format!("/api/v1/cases/{case}/case/note")));
    all.push(("POST", format!("/api/v1/cases/{case}/no/verb")));
    all.push(("POST", "/track".to_owned()));
    all.push(("POST", "/report/check".to_owned()));
    all.push(("POST", "/api/v1/judge".to_owned()));
    all.push(("POST", format!("/cases/{case}/judge/preview")));
    all.push(("POST", "/login".to_owned()));
    all.push(("HEAD", "/advisories".to_owned()));
    all
}

/// Everything that leaves: status, headers and body. The random key of an empty form is the one
/// thing that differs between two requests to one instance, so it is blotted out.
async fn leaves(router: &Router, method: &str, path: &str) -> String {
    let request =
        Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
    let request = request.body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1 << 24).await.unwrap();
    let text = String::from_utf8_lossy(&body).into_owned();
    format!("{method} {path} {}\n{:?}\n{}", parts.status, parts.headers, without_keys(&text))
}

fn without_keys(page: &str) -> String {
    let marker = "name=\"key\" value=\"";
    let mut rest = page;
    let mut out = String::new();
    while let Some(at) = rest.find(marker) {
        let (before, after) = rest.split_at(at + marker.len());
        out.push_str(before);
        rest = after.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    out + rest
}

/// The addresses at which two instances differ.
async fn differences(one: &Router, two: &Router, case: &CaseId) -> Vec<String> {
    let mut found = Vec::new();
    for (method, path) in addresses(case) {
        if leaves(one, method, &path).await != leaves(two, method, &path).await {
            found.push(path);
        }
    }
    found
}

#[tokio::test]
async fn two_instances_with_other_secrets_give_the_same_public_bytes() {
    let ((one, secret), (two, _)) = (world(1, 3).await, world(2, 9).await);
    let none: Vec<String> = Vec::new();
    assert_eq!(differences(&router(&one), &router(&two), &secret[0]).await, none);
    assert_eq!(one.folder.files(), two.folder.files(), "the folder of public files");
    let sent = |world: &World| -> Vec<String> {
        world.spool.sent().iter().map(|letter| format!("{letter:?}")).collect()
    };
    assert_eq!(sent(&one), sent(&two), "announcements");
}

#[tokio::test]
async fn the_public_addresses_show_something() {
    let (one, _) = world(1, 1).await;
    let page = leaves(&router(&one), "GET", "/advisories/ACME-2026-1").await;
    assert!(page.contains("200 OK") && page.contains("Two headers end the process"), "{page}");
}

#[tokio::test]
async fn a_planted_leak_is_noticed() {
    let ((one, secret), (two, _)) = (world(1, 3).await, world(2, 9).await);
    let leak = async |world: &World| {
        let query = app::ports::store::CaseQuery { limit: 200, ..Default::default() };
        let count = world.truth().cases(&query).await.unwrap().rows.len();
        let count = HeaderValue::from(count);
        router(world).layer(from_fn(move |request, next: Next| {
            let count = count.clone();
            async move {
                let mut response = next.run(request).await;
                response.headers_mut().insert("x-open-cases", count);
                response
            }
        }))
    };
    let found = differences(&leak(&one).await, &leak(&two).await, &secret[0]).await;
    assert_eq!(found.len(), addresses(&secret[0]).len(), "every answer leaked");
}
