//! Containers in one form, what is wrong with them, and the machine with and without a client.

use super::*;
use crate::case::{
    By, Case, Content, Dues, Event, Fact, News, Step, apply, fold, timers, violated_by, violations,
};
use crate::policy::{Limit, Policy};
use crate::words::{AccountId, CaseId, Digest};
use crate::world::WorldKind;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

const ID: &str = "CVE-2026-40001";

fn id() -> CveId {
    CveId::read(ID).unwrap()
}

fn container() -> Value {
    json!({
        "title": "Two headers",
        "affected": [{ "vendor": "Acme", "product": "acme", "defaultStatus": "unaffected" }],
        "descriptions": [{ "lang": "en", "value": "Two headers end it." }],
        "references": [{ "url": "https://acme.example/1" }],
        "metrics": [{ "cvssV3_1": { "baseScore": 7.0, "version": "3.1" } }],
    })
}

/// As the list shows it.
fn record(cna: &Value) -> Value {
    json!({
        "dataType": "CVE_RECORD", "dataVersion": "5.2",
        "cveMetadata": { "cveId": ID, "state": "PUBLISHED", "assignerOrgId": "1" },
        "containers": { "cna": cna, "adp": [{ "title": "Others" }] },
    })
}

fn digest(container: &Value) -> Digest {
    read_container(&container.to_string(), &id()).unwrap().digest()
}

