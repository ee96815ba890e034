//! The feed, read back by a reader of feeds.

use crate::generated;
use crate::world::{SITE, context, fixture, policy, public};
use atom_syndication::Feed;
use domain::advisory::Advisory;
use proptest::prelude::*;

fn text(advisories: &[Advisory]) -> String {
    let policy = policy("node");
    let advisories: Vec<_> = advisories.iter().map(public).collect();
    formats::feed::atom(&advisories, &context(&policy))
}

fn read(text: &str) -> Feed {
    Feed::read_from(text.as_bytes()).expect("a feed can be read")
}

#[test]
fn a_feed_says_whose_it_is_and_where() {
    let feed = read(&text(&[fixture("hash-collisions")]));
    assert_eq!(feed.title().as_str(), "Security advisories of Node.js");
    assert_eq!(feed.id(), "tag:nodejs.org,2026:nodejs/advisories");
    assert_eq!(feed.updated().to_rfc3339(), "2026-03-24T20:00:00+00:00");
    assert_eq!(feed.authors()[0].name(), "Node.js");
    let links: Vec<_> = feed.links().iter().map(|link| (link.rel(), link.href())).collect();
    let (own, list) = (format!("{SITE}/feed.atom"), format!("{SITE}/advisories"));
    assert_eq!(links, [("self", own.as_str()), ("alternate", list.as_str())]);
}

#[test]
fn an_entry_leads_to_its_page_and_holds_the_document() {
    let feed = read(&text(&[fixture("hash-collisions")]));
    let entry = &feed.entries()[0];
    assert_eq!(entry.id(), "tag:nodejs.org,2026:nodejs/advisories/NSWG-COR-172");
    assert_eq!(entry.links()[0].href(), format!("{SITE}/advisories/NSWG-COR-172"));
    assert_eq!(entry.categories()[0].term(), "medium");
    let html = entry.content().and_then(|content| content.value()).unwrap();
    assert!(html.contains("<td>22.22.2</td>") && html.contains("<code>JSON.parse()</code>"));
}

#[test]
fn an_empty_feed_is_as_old_as_the_first_line() {
    let feed = read(&text(&[]));
    assert_eq!(feed.updated().to_rfc3339(), "2022-04-19T00:00:00+00:00");
    assert!(feed.entries().is_empty());
}

#[test]
fn a_feed_is_as_new_as_its_newest_change() {
    let mut corrected = fixture("hash-collisions");
    corrected.modified_at = "2026-06-01T00:00:00Z".parse().unwrap();
    let feed = read(&text(&[fixture("hash-collisions"), corrected]));
    assert_eq!(feed.updated().to_rfc3339(), "2026-06-01T00:00:00+00:00");
}

#[test]
fn a_feed_ends_after_a_hundred_entries() {
    let many = vec![fixture("hash-collisions"); 101];
    assert_eq!(read(&text(&many)).entries().len(), 100);
}

#[test]
fn any_advisory_stays_one_entry() {
    let policy = policy("node");
    let other = public(&fixture("hash-collisions"));
    proptest!(|(advisory in generated::advisory())| {
        let both = [public(&advisory), other.clone()];
        let text = formats::feed::atom(&both, &context(&policy));
        let feed = read(&text);
        prop_assert_eq!(feed.entries().len(), 2);
        let named = format!("{}: ", advisory.id);
        prop_assert!(feed.entries()[0].title().as_str().starts_with(&named));
        let no_text = |c: char| c.is_control() || ('\u{FFFE}'..='\u{FFFF}').contains(&c);
        prop_assert!(!text.chars().any(|c| no_text(c) && !matches!(c, '\t' | '\n')));
    });
}
