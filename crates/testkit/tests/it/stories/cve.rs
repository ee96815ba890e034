//! CVE ids, worked by hand: two people for every record, nothing before the matter is public, and
//! what is called published was read back as it was written.

use crate::place::everywhere;
use crate::told::{approved, confirmed, count, done, free, published, refused, reported, text};
use app::case::{moves, show};
use domain::access::Actor;
use domain::cve::{CveEntry, CveState, CveTask};
use domain::words::CaseId;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::World;

const ID: &str = "CVE-2026-12345";

fn container(says: &str) -> Value {
    json!({
        "title": "Two headers end the process",
        "affected": [{ "vendor": "Acme", "product": "acme", "defaultStatus": "unaffected",
            "versions": [{ "version": "2.7.0", "lessThan": "2.9.8", "status": "affected",
                "versionType": "semver" }] }],
        "descriptions": [{ "lang": "en", "value": says }],
        "references": [{ "url": "https://acme.example/advisories" }],
        "metrics": [{ "cvssV3_1": { "version": "3.1", "baseScore": 7.0 } }],
    })
}

/// As the list shows it, with what the service adds.
fn record(mut cna: Value) -> Value {
    cna["providerMetadata"] = json!({ "orgId": "1", "dateUpdated": "2026-03-03T09:00:00Z" });
    cna["metrics"][0]["cvssV3_1"]["baseScore"] = json!(7);
    json!({
        "dataType": "CVE_RECORD", "dataVersion": "5.2",
        "cveMetadata": { "cveId": ID, "state": "PUBLISHED", "assignerShortName": "acme" },
        "containers": { "cna": cna },
    })
}

async fn entry(world: &World, id: &CaseId) -> CveEntry {
    world.case(id).await.cves[&1].clone()
}

/// Asked for and assigned.
async fn assigned(world: &World, id: &CaseId) {
    let asked = json!({ "from": "foundation", "about": "the first header" });
    done(world, "cna", "cve request", id, asked).await;
    done(world, "cna", "cve assign", id, json!({ "id": ID })).await;
}

/// Its record is written by one and approved by another.
async fn recorded(world: &World, id: &CaseId, says: &str) {
    let draft = json!({ "entry": ID, "container": container(says) });
    done(world, "cna", "cve draft", id, draft).await;
    let digest = entry(world, id).await.draft.expect("a draft").digest;
    let seen = json!({ "entry": ID, "digest": digest.to_string() });
    done(world, "reviewer", "cve approve", id, seen).await;
}

async fn by_two(world: World) {
    let (id, secret) = approved(&world).await;
    assigned(&world, &id).await;
    assert_eq!(entry(&world, &id).await.state, CveState::Reserved);
    assert_eq!(entry(&world, &id).await.about.as_deref(), Some("the first header"));
    recorded(&world, &id, "Two headers end it.").await;
    free(&world, &id).await;
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
    let case = world.case(&id).await;
    assert_eq!(case.cves[&1].task(&case), Some(CveTask::Publish), "its record is owed");
    let read = json!({ "entry": ID, "record": record(container("Two headers end it.")) });
    done(&world, "cna", "cve confirm", &id, read).await;
    let case = world.case(&id).await;
    let known = &case.cves[&1];
    assert_eq!((known.state, known.task(&case)), (CveState::Published, None));
    assert_eq!(known.read.as_ref().map(|read| read.digest), known.written);
    assert_eq!(known.written, known.draft.as_ref().map(|draft| draft.digest));
    // Nobody outside hears of ids before the advisory names them, nor of who wrote what.
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    assert!(show(&reporter, &id).await.expect("their report").case.cves.is_empty());
}

#[tokio::test]
async fn two_people_and_what_was_read_back_make_a_record_published() {
    println!("{}", everywhere(by_two).await);
}

async fn otherwise(world: World) {
    let (id, _) = published(&world).await;
    assigned(&world, &id).await;
    recorded(&world, &id, "Two headers end it.").await;
    let other = json!({ "entry": ID, "record": record(container("Two headers may end it.")) });
    done(&world, "cna", "cve confirm", &id, other.clone()).await;
    let case = world.case(&id).await;
    let known = &case.cves[&1];
    assert_eq!((known.state, known.task(&case)), (CveState::Differs, Some(CveTask::Differs)));
    let read = known.read.as_ref().expect("it was read");
    assert_ne!(Some(read.digest), known.expected(), "both digests are kept");
    assert!(read.text.as_ref().is_some_and(|text| text.contains("may end it")));

    // The list is put right, and read once more.
    let right = json!({ "entry": "1", "record": record(container("Two headers end it.")) });
    done(&world, "cna", "cve confirm", &id, right).await;
    assert_eq!(entry(&world, &id).await.state, CveState::Published);

    // Or the other text is what people want: it is written, approved, and read back.
    done(&world, "cna", "cve confirm", &id, other.clone()).await;
    recorded(&world, &id, "Two headers may end it.").await;
    assert_eq!(entry(&world, &id).await.state, CveState::Updating);
    done(&world, "cna", "cve confirm", &id, other).await;
    assert_eq!(entry(&world, &id).await.state, CveState::Published);
    assert_eq!(count(&world, &id, "cve-published").await, 2);
    assert_eq!(count(&world, &id, "cve-differs").await, 2);
}

