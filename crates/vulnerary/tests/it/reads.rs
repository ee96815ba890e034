//! Whoever reads a case is in the read log with the door they came through, and the command line shows
//! it to those who may see it.

use crate::doors::{Door, Kind, Who};
use app::ports::store::ReadQuery;
use domain::access::{Door as Through, ReadKind};
use serde_json::{Value, json};

const DRAFT: &str = r#"{
    "title": "Two headers", "body": "Two headers; watch it go.", "version": "2.9.7",
    "accept_terms": true, "accepted_rules": ["RR-1"]
}"#;

#[test]
fn each_door_is_named_in_the_log() {
    let doors =
        [(Kind::Page, Through::Web), (Kind::Api, Through::Api), (Kind::Command, Through::Cli)];
    for (kind, through) in doors {
        let door = Door::new(kind);
        let (id, _) = door.file(&serde_json::from_str(DRAFT).unwrap());
        door.perform(&Who::Staff("triager"), &id, "case note", &json!({ "body": "seen" }));
        let query = ReadQuery { limit: 9, ..ReadQuery::default() };
        let rows = door.block_on(door.world.truth().reads(&query)).unwrap();
        assert_eq!(rows.len(), 1, "{kind:?}: {rows:?}");
        assert_eq!((rows[0].door, rows[0].kind), (through, ReadKind::Acted));
        assert_eq!(rows[0].reader.account(), Some(&door.world.people["triager"].account));
    }
}

#[test]
fn the_command_line_lists_readings_and_grants() {
    let door = Door::new(Kind::Command);
    let nothing = door.run("auditor", &["people", "reads"]);
    assert_eq!(nothing.trim(), "Nobody has read anything like that.");
    let (id, _) = door.file(&serde_json::from_str(DRAFT).unwrap());
    door.run("fixer", &["case", "show", id.as_str()]);
    door.run("triager", &["case", "list"]);
    let all = door.run("auditor", &["people", "reads", "--case", id.as_str()]);
    assert_eq!(all.lines().count(), 2, "{all}");
    assert!(all.contains("fixer") && all.contains("opened") && all.contains("cli"), "{all}");
    assert!(!all.contains("Two headers"), "never a title: {all}");
    let one = door.run("lead", &["people", "reads", "--person", "triager", "--json"]);
    let one: Value = serde_json::from_str(&one).unwrap();
    assert_eq!(
        (&one["kind"], &one["door"], &one["login"]),
        (&json!("listed"), &json!("cli"), &json!("triager"))
    );
    assert_eq!((&one["reader"], &one["cases"]), (&json!("person"), &json!([id])));
    let late = door.run("lead", &["people", "reads", "--since", "2026-03-03"]);
    assert!(late.starts_with("Nobody"), "{late}");
    let some = door.run("lead", &["people", "reads", "--limit", "1"]);
    assert!(some.contains("There are more"), "{some}");
    let review = door.run("auditor", &["people", "review"]);
    assert_eq!(review.lines().count(), door.world.people.len(), "{review}");
    let fixer = review.lines().find(|line| line.starts_with("fixer ")).unwrap();
    assert!(fixer.contains("2026-03-02T09:00:00Z"), "{fixer}");
    let json = door.run("auditor", &["people", "review", "--json"]);
    let first: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!((&first["login"], &first["last_read_at"]), (&json!("admin"), &Value::Null));
}
