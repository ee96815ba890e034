//! CVE ids on the case page: the record that a second person reads, and what was read back.

use crate::kit::{Browser, published};
use axum::http::StatusCode;
use domain::words::CaseId;
use serde_json::{Value, json};
use testkit::World;

fn container(says: &str) -> Value {
    json!({
        "affected": [{ "vendor": "Acme", "product": "acme" }],
        "descriptions": [{ "lang": "en", "value": says }],
        "references": [{ "url": "https://acme.example/1" }],
    })
}

fn record(says: &str) -> Value {
    json!({
        "cveMetadata": { "cveId": "CVE-2026-12345", "state": "PUBLISHED" },
        "containers": { "cna": container(says) },
    })
}

async fn act(world: &World, login: &str, verb: &str, id: &CaseId, given: Value) {
    let done = world.perform(&world.actor(login), verb, id, given).await;
    done.unwrap_or_else(|error| panic!("{verb}: {error}"));
}

/// A published case with an assigned id and a request.
async fn numbered(seed: u64) -> (World, CaseId) {
    let mut world = World::new(seed).await;
    let id = published(&mut world).await;
    let assigned = json!({ "id": "CVE-2026-12345", "from": "other", "whom": "A <b>platform</b>" });
    act(&world, "cna", "cve assign", &id, assigned).await;
    act(&world, "cna", "cve request", &id, json!({ "from": "own", "about": "the other" })).await;
    (world, id)
}

#[tokio::test]
async fn a_second_person_reads_the_record_and_approves_it_on_the_page() {
    let (mut world, id) = numbered(701).await;
    let draft = container("A header hangs it. <script>alert(1)</script>");
    act(&world, "cna", "cve draft", &id, json!({ "entry": "1", "container": draft })).await;
    let path = format!("/cases/{id}");
    let author = Browser::of(&mut world, "cna").await.get(&path).await;
    assert!(author.body.contains("waits for a second person"), "{}", author.body);
    assert!(!author.body.contains("id=\"cve-approve-1\""));
    // A lead may approve; what they wrote themselves they are not asked to.
    let own = json!({ "entry": "1", "container": container("A header hangs it. <script>") });
    act(&world, "lead", "cve draft", &id, own).await;
    let author = Browser::of(&mut world, "lead").await.get(&path).await;
    assert!(author.body.contains("waits for the approval of a second person"));
    assert!(!author.body.contains("id=\"cve-approve-1\""), "{}", author.body);
    let mut reviewer = Browser::of(&mut world, "reviewer").await;
    let page = reviewer.get(&path).await;
    for text in [
        "Review the CVE record",
        "From another CNA: A &#60;b&#62;platform",
        "A header hangs it. &#60;script&#62;",
        "Request 2",
        "For: the other",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let below = "id=\"cve-approve-1\"";
    let hidden = |name: &str| page.hidden(name, below);
    let form: Vec<(&str, String)> =
        ["form_token", "expected_version", "key", "entry", "digest"].map(|n| (n, hidden(n))).into();
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let done = reviewer.post(&format!("{path}/cve/approve"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = reviewer.get(&path).await;
    assert!(page.body.contains("Approved by reviewer"), "{}", page.body);
}

#[tokio::test]
async fn a_record_that_reads_otherwise_shows_both_digests_and_where_they_differ() {
    let (mut world, id) = numbered(702).await;
    let draft = json!({ "entry": "1", "container": container("A header hangs it.") });
    act(&world, "cna", "cve draft", &id, draft).await;
    let known = world.case(&id).await.cves[&1].draft.clone().expect("a draft");
    let seen = json!({ "entry": "1", "digest": known.digest.to_string() });
    act(&world, "reviewer", "cve approve", &id, seen).await;
    let read = json!({ "entry": "1", "record": record("A header <i>may</i> hang it.") });
    act(&world, "cna", "cve confirm", &id, read).await;
    let case = world.case(&id).await;
    let mut browser = Browser::of(&mut world, "cna").await;
    let page = browser.get(&format!("/cases/{id}")).await;
    let read = case.cves[&1].read.as_ref().expect("read").digest.to_string();
    for text in [
        "published but different",
        "Look at the CVE record",
        &known.digest.to_string(),
        &read,
        "/descriptions/0/value",
        "A header &#60;i&#62;may&#60;/i&#62; hang it.",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
}

#[tokio::test]
async fn a_record_of_another_id_comes_back_into_its_own_form() {
    let (mut world, id) = numbered(703).await;
    let second = json!({ "id": "CVE-2026-12346", "entry": "2" });
    act(&world, "cna", "cve assign", &id, second).await;
    let mut browser = Browser::of(&mut world, "cna").await;
    let path = format!("/cases/{id}");
    let page = browser.get(&path).await;
    let below = "id=\"cve-draft-2\"";
    let typed = record("Something else").to_string();
    let form = [
        ("form_token", page.hidden("form_token", below)),
        ("expected_version", page.hidden("expected_version", below)),
        ("entry", page.hidden("entry", below)),
        ("container", typed),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let page = browser.post(&format!("{path}/cve/draft"), &form).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let says = "/cveMetadata/cveId: is CVE-2026-12345, and this is about CVE-2026-12346";
    assert_eq!(page.body.matches(says).count(), 1, "{}", page.body);
    let own = page.body.find(below).expect("its form");
    assert!(page.body[own..].contains(says), "it stands in the form of the second id");
    assert!(page.body[own..].contains("Something else"), "and what was typed too");
}