#[tokio::test]
async fn a_record_that_reads_otherwise_is_not_called_published() {
    println!("{}", everywhere(otherwise).await);
}

async fn alone(world: World) {
    let (id, _) = published(&world).await;
    assigned(&world, &id).await;
    let draft = json!({ "entry": ID, "container": container("Two headers end it.") });
    done(&world, "lead", "cve draft", &id, draft.clone()).await;
    let digest = entry(&world, &id).await.draft.expect("a draft").digest.to_string();
    let seen = json!({ "entry": ID, "digest": digest });
    assert_eq!(refused(&world, "lead", "cve approve", &id, seen.clone()).await, "I10");
    let none = refused(&world, "cna", "cve approve", &id, seen.clone()).await;
    assert!(none.starts_with("not allowed: no role"), "{none}");
    let read = json!({ "entry": ID, "record": record(container("Two headers end it.")) });
    assert_eq!(refused(&world, "lead", "cve confirm", &id, read).await, "I10");
    let other = json!({ "entry": ID, "digest": "0".repeat(64) });
    assert_eq!(refused(&world, "reviewer", "cve approve", &id, other).await, "I10");
    done(&world, "reviewer", "cve approve", &id, seen.clone()).await;
    // Written again, even to the letter, it has to be read again.
    done(&world, "cna", "cve draft", &id, draft).await;
    assert!(entry(&world, &id).await.waits_for_approval());
    done(&world, "lead", "cve approve", &id, seen).await;
}

#[tokio::test]
async fn nobody_approves_the_record_that_they_wrote() {
    println!("{}", everywhere(alone).await);
}

async fn embargoed(world: World) {
    let (id, _) = confirmed(&world).await;
    assigned(&world, &id).await;
    recorded(&world, &id, "Two headers end it.").await;
    let read = json!({ "entry": ID, "record": record(container("Two headers end it.")) });
    assert_eq!(refused(&world, "cna", "cve confirm", &id, read.clone()).await, "I5");
    free(&world, &id).await;
    assert_eq!(refused(&world, "cna", "cve confirm", &id, read.clone()).await, "W.P");
    // It is out all the same: then everybody knows, and that is said first.
    let said = json!({ "what": "public", "source": "https://cve.example/CVE-2026-12345" });
    done(&world, "lead", "world allege", &id, said).await;
    for login in ["lead", "reviewer"] {
        done(&world, login, "world confirm", &id, json!({ "what": "public" })).await;
    }
    done(&world, "cna", "cve confirm", &id, read).await;
    assert_eq!(entry(&world, &id).await.state, CveState::Published);
}

#[tokio::test]
async fn no_record_comes_out_before_the_matter_is_public() {
    println!("{}", everywhere(embargoed).await);
}

async fn unconfirmed(world: World) {
    let (id, _) = reported(&world).await;
    let asked = json!({ "from": "own" });
    assert_eq!(refused(&world, "cna", "cve request", &id, asked).await, "cve");
    let straight = json!({ "id": ID, "from": "own" });
    assert_eq!(refused(&world, "cna", "cve assign", &id, straight).await, "cve");
    let wrong = json!({ "entry": "1", "because": "none" });
    assert_eq!(refused(&world, "cna", "cve reject", &id, wrong).await, "cve");
    let ctx = world.ctx(&world.actor("cna"));
    let all = moves(&ctx, &id).await.expect("the team may ask");
    let cve = all.iter().filter(|one| one.group == "cve");
    assert!(cve.clone().count() == 7 && cve.clone().all(|one| one.why_not.is_some()));
}

#[tokio::test]
async fn an_id_is_for_a_confirmed_report() {
    println!("{}", everywhere(unconfirmed).await);
}

async fn rejected(world: World) {
    let (id, _) = approved(&world).await;
    assigned(&world, &id).await;
    let why = json!({ "entry": ID, "because": "the other CNA had assigned one before" });
    done(&world, "cna", "cve reject", &id, why).await;
    let known = entry(&world, &id).await;
    assert_eq!(known.state, CveState::Rejected);
    assert_eq!(known.because.as_deref(), Some("the other CNA had assigned one before"));
    // The advisory that was approved names it: it cannot come out so.
    free(&world, &id).await;
    let rule = refused(&world, "publisher", "advisory publish", &id, json!({})).await;
    assert_eq!(rule, "completeness");
    let rule = refused(&world, "publisher", "advisory write", &id, text("Two headers")).await;
    assert_eq!(rule, "advisory text");
    // An id that somebody else gave may still be typed, recorded here or not.
    let other = json!({ "title": "Two headers", "details": "They do.", "cve": ["CVE-2026-54321"] });
    done(&world, "publisher", "advisory write", &id, other).await;
    let draft = json!({ "entry": ID, "container": container("x") });
    assert_eq!(refused(&world, "cna", "cve draft", &id, draft).await, "moves CVE id");
}