#[test]
fn the_same_record_has_one_digest_however_it_is_written() {
    let ours = read_container(&container().to_string(), &id()).unwrap();
    let body = json!({ "cnaContainer": container() }).to_string();
    assert_eq!(read_container(&body, &id()).unwrap(), ours);
    assert_eq!(read_container(&record(&container()).to_string(), &id()).unwrap(), ours);
    // The service writes numbers its own way, sorts and adds what it knows.
    let mut theirs = container();
    theirs["providerMetadata"] = json!({ "orgId": "1", "dateUpdated": "2026-12-01T00:00:00Z" });
    theirs["metrics"][0]["cvssV3_1"] = json!({ "version": "3.1", "baseScore": 7 });
    let pretty = serde_json::to_string_pretty(&record(&theirs)).unwrap();
    assert_eq!(read_record(&pretty, &id()).unwrap(), ours);
    assert!(ours.text().contains(r#""baseScore":7,"#), "{}", ours.text());
    assert!(!ours.text().contains("orgId"));
    // Its own form is read as itself.
    assert_eq!(read_container(ours.text(), &id()).unwrap(), ours);
}

#[test]
fn another_word_is_another_record_and_the_place_is_named() {
    let ours = read_container(&container().to_string(), &id()).unwrap();
    let mut other = container();
    other["descriptions"][0]["value"] = "Two headers stop it.".into();
    let references = other["references"].as_array_mut().unwrap();
    references.push(json!({ "url": "https://acme.example/2" }));
    other.as_object_mut().unwrap().remove("title");
    let theirs = read_record(&record(&other).to_string(), &id()).unwrap();
    assert_ne!(ours.digest(), theirs.digest());
    let found = differences(ours.text(), theirs.text());
    let places: Vec<&str> = found.iter().map(|one| one.at.as_str()).collect();
    assert_eq!(places, ["/descriptions/0/value", "/references/1", "/title"]);
    assert_eq!(found[0].ours.as_deref(), Some("Two headers end it."));
    assert_eq!(found[1].ours, None);
    assert_eq!(found[2].theirs, None);
}

#[test]
fn signs_that_nobody_sees_are_a_difference_all_the_same() {
    let (ours, theirs) = (r#"{"title":"a"}"#, "{\"title\":\"a\u{200b}\"}");
    let found = differences(ours, theirs);
    assert_eq!(found.len(), 1);
    assert!(found[0].theirs.as_ref().unwrap().contains("not shown"), "{found:?}");
}

/// Each wrong container with what is said about it.
fn wrong_containers() -> Vec<(Value, &'static str)> {
    let without = |name: &str| {
        let mut whole = container();
        whole.as_object_mut().unwrap().remove(name);
        whole
    };
    let with = |name: &str, value: Value| {
        let mut whole = container();
        whole[name] = value;
        whole
    };
    let list = "a list with at least one entry is expected";
    let text = |lang: &str, value: &str| json!({ "lang": lang, "value": value });
    vec![
        (without("affected"), "container: /affected: a list with at least one entry is expected"),
        (with("affected", json!([])), list),
        (with("affected", json!(["acme"])), "container: /affected/0: an object is expected"),
        (with("descriptions", json!({})), list),
        (with("descriptions", json!([{ "value": "x" }])), "/descriptions/0/lang: is missing"),
        (
            with("descriptions", json!([text("en", "x"), text("en", "y")])),
            "container: /descriptions/1/lang: there is another description in this language",
        ),
        (
            with("descriptions", json!([text("es", "x")])),
            "container: /descriptions: one in English is needed",
        ),
        (
            with("descriptions", json!([text("en", &"x".repeat(4_097))])),
            "container: /descriptions/0/value: has 1 to 4096 characters",
        ),
        (
            with("references", json!([{ "url": "javascript:alert(1)" }])),
            "container: /references/0/url: a web address is expected",
        ),
        (
            with("rejectedReasons", json!([])),
            "container: /rejectedReasons: this rejects an id; it publishes nothing",
        ),
        (json!({ "cnaContainer": [] }), "container: /cnaContainer: an object is expected"),
        (json!({ "containers": {} }), "/cveMetadata/cveId: is missing"),
        (
            json!({ "cveMetadata": { "cveId": "CVE-2026-40002" }, "containers": { "cna": container() } }),
            "container: /cveMetadata/cveId: is CVE-2026-40002, and this is about CVE-2026-40001",
        ),
        (json!([]), "container: an object is expected"),
    ]
}

#[test]
fn what_is_wrong_with_a_container_is_said_with_its_place() {
    for (wrong, says) in wrong_containers() {
        let refusal = read_container(&wrong.to_string(), &id()).unwrap_err();
        assert!(refusal.says.contains(says), "{says}\n{}", refusal.says);
        assert_eq!(refusal.rule, "container");
    }
}

#[test]
fn what_is_too_long_too_deep_or_no_json_is_refused() {
    let long = " ".repeat(CVE_BYTES_MAX + 1);
    let deep = "[".repeat(100_000);
    for (text, says) in [
        (long.as_str(), "container: has 200001 bytes; at most 200000 are read"),
        (deep.as_str(), "container: is no JSON: recursion limit exceeded"),
        ("{", "container: is no JSON: EOF"),
        ("{\"a\": 1e999}", "container: is no JSON: number out of range"),
    ] {
        let refusal = read_container(text, &id()).unwrap_err();
        assert!(refusal.says.starts_with(says), "{says}\n{}", refusal.says);
    }
    let many = json!({ "affected": vec![Value::Null; 5_000] }).to_string();
    let says = read_container(&many, &id()).unwrap_err().says;
    assert!(says.ends_with("more") && says.len() < 2_000, "{says}");
}

#[test]
fn a_record_that_is_read_back_is_whole_published_and_of_this_id() {
    type Change = fn(&mut Value);
    let of = |change: Change| {
        let mut whole = record(&container());
        change(&mut whole);
        read_record(&whole.to_string(), &id()).map_err(|refusal| refusal.says)
    };
    assert!(of(|_| {}).is_ok());
    let wrong: [(Change, &str); 4] = [
        (
            |all| all["cveMetadata"]["cveId"] = "CVE-2026-1".into(),
            "/cveMetadata/cveId: is CVE-2026-1",
        ),
        (|all| all["cveMetadata"]["state"] = "REJECTED".into(), "is REJECTED, not PUBLISHED"),
        (|all| all["cveMetadata"] = Value::Null, "/cveMetadata/state: is missing"),
        (|all| all["containers"] = json!({ "adp": [] }), "/containers/cna: an object is expected"),
    ];
    for (change, says) in wrong {
        let said = of(change).unwrap_err();
        assert!(said.contains(says), "{says}\n{said}");
    }
    let bare = read_record(&container().to_string(), &id()).unwrap_err();
    assert!(bare.says.contains("give the whole record"), "{}", bare.says);
}

fn at() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn person(number: u8) -> By {
    By::Person(AccountId::from_chance([number; 16]))
}

fn event(seq: u64, by: By, fact: Fact, content: Content) -> Event {
    Event { schema: 1, seq, at: at(), by, policy: Digest::of(b"p"), fact, content: Some(content) }
}

fn case() -> Case {
    let (received, secret) = (Digest::of(b"r"), Digest::of(b"s"));
    let fact =
        Fact::Submitted { door: "form".into(), received, secret, due: Dues::new(), alike: None };
    let first = event(1, By::Reporter, fact, Content::default());
    let case = fold(&CaseId::read("7f3q9k2m0d5x1h8c4b6n").unwrap(), &[first]).unwrap();
    then(case, 1, Fact::Validated { rules: Vec::new() })
}

/// What this leads to, by this person, or by a client of a service; nothing is broken by it.
fn then(case: Case, who: u8, news: impl Into<News>) -> Case {
    let (case, broken) = after(case, who, news);
    assert_eq!(broken, Vec::<&str>::new());
    case
}

fn after(mut case: Case, who: u8, news: impl Into<News>) -> (Case, Vec<&'static str>) {
    let News { fact, content } = news.into();
    let by = if who == 0 { By::System } else { person(who) };
    let event = event(case.version + 1, by, fact, content);
    let before = case.clone();
    apply(&mut case, &event).unwrap();
    let mut wrong = violated_by(&Step { before: &before, event: &event, after: &case });
    wrong.extend(violations(&case));
    (case, wrong.into_iter().map(|one| one.invariant).collect())
}

fn public(case: Case) -> Case {
    let what = WorldKind::Public;
    let case = then(case, 1, Fact::WorldAlleged { what, capture: None });
    let case = then(case, 1, Fact::WorldAgreed { what, breach: None });
    then(case, 2, Fact::WorldConfirmed { what, breach: None, decide_by: None })
}

fn reserved() -> Case {
    let asked = case();
    let wish = request(&asked, CveSource::Own, ("", "")).unwrap();
    let asked = then(asked, 1, wish);
    let news = assign(&asked, None, ID, None, ("", "")).unwrap();
    then(asked, 1, news)
}

fn approved() -> Case {
    let case = reserved();
    let news = draft(&case, ID, &container().to_string()).unwrap();
    let case = then(case, 1, news);
    let news = approve(&case, "1", digest(&container()), &person(2)).unwrap();
    then(case, 2, news)
}

fn state(case: &Case) -> CveState {
    case.cves[&1].state
}

#[test]
fn a_second_request_asks_which_one_an_id_answers() {
    let case = then(case(), 1, request(&case(), CveSource::Own, ("", "")).unwrap());
    let case = then(case.clone(), 1, request(&case, CveSource::Other, ("", "")).unwrap());
    let says = assign(&case, None, ID, None, ("", "")).unwrap_err().says;
    assert!(says.contains("several requests are open: 1, 2"), "{says}");
    let other = then(case.clone(), 1, assign(&case, Some("2"), ID, None, ("", "")).unwrap());
    assert_eq!(other.cves[&2].id, Some(id()));
    let twice = assign(&other, Some("1"), ID, None, ("", "")).unwrap_err().says;
    assert!(twice.contains("recorded in this case already"), "{twice}");
    let nobody = assign(&other, Some("new"), "CVE-2026-40002", None, ("", "")).unwrap_err().says;
    assert!(nobody.contains("say from whom"), "{nobody}");
}

#[test]
fn a_change_of_a_public_record_is_published_when_it_was_read_back() {
    let case = public(approved());
    let news = confirm(&case, ID, &record(&container()).to_string(), false).unwrap();
    let case = then(case, 1, news);
    assert_eq!(state(&case), CveState::Published);
    let same = draft(&case, ID, &container().to_string()).unwrap_err().says;
    assert!(same.contains("exactly this already"), "{same}");
    let mut other = container();
    other["title"] = "Three headers".into();
    let case = then(case.clone(), 2, draft(&case, ID, &other.to_string()).unwrap());
    assert_eq!(state(&case), CveState::Updating);
    // Given up: what stands in the list is what was written before.
    let given_up = confirm(&case, ID, &record(&container()).to_string(), false).unwrap();
    let back = then(case.clone(), 1, given_up);
    assert_eq!((state(&back), &back.cves[&1].draft), (CveState::Published, &None));
    // Approved: the old record is not the new one, and the new one is.
    let case = then(case.clone(), 1, approve(&case, ID, digest(&other), &person(1)).unwrap());
    let old = confirm(&case, ID, &record(&container()).to_string(), false).unwrap_err();
    assert!(old.says.contains("as it was before the change"), "{}", old.says);
    let case =
        then(case.clone(), 1, confirm(&case, ID, &record(&other).to_string(), false).unwrap());
    assert_eq!(state(&case), CveState::Published);
}

#[test]
fn a_lost_answer_to_a_reservation_is_looked_up_and_never_asked_twice() {
    let asked = then(case(), 1, request(&case(), CveSource::Own, ("", "")).unwrap());
    let begun = Fact::CveCallBegun { entry: 1, call: CveCall::Reserve };
    let lost = then(asked, 1, begun.clone());
    assert_eq!(state(&lost), CveState::Reserving);
    let lost = then(lost, 0, Fact::CveCallEnded { entry: 1, refused: false });
    assert_eq!(state(&lost), CveState::Uncertain);
    // One unknown id is listed: that is the one. Of several, a person picks.
    let found = Fact::CveAssigned { entry: 1, id: id(), from: CveSource::Own };
    assert_eq!(state(&then(lost.clone(), 0, found.clone())), CveState::Reserved);
    assert!(assign(&lost, Some("1"), ID, None, ("", "")).is_ok());
    let known = then(lost.clone(), 0, found.clone());
    assert!(assign(&known, Some("1"), ID, None, ("", "")).is_err());
    // None is listed: it may be asked again.
    let none = then(lost, 0, Fact::CveCallEnded { entry: 1, refused: true });
    assert_eq!(state(&none), CveState::Requested);
    assert_eq!(state(&then(none, 1, begun)), CveState::Reserving);
}

#[test]
fn a_lost_answer_to_a_publication_is_settled_by_reading_it_back() {
    let case = public(approved());
    let (written, begun) = (digest(&container()), |call| Fact::CveCallBegun { entry: 1, call });
    let case = then(case, 1, begun(CveCall::Publish));
    let refused = then(case.clone(), 0, Fact::CveCallEnded { entry: 1, refused: true });
    assert_eq!(state(&refused), CveState::Drafted, "a rate limit or a wrong document");
    let lost = then(case, 0, Fact::CveCallEnded { entry: 1, refused: false });
    let equal = Fact::CvePublished { entry: 1, container: written };
    assert_eq!(state(&then(lost.clone(), 0, equal)), CveState::Published);
    let stuck = Fact::CveStuck { entry: 1, container: written };
    assert_eq!(state(&then(lost.clone(), 0, stuck)), CveState::Degraded);
    let other = Fact::CveDiffers { entry: 1, container: Digest::of(b"another") };
    assert_eq!(state(&then(lost.clone(), 0, other)), CveState::Differs);
    assert_eq!(state(&then(lost.clone(), 1, begun(CveCall::Publish))), CveState::Publishing);
    let none = then(lost, 0, Fact::CveCallEnded { entry: 1, refused: true });
    assert_eq!(state(&none), CveState::Drafted);
}

#[test]
fn a_call_that_publishes_before_the_matter_is_public_breaks_a_rule() {
    let (_, broken) = after(approved(), 1, Fact::CveCallBegun { entry: 1, call: CveCall::Publish });
    assert_eq!(broken, ["W.P"]);
    let (_, broken) = after(approved(), 1, Fact::CveCallBegun { entry: 1, call: CveCall::Reject });
    assert_eq!(broken, Vec::<&str>::new());
}

#[test]
fn an_event_about_an_id_that_is_not_there_changes_nothing() {
    let (same, _) = after(case(), 1, Fact::CveRejected { entry: 7 });
    assert!(same.cves.is_empty());
}

#[test]
fn records_are_owed_once_the_matter_is_public_and_unused_ids_are_looked_at() {
    let files = crate::policy::tests::tiny();
    let policy: Policy = crate::policy::read(&files).0.unwrap();
    assert_eq!((policy.cve.publish, policy.cve.overdue), (Limit::hours(24), Limit::hours(72)));
    let owed = |case: &Case| {
        let own = timers(case, &policy).into_iter().filter(|timer| timer.id == "cve:1");
        own.map(|timer| (timer.step, timer.at)).collect::<Vec<_>>()
    };
    let hours = |n: i64| at().checked_add(n.hours()).unwrap();
    assert_eq!(owed(&reserved()), [("unused".to_owned(), hours(90 * 24))]);
    let expected = [("warn-publish".to_owned(), hours(24)), ("due".to_owned(), hours(72))];
    assert_eq!(owed(&public(approved())), expected);
    let case = public(approved());
    let read = confirm(&case, ID, &record(&container()).to_string(), false).unwrap();
    assert_eq!(owed(&then(case, 1, read)), []);
    assert_eq!(owed(&then(reserved(), 1, reject(&reserved(), "1", "not needed").unwrap())), []);
}
