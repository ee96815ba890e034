//! One clock of a pack is changed. What follows from it changes everywhere, and nothing else does.

use crate::kit::Browser;
use domain::intake::Draft;
use domain::policy::{Policy, read};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use testkit::{World, draft};

/// Everything public that is made of the policy, and the pages that are not.
const PUBLIC: [&str; 16] = [
    "/",
    "/policy",
    "/policy.md",
    "/policy.json",
    "/policy/questions.md",
    "/policy/clauses",
    "/policy/precedents",
    "/policy/clashes",
    "/.well-known/security.txt",
    "/badge.svg",
    "/badge.json",
    "/report",
    "/track",
    "/advisories",
    "/feed.atom",
    "/api/openapi.json",
];

/// The pack with promises in days, and the same with another acknowledgement clock.
fn packs() -> [Policy; 2] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/node");
    let mut files = outside::read_policy_folder(&folder).expect("the pack is there");
    let policy = |files: &BTreeMap<String, Vec<u8>>| read(files).0.expect("the pack is sound");
    let before = policy(&files);
    let text = String::from_utf8(files["policy.toml"].clone()).expect("text");
    let (old, new) = ("limit = { n = 5, unit = \"days\" }", "limit = { n = 7, unit = \"days\" }");
    assert_eq!(text.matches(old).count(), 1);
    files.insert("policy.toml".to_owned(), text.replace(old, new).into_bytes());
    [before, policy(&files)]
}

struct Seen {
    pages: BTreeMap<&'static str, String>,
    clocks: BTreeMap<String, jiff::Timestamp>,
}

async fn look(policy: &Policy) -> Seen {
    let mut world = World::new(9).await;
    world.restart_with(Arc::new(policy.clone()));
    let mut pages = BTreeMap::new();
    for path in PUBLIC {
        let page = Browser::at(&world).get(path).await;
        assert!(page.status.is_success(), "{path}: {}", page.status);
        // The digest stands for every byte of the pack.
        let body = page.body.replace(&policy.digest.to_string(), "DIGEST");
        pages.insert(path, body.replace(&policy.digest.short(), "DIGEST"));
    }
    let today = world.now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let accepted_rules = policy.rules_on(today).map(|rule| rule.id.clone()).collect();
    let report = Draft { accepted_rules, ..draft("the first under this clock") };
    let (id, _) = world.report(&report).await.expect("a report is received");
    let case = world.case(&id).await;
    let clocks = case.clocks.into_iter().map(|(clock, state)| (clock, state.due.at)).collect();
    Seen { pages, clocks }
}

#[tokio::test]
async fn a_changed_clock_changes_what_follows_from_it_and_nothing_else() {
    let [before, after] = packs();
    let (one, other) = (look(&before).await, look(&after).await);
    let mut changed = BTreeSet::new();
    for (path, old) in &one.pages {
        let new = &other.pages[path];
        assert_eq!(old.lines().count(), new.lines().count(), "{path}");
        for (old, new) in old.lines().zip(new.lines()).filter(|(old, new)| old != new) {
            changed.insert(*path);
            let same = old.replace("5 days", "7 days").replace("\"n\": 5", "\"n\": 7");
            assert_eq!(same, new, "{path}");
        }
    }
    assert_eq!(changed, BTreeSet::from(["/", "/policy", "/policy.json", "/policy.md", "/report"]));
    let text = "/.well-known/security.txt";
    assert!(one.pages[text].contains("SHA-256 DIGEST"), "security.txt names the pack's digest");
    assert_ne!(before.digest, after.digest);
    for (clock, due) in &one.clocks {
        let moved = other.clocks[clock].duration_since(*due).as_hours();
        assert_eq!(moved, if clock == "acknowledgement" { 48 } else { 0 }, "{clock}");
    }
    assert!(one.clocks.contains_key("acknowledgement"));
}