#[tokio::test]
async fn no_advisory_names_an_id_that_was_rejected() {
    println!("{}", everywhere(rejected).await);
}

async fn several(world: World) {
    let (id, _) = published(&world).await;
    assigned(&world, &id).await;
    let second = json!({ "id": "CVE-2026-12346", "from": "other", "whom": "A platform" });
    done(&world, "cna", "cve assign", &id, second).await;
    let again = json!({ "id": ID, "from": "own" });
    assert_eq!(refused(&world, "cna", "cve assign", &id, again).await, "cve");
    let none = json!({ "entry": "CVE-2026-1", "because": "none" });
    assert_eq!(refused(&world, "cna", "cve reject", &id, none).await, "entry");
    let draft = json!({ "entry": "CVE-2026-12346", "container": record(container("x")) });
    let rule = refused(&world, "cna", "cve draft", &id, draft).await;
    assert_eq!(rule, "container", "the record of another id is no record of this one");
    recorded(&world, &id, "Two headers end it.").await;
    let case = world.case(&id).await;
    assert_eq!((case.cves[&1].state, case.cves[&2].state), (CveState::Drafted, CveState::Reserved));
}

#[tokio::test]
async fn each_vulnerability_of_a_case_may_have_an_id_of_its_own() {
    println!("{}", everywhere(several).await);
}

async fn stuck(world: World) {
    let (id, _) = published(&world).await;
    assigned(&world, &id).await;
    recorded(&world, &id, "Two headers end it.").await;
    let whole = record(container("Two headers end it."));
    let read = json!({ "entry": ID, "record": whole, "listed": "reserved" });
    done(&world, "cna", "cve confirm", &id, read).await;
    let case = world.case(&id).await;
    assert_eq!(case.cves[&1].state, CveState::Degraded);
    assert_eq!(case.cves[&1].task(&case), Some(CveTask::Stuck));
    let note = json!({ "entry": ID, "body": "The program was told." });
    done(&world, "triager", "cve note", &id, note).await;
    let read = json!({ "entry": ID, "record": record(container("Two headers end it.")) });
    done(&world, "cna", "cve confirm", &id, read).await;
    let known = entry(&world, &id).await;
    assert_eq!((known.state, known.notes.len()), (CveState::Published, 1));
}

#[tokio::test]
async fn a_record_whose_id_is_still_listed_as_reserved_is_a_task() {
    println!("{}", everywhere(stuck).await);
}

async fn erased(world: World) {
    let (id, _) = published(&world).await;
    assigned(&world, &id).await;
    let draft = json!({ "entry": ID, "container": container("Two headers end it.") });
    done(&world, "cna", "cve draft", &id, draft.clone()).await;
    let digest = entry(&world, &id).await.draft.expect("a draft").digest.to_string();
    let seq = world.case(&id).await.version.to_string();
    let why = json!({ "event": seq, "because": "a customer's name was in it" });
    done(&world, "lead", "case redact", &id, why.clone()).await;
    assert_eq!(entry(&world, &id).await.draft.expect("still there").text, None);
    // What nobody can read any more, nobody approves.
    let seen = json!({ "entry": ID, "digest": digest });
    assert_eq!(refused(&world, "reviewer", "cve approve", &id, seen).await, "cve");
    recorded(&world, &id, "Two headers end it.").await;
    let drafted = world.case(&id).await.version - 1;
    let why = json!({ "event": drafted.to_string(), "because": "again" });
    done(&world, "lead", "case redact", &id, why).await;
    // The approval binds a digest, which outlives the words.
    let read = json!({ "entry": ID, "record": record(container("Two headers end it.")) });
    done(&world, "cna", "cve confirm", &id, read).await;
    assert_eq!(entry(&world, &id).await.state, CveState::Published);
    let all = format!("{:?}", world.events(&id).await);
    assert!(!all.contains("Two headers end it."), "the words are gone");
}

#[tokio::test]
async fn erased_words_of_a_record_leave_its_digest() {
    println!("{}", everywhere(erased).await);
}

async fn owed(mut world: World) {
    let (id, _) = published(&world).await;
    assigned(&world, &id).await;
    for (hours, step) in [(25, "warn-publish"), (48, "due")] {
        world.pass(SignedDuration::from_hours(hours));
        world.drain().await.expect("jobs are done");
        let events = world.events(&id).await;
        let fired = events.iter().any(|event| {
            matches!(&event.fact, domain::case::Fact::TimerFired { timer, step: went, .. }
                if timer == "cve:1" && went == step)
        });
        assert!(fired, "{step}");
    }
    assert_eq!(entry(&world, &id).await.state, CveState::Reserved, "a timer publishes nothing");
}

#[tokio::test]
async fn a_record_that_is_owed_for_long_is_noticed() {
    println!("{}", everywhere(owed).await);
}
