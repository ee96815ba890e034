//! A small table: its answers, what is still needed, and what is wrong with others.

use super::*;

const TABLE: &str = r#"{
  "namespace": "x_acme.test", "key": "DT_H", "version": "1.0.0", "name": "Hurry",
  "definition": "How soon it is fixed", "schemaVersion": "2.0.0", "later": true,
  "decision_points": {
    "ssvc:E:1.1.0": {"key": "E", "name": "Exploitation", "definition": "Is it attacked?",
      "values": [{"key": "N", "name": "None", "definition": "No."},
                 {"key": "A", "name": "Active", "definition": "Yes."}]},
    "x:R:1.0.0": {"key": "R", "name": "Reach", "definition": "From where?",
      "values": [{"key": "L", "name": "Local", "definition": "Here."},
                 {"key": "W", "name": "World", "definition": "Anywhere."}]},
    "x:H:1.0.0": {"key": "H", "name": "Hurry", "definition": "How soon?",
      "values": [{"key": "S", "name": "Soon", "definition": "This month."},
                 {"key": "N", "name": "Now", "definition": "Tonight."}]}
  },
  "outcome": "x:H:1.0.0",
  "mapping": [
    {"ssvc:E:1.1.0": "N", "x:R:1.0.0": "L", "x:H:1.0.0": "S"},
    {"ssvc:E:1.1.0": "N", "x:R:1.0.0": "W", "x:H:1.0.0": "S"},
    {"ssvc:E:1.1.0": "A", "x:R:1.0.0": "L", "x:H:1.0.0": "S"},
    {"ssvc:E:1.1.0": "A", "x:R:1.0.0": "W", "x:H:1.0.0": "N"}
  ]
}"#;

fn table() -> SsvcTable {
    SsvcTable::read("t.json", TABLE.as_bytes()).unwrap()
}

fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
    given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn said(given: &[(&str, &str)]) -> String {
    let table = table();
    let answer = table.decide(&pairs(given)).unwrap();
    let needed: Vec<&str> = answer.needed.iter().map(|point| point.key.as_str()).collect();
    let possible: Vec<&str> = answer.possible.iter().map(|value| value.key.as_str()).collect();
    let outcome = answer.outcome.map_or("?", |value| value.name.as_str());
    format!("{outcome} of {} needs {}", possible.join(""), needed.join(""))
}

#[test]
fn answers_decide_or_the_rest_is_named() {
    assert_eq!(said(&[]), "? of SN needs ER");
    assert_eq!(said(&[("E", "A")]), "? of SN needs R");
    assert_eq!(said(&[("E", "A"), ("R", "W")]), "Now of N needs ");
    assert_eq!(said(&[("R", "L")]), "Soon of S needs ", "nobody is asked what changes nothing");
}

#[test]
fn points_and_values_have_several_names() {
    for given in [
        [("ssvc:E:1.1.0", "A"), ("x:R", "W")],
        [("exploitation", "active"), ("reach", "world")],
        [("e", "a"), ("r", "w")],
    ] {
        assert_eq!(said(&given), "Now of N needs ");
    }
}

#[test]
fn every_answer_that_fits_nothing_is_said() {
    let given = pairs(&[("E", "X"), ("Reachh", "W"), ("R", "W"), ("R", "L")]);
    let wrong = table().decide(&given).unwrap_err();
    assert_eq!(
        wrong,
        [
            "no such value of Exploitation \"X\" (there are N (None), A (Active))",
            "no such decision point \"Reachh\"; did you mean \"Reach\"? (there are E (Exploitation), R (Reach))",
            "Reach has two answers",
        ]
    );
    assert!(table().decide(&pairs(&[("R", "W"), ("R", "W")])).is_ok());
}

fn wrong(change: &str, into: &str) -> Vec<String> {
    assert!(TABLE.contains(change), "{change}");
    let changed = TABLE.replacen(change, into, 1);
    let complaints = SsvcTable::read("t.json", changed.as_bytes()).unwrap_err();
    complaints.iter().map(ToString::to_string).collect()
}

#[test]
fn every_hole_and_contradiction_is_a_complaint_with_its_place() {
    let row = r#"{"ssvc:E:1.1.0": "A", "x:R:1.0.0": "W", "x:H:1.0.0": "N"}"#;
    let cases = [
        (
            r#""schemaVersion": "2.0.0""#,
            r#""schemaVersion": "1""#,
            "t.json: schemaVersion: is \"1\"; 2.0.0 is read",
        ),
        (
            r#""outcome": "x:H:1.0.0""#,
            r#""outcome": "x:H:1.0.1""#,
            "t.json: outcome: no such decision point \"x:H:1.0.1\"; did you mean \"x:H:1.0.0\"?",
        ),
        (
            r#""x:R:1.0.0": "W", "x:H:1.0.0": "N"}"#,
            r#""x:R:1.0.0": "Q", "x:H:1.0.0": "N"}"#,
            "t.json: mapping[3].x:R:1.0.0: no such value \"Q\"; did you mean \"L\"?",
        ),
        (
            r#""x:R:1.0.0": "W", "x:H:1.0.0": "N"}"#,
            r#""x:R:1.0.0": "W"}"#,
            "t.json: mapping[3].x:H:1.0.0: is missing",
        ),
        (
            r#""x:R:1.0.0": "W", "x:H:1.0.0": "N"}"#,
            r#""x:R:1.0.0": "L", "x:H:1.0.0": "N"}"#,
            "t.json: mapping[3]: an earlier row has the same answers",
        ),
        (
            r#"{"key": "L", "name": "Local""#,
            r#"{"key": "W", "name": "Local""#,
            "t.json: decision_points.x:R:1.0.0.values: \"W\" is there more than once",
        ),
        (
            r#""name": "Reach""#,
            r#""name": " ""#,
            "t.json: decision_points.x:R:1.0.0.name: is empty",
        ),
    ];
    for (change, into, says) in cases {
        assert_eq!(wrong(change, into)[0], says);
    }
    assert_eq!(
        wrong(&format!(",\n    {row}"), "")[0],
        "t.json: mapping: 1 of 4 combinations have no row"
    );
    assert!(wrong("{", "[")[0].starts_with("t.json: is no SSVC decision table: "));
}

#[test]
fn sizes_are_bounded() {
    let large = vec![b' '; SSVC_BYTES_MAX + 1];
    assert_eq!(SsvcTable::read("t", &large).unwrap_err()[0].says, "larger than 1000000 bytes");
    let deep = "[".repeat(100_000);
    assert_eq!(SsvcTable::read("t", deep.as_bytes()).unwrap_err().len(), 1);
    let point = |n: usize| {
        let value = |k: usize| format!(r#"{{"key":"{k}","name":"n{k}","definition":"d"}}"#);
        let values: Vec<String> = (0..20).map(value).collect();
        format!(
            r#""x:P{n}:1.0.0":{{"key":"P{n}","name":"p","definition":"d","values":[{}]}}"#,
            values.join(",")
        )
    };
    let points: Vec<String> = (0..20).map(point).collect();
    let head = r#"{"namespace":"x","key":"K","name":"n","definition":"d","schemaVersion":"2.0.0""#;
    let many =
        format!(r#"{head},"outcome":"x:P0:1.0.0","decision_points":{{{}}}}}"#, points.join(","));
    let says = SsvcTable::read("t", many.as_bytes()).unwrap_err();
    assert_eq!(says[0].says, "there are more than 50000 combinations of answers");
}
