//! Files and reports from elsewhere, from the command line.

use crate::doors::{Door, Kind};
use serde_json::{Value, json};

fn report(id: &str, title: &str) -> Value {
    json!({ "id": id, "type": "report", "attributes": {
        "title": title, "state": "triaged", "created_at": "2024-02-02T04:05:06.000Z",
        "vulnerability_information": "It hangs." },
        "relationships": { "attachments": { "data": [
            { "type": "attachment", "attributes": { "file_name": "../../poc.sh", "file_size": 9 } },
            { "type": "attachment", "attributes": { "file_name": "gone.txt" } },
        ] } } })
}

#[test]
fn a_file_goes_in_and_comes_out_as_it_was() {
    let door = Door::new(Kind::Command);
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (trace, back) = (at("trace.txt"), at("back.txt"));
    let bytes: Vec<u8> = (0..200_000_u32).map(|number| number as u8).collect();
    std::fs::write(&trace, &bytes).unwrap();
    std::fs::write(at("report.json"), r#"{"title":"T","body":"B","version":"1"}"#).unwrap();
    let filed =
        door.run("lead", &["case", "file", &at("report.json"), "--attach", &trace, "--json"]);
    let filed: Value = serde_json::from_str(filed.lines().next().unwrap()).unwrap();
    let id = filed["id"].as_str().unwrap();
    assert!(filed["received"].as_str().unwrap().contains("\"name\":\"trace.txt\""), "{filed}");
    let sent =
        door.run("lead", &["case", "attach", id, &trace, "--to", "team", "--body", "The same."]);
    let file = sent.split(' ').next().unwrap();
    let shown = door.run("lead", &["case", "show", id]);
    assert!(shown.contains(file) && shown.contains("trace.txt, 200000 bytes"), "{shown}");
    let got = door.run("lead", &["case", "fetch", id, file, "--out", &back]);
    assert!(got.contains("200000 bytes"), "{got}");
    assert_eq!(std::fs::read(&back).unwrap(), bytes);
}

#[test]
fn an_export_is_planned_and_then_brought_here_once() {
    let door = Door::new(Kind::Command);
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("reports.json").display().to_string();
    let files = folder.path().join("attachments/1337");
    std::fs::create_dir_all(&files).unwrap();
    std::fs::write(files.join("poc.sh"), "#!/bin/sh").unwrap();
    let all = json!({ "data": [report("1337", "One"), report("1338", "Another")] });
    std::fs::write(&export, all.to_string()).unwrap();
    let plan = door.run("lead", &["import", "hackerone", &export]);
    assert!(plan.contains("2 to be brought here, 0 here already"), "{plan}");
    assert_eq!(door.run("lead", &["case", "list"]).trim(), "No cases.");
    let done = door.run("lead", &["import", "hackerone", &export, "--apply"]);
    assert!(done.contains("2 brought here, 0 here already"), "{done}");
    let cases = door.run("lead", &["case", "list", "--json"]);
    let cases: Vec<Value> = cases.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(cases.len(), 2);
    let one = cases.iter().find(|case| case["title"] == "One").unwrap();
    let shown = door.run("lead", &["case", "show", one["case"].as_str().unwrap()]);
    assert!(shown.contains("poc.sh, 9 bytes") && shown.contains("File there: gone.txt"), "{shown}");
    let again = door.run("lead", &["import", "hackerone", &export, "--apply", "--json"]);
    let last: Value = serde_json::from_str(again.lines().last().unwrap()).unwrap();
    assert_eq!((&last["new"], &last["here"]), (&json!(0), &json!(2)), "{again}");
    assert_eq!(door.run("lead", &["case", "list"]).lines().count(), 2);
}
