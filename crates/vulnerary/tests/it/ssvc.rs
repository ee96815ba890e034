//! `vulnerary ssvc` as a process.

use crate::program::{fixtures, vulnerary};
use serde_json::Value;

#[test]
fn a_real_table_decides_or_says_what_it_still_needs() {
    let Some(fixtures) = fixtures() else { return };
    let table = |name: &str| fixtures.join("ssvc/json/decision_tables").join(name);
    let file = table("ssvc/utility_1_0_0.json").display().to_string();
    let run = |more: &[&str]| vulnerary(&[&["ssvc", "--table", &file], more].concat());
    let decided = run(&["automatable=yes", "VD=C", "--json"]);
    let answer: Value = serde_json::from_str(&decided.out).unwrap();
    assert_eq!((decided.code, &answer["outcome"]["name"]), (0, &"Super Effective".into()));
    assert_eq!(answer["given"]["ssvc:A:2.0.0"], "Y");
    let open = run(&["A=N", "--json"]);
    let answer: Value = serde_json::from_str(&open.out).unwrap();
    assert_eq!((open.code, &answer["outcome"]), (1, &Value::Null));
    assert_eq!(answer["needed"][0]["key"], "VD");
    assert_eq!(answer["needed"][0]["values"].as_array().unwrap().len(), 2);
    let names: Vec<&str> = answer["possible"]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| value["key"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["L", "E"]);
    let shown = run(&[]);
    assert_eq!(shown.code, 0);
    assert!(
        shown.out.contains("Utility: undecided; possible: Laborious, Efficient, Super Effective"),
        "{}",
        shown.out
    );
    let wrong = run(&["A=maybe", "Speed=high", "nothing"]);
    assert_eq!((wrong.code, wrong.err.trim()), (64, "vulnerary: \"nothing\" is not POINT=VALUE"));
    let wrong = run(&["A=maybe", "Speed=high"]);
    assert!(
        wrong.code == 64
            && wrong.err.contains("no such value of Automatable")
            && wrong.err.contains("no such decision point"),
        "{}",
        wrong.err
    );
    let large = table("ssvc/coordinator_triage_1_0_0.json").display().to_string();
    let answers = ["RP=N", "SCON=Y", "RC=C", "SC=M", "SE=A", "U=S", "PSI=S"];
    assert_eq!(vulnerary(&[&["ssvc", "--table", &large][..], &answers].concat()).code, 0);
}

#[test]
fn what_is_no_table_is_a_wrong_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.json");
    let path = file.display().to_string();
    assert_eq!(vulnerary(&["ssvc", "--table", &path]).code, 64);
    std::fs::write(&file, "{").unwrap();
    let ran = vulnerary(&["ssvc", "--table", &path]);
    assert!(ran.code == 64 && ran.err.contains("is no SSVC decision table"), "{}", ran.err);
    let pack = crate::program::root().join("policies/minimal").display().to_string();
    let ran = vulnerary(&["ssvc", "--policy", &pack, "--table", "utility"]);
    assert!(
        ran.code == 64 && ran.err.contains("has no decision table \"utility\"; there are: none"),
        "{}",
        ran.err
    );
}
