//! The folder of public files.

use crate::world::{SITE, context, fixture, policy, public};
use formats::Context;
use formats::export::files;
use serde_json::{Value, json};

#[test]
fn a_folder_holds_every_published_format_the_feed_and_the_list() {
    let policy = policy("minimal");
    let files = files(&[public(&fixture("tiny"))], &context(&policy));
    let paths: Vec<&str> = files.keys().map(String::as_str).collect();
    let wanted = [
        "advisories/LANTERN-2026-3.md",
        "advisories/LANTERN-2026-3.osv.json",
        "advisories/index.json",
        "feed.atom",
    ];
    assert_eq!(paths, wanted);
}

#[test]
fn a_policy_with_nodes_records_has_their_folder_too() {
    let policy = policy("node");
    let files = files(&[public(&fixture("hash-collisions"))], &context(&policy));
    let record = &files["vuln/core/172.json"];
    assert_eq!(record, &files["advisories/NSWG-COR-172.node-core.json"]);
    let index: Value = serde_json::from_str(&files["vuln/core/index.json"]).unwrap();
    assert_eq!(index["172"], serde_json::from_str::<Value>(record).unwrap());
}

#[test]
fn the_list_says_where_each_format_is() {
    let policy = policy("minimal");
    let files = files(&[public(&fixture("tiny"))], &context(&policy));
    let list: Value = serde_json::from_str(&files["advisories/index.json"]).unwrap();
    let wanted = json!([{
        "id": "LANTERN-2026-3",
        "severity": "high",
        "modified": "2026-04-03T15:30:00Z",
        "title": "A table with | in a harbour's name moves high water",
        "formats": [
            { "id": "markdown", "file": "LANTERN-2026-3.md" },
            { "id": "osv", "file": "LANTERN-2026-3.osv.json" },
        ],
    }]);
    assert_eq!(list, wanted);
}

#[test]
fn the_order_of_the_advisories_changes_no_byte() {
    let policy = policy("node");
    let (one, mut other) = (fixture("hash-collisions"), fixture("hash-collisions"));
    (other.id, other.number) = ("NSWG-COR-9".to_owned(), 9);
    let (one, other) = (public(&one), public(&other));
    let first = files(&[one.clone(), other.clone()], &context(&policy));
    assert_eq!(first, files(&[other, one], &context(&policy)));
}

#[test]
fn a_slash_at_the_end_of_the_address_changes_no_byte() {
    let policy = policy("node");
    let one = [public(&fixture("hash-collisions"))];
    let site = format!("{SITE}/");
    let slashed = Context { policy: &policy, site: &site };
    assert_eq!(files(&one, &slashed), files(&one, &context(&policy)));
}

#[test]
fn an_empty_state_is_a_folder_too() {
    let policy = policy("node");
    let files = files(&[], &context(&policy));
    assert_eq!(files["advisories/index.json"], "[]\n");
    assert_eq!(files["vuln/core/index.json"], "{}");
}

#[test]
fn a_changed_row_cannot_name_a_file_elsewhere() {
    let policy = policy("minimal");
    let mut advisory = fixture("tiny");
    for id in ["../../etc/passwd", "/etc/passwd", "..", "a\\b", ""] {
        advisory.id = id.to_owned();
        for path in files(&[public(&advisory)], &context(&policy)).keys() {
            let parts: Vec<&str> = path.split('/').collect();
            assert!(parts.len() <= 2 && !parts.contains(&"..") && !path.contains('\\'), "{path}");
        }
    }
}
