//! The steps of a case as people take them, so that a story can begin in the middle.

use domain::case::Case;
use domain::embargo::candidate;
use domain::words::{CaseId, Secret};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use testkit::{World, draft, files};

/// Somebody does this, and it is done.
pub(crate) async fn done(
    world: &World,
    login: &str,
    verb: &str,
    id: &CaseId,
    given: Value,
) -> Case {
    let case = world.perform(&world.actor(login), verb, id, given).await;
    case.unwrap_or_else(|error| panic!("{login}: {verb}: {error}"))
}

/// Somebody tries this, and the rule with this name refuses.
pub(crate) async fn refused(
    world: &World,
    login: &str,
    verb: &str,
    id: &CaseId,
    given: Value,
) -> String {
    match world.perform(&world.actor(login), verb, id, given).await {
        Err(app::Error::Refused(refusal)) => refusal.rule,
        Err(app::Error::NotAllowed(why)) => format!("not allowed: {why}"),
        other => panic!("{login}: {verb} was not refused: {:?}", other.map(|case| case.version)),
    }
}

/// A report whose reporter has accepted the terms.
pub(crate) async fn reported(world: &World) -> (CaseId, Secret) {
    world.report(&draft("two headers end the process")).await.expect("a report is received")
}

/// It is judged and confirmed.
pub(crate) async fn confirmed(world: &World) -> (CaseId, Secret) {
    let (id, secret) = reported(world).await;
    let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
    done(world, "triager", "case judge", &id, json!({ "claim": claim })).await;
    let since = json!({ "line": "v2", "affected": "yes", "introduced": "2.7.0" });
    done(world, "fixer", "release assess", &id, since).await;
    done(world, "fixer", "release assess", &id, json!({ "line": "v3", "affected": "yes" })).await;
    done(world, "triager", "case validate", &id, json!({})).await;
    (id, secret)
}

/// It is accepted and its fixes are ready.
pub(crate) async fn repaired(world: &World) -> (CaseId, Secret) {
    let (id, secret) = confirmed(world).await;
    done(world, "triager", "case severity", &id, json!({ "severity": "high" })).await;
    done(world, "lead", "case accept", &id, json!({})).await;
    world.fix(&id, ("fixer", "reviewer"), "v2", "2.9.8").await;
    world.fix(&id, ("releaser", "lead"), "v3", "3.4.2").await;
    (id, secret)
}

/// A text for the advisory.
pub(crate) fn text(title: &str) -> Value {
    json!({
        "title": title, "details": "Whoever sends two headers ends the process.",
        "cve": ["CVE-2026-12345"], "credits": ["A finder"],
    })
}

/// The publisher has written the advisory, and asks for approval.
pub(crate) async fn in_review(world: &World) -> (CaseId, Secret) {
    let (id, secret) = repaired(world).await;
    done(world, "publisher", "advisory write", &id, text("Two headers end the process")).await;
    done(world, "publisher", "advisory request", &id, json!({})).await;
    (id, secret)
}

/// What an approval of the case as it stands says.
pub(crate) async fn approval(world: &World, id: &CaseId) -> Value {
    let case = world.case(id).await;
    let digest = candidate(&case, &world.app.policy).expect("it is complete").digest();
    json!({ "digest": digest.to_string() })
}

/// The reviewer has approved it; the embargo still holds.
pub(crate) async fn approved(world: &World) -> (CaseId, Secret) {
    let (id, secret) = in_review(world).await;
    done(world, "reviewer", "advisory approve", &id, approval(world, &id).await).await;
    (id, secret)
}

/// Two people end the embargo early.
pub(crate) async fn free(world: &World, id: &CaseId) {
    let why = json!({ "reason": "fix-ready", "because": "fixes are ready and both agree" });
    done(world, "lead", "embargo end", id, why).await;
    done(world, "reviewer", "embargo confirm", id, json!({})).await;
}

/// It is public, and everybody has been told.
pub(crate) async fn published(world: &World) -> (CaseId, Secret) {
    let (id, secret) = approved(world).await;
    free(world, &id).await;
    done(world, "publisher", "advisory publish", &id, json!({})).await;
    world.drain().await.expect("jobs are done");
    (id, secret)
}

/// The kinds of a case's events, in order.
pub(crate) async fn kinds(world: &World, id: &CaseId) -> Vec<String> {
    world.events(id).await.iter().map(|event| event.fact.kind()).collect()
}

/// How often this kind of event happened.
pub(crate) async fn count(world: &World, id: &CaseId, kind: &str) -> usize {
    kinds(world, id).await.iter().filter(|one| *one == kind).count()
}

/// A later policy that knows weaknesses and areas.
pub(crate) fn with_areas() -> BTreeMap<String, Vec<u8>> {
    let mut files = files();
    let facts = String::from_utf8(files["facts.toml"].clone()).expect("text");
    let facts = format!(
        "{facts}\n[[fact]]\nid = \"cwe\"\ntitle = \"Which weakness?\"\nkind = \"many\"\nopen = true\n"
    );
    files.insert("facts.toml".to_owned(), facts.into_bytes());
    files
}
