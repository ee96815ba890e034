//! The threat model on public pages: every clause has one, and links lead somewhere.

use crate::kit::Browser;
use axum::http::{Method, StatusCode};
use std::collections::BTreeSet;
use std::path::Path;
use testkit::{World, draft};

/// Every path of ours that a page links to, without its anchor.
fn targets(body: &str) -> BTreeSet<String> {
    let links = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let ours = links.filter(|to| to.starts_with("/policy"));
    ours.map(|to| to.split('#').next().unwrap_or_default().replace("&#38;", "&")).collect()
}

/// A browser before the pack of this name.
fn at_pack(world: &World, pack: &str) -> (Browser, domain::policy::Policy) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies").join(pack);
    let files = outside::read_policy_folder(&folder).expect("the pack is there");
    let policy = domain::policy::read(&files).0.expect("the pack is sound");
    (Browser::with_policy(world, policy.clone()), policy)
}

#[tokio::test]
async fn every_clause_and_precedent_has_a_page_and_no_link_is_dead() {
    let world = World::new(101).await;
    for pack in ["node", "curl-like", "minimal", "vulnerary"] {
        let (mut browser, policy) = at_pack(&world, pack);
        let mut todo: Vec<String> = vec!["/policy".into(), "/policy/clashes".into()];
        todo.extend(policy.clauses.iter().map(|one| format!("/policy/clauses/{}", one.id)));
        todo.extend(policy.precedents.iter().map(|one| format!("/policy/precedents/{}", one.id)));
        let mut seen: BTreeSet<String> = BTreeSet::new();
        while let Some(path) = todo.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let page = browser.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{pack}: {path}");
            todo.extend(targets(&page.body));
        }
        assert!(seen.len() > policy.clauses.len() + policy.precedents.len(), "{pack}");
    }
}

#[tokio::test]
async fn a_clause_says_when_it_applies_and_how_it_was_applied() {
    let mut world = World::new(102).await;
    world.pass_days(270);
    let (mut browser, policy) = at_pack(&world, "node");
    let page = browser.get("/policy/clauses/VU-2").await;
    for word in ["What does the attacker achieve?", "/policy/clauses/VU-0", "CVE-2026-21717"] {
        assert!(page.body.contains(word), "{word}: {}", page.body);
    }
    let reversed = policy.precedents.iter().find(|one| one.reversed.is_some());
    let reversed = reversed.expect("the pack has a reversed one");
    let page = browser.get(&format!("/policy/precedents/{}", reversed.id)).await;
    assert!(page.body.contains("<s>") && page.body.contains("Reversed by"), "{}", page.body);
    let ended = browser.get("/policy/clauses?state=not-in-force").await;
    assert!(ended.body.contains("Ended on") || ended.body.contains("In force from"));
    let some = browser.get("/policy/clauses?kind=rationale").await;
    assert!(some.body.contains("id=\"rationale\"") && !some.body.contains("id=\"vulnerability\""));
}

#[tokio::test]
async fn public_clauses_are_kept_by_their_tag_and_unknown_ones_look_like_nothing() {
    let world = World::new(103).await;
    let mut browser = Browser::at(&world);
    let nothing = browser.get("/nothing").await;
    let (case, _) = world.report(&draft("Quiet")).await.expect("a report");
    for path in [
        "/policy/clauses/NO-1".to_owned(),
        format!("/policy/precedents/{case}"),
        "/policy/x".into(),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!((&page.body, &page.headers), (&nothing.body, &nothing.headers), "{path}");
    }
    let page = browser.get("/policy/clauses/IN-2").await;
    let tag = page.header("etag").to_owned();
    let again = browser.ask(Method::GET, "/policy/clauses/IN-2", &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}
