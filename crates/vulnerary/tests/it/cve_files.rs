//! A CVE record on the command line: out of a file, and refused with its place.

use crate::doors::{Door, Kind, Who};
use serde_json::json;
use std::io::Write as _;

const LEAD: Who = Who::Staff("lead");

#[test]
fn a_record_is_read_from_a_file() {
    let door = Door::new(Kind::Command);
    let (id, _) = door.file(&json!({ "title": "Headers", "body": "Two.", "version": "2.9.7" }));
    let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
    door.perform(&LEAD, &id, "case judge", &json!({ "claim": claim }));
    let affected = json!({ "line": "v2", "affected": "yes" });
    door.perform(&LEAD, &id, "release assess", &affected);
    door.perform(&LEAD, &id, "case validate", &json!({}));
    let assigned = json!({ "id": "CVE-2026-12345", "from": "own" });
    door.perform(&LEAD, &id, "cve assign", &assigned);
    let container = json!({
        "affected": [{ "vendor": "Acme", "product": "acme" }],
        "descriptions": [{ "lang": "en", "value": "Two headers end it." }],
        "references": [{ "url": "https://acme.example/1" }],
    });
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(serde_json::to_string_pretty(&container).unwrap().as_bytes()).unwrap();
    let named = format!("@{}", file.path().display());
    door.perform(&LEAD, &id, "cve draft", &json!({ "entry": "1", "container": named }));
    let case = door.block_on(door.world.case(&id));
    let text = case.cves[&1].draft.as_ref().and_then(|draft| draft.text.as_deref()).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(text).unwrap(), container);
}
