//! `vulnerary cvss` as a process.

use crate::program::{fixtures, vulnerary, vulnerary_reading};
use serde_json::Value;

const HALTS: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_vector_is_answered_on_its_line_and_an_illegal_one_is_no_reason_to_stop() {
    let ran = vulnerary(&["cvss", "--json", HALTS, "CVSS:3.1/AV:X", HALTS]);
    assert_eq!(ran.code, 1);
    let lines = objects(&ran.out);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["vector"], HALTS);
    assert_eq!(lines[0]["version"], "3.1");
    assert_eq!(lines[0]["score"], 7.5);
    assert_eq!(lines[0]["severity"], "high");
    assert_eq!(lines[1]["vector"], "CVSS:3.1/AV:X");
    assert!(lines[1]["error"].as_str().unwrap().contains("AV (attack vector) is \"X\""));
    assert_eq!(lines[1].get("score"), None);
    assert_eq!(lines[2], lines[0]);
}

#[test]
fn people_get_aligned_lines() {
    let four = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H";
    let ran = vulnerary(&["cvss", HALTS, &format!("{HALTS}/E:U"), four]);
    assert_eq!(ran.code, 0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], format!(" 7.5  high      {HALTS}"));
    assert_eq!(lines[1], format!(" 7.5  high      {HALTS}/E:U  temporal 6.9"));
    assert_eq!(lines[2], format!("10.0  critical  {four}  CVSS-B"));
}

#[test]
fn a_folder_of_real_records_gives_its_findings_by_name() {
    let Some(fixtures) = fixtures() else { return };
    let folder = fixtures.join("node/vuln/npm").display().to_string();
    let ran = vulnerary(&["cvss", "--records", &folder, "--json"]);
    assert_eq!(ran.code, 1);
    let lines = objects(&ran.out);
    let of = |rule: &str| lines.iter().filter(|line| line["rule"] == rule).collect::<Vec<_>>();
    assert_eq!((of("score-differs").len(), of("illegal-vector").len()), (22, 1));
    assert_eq!(of("illegal-vector")[0]["record"], "504.json");
    assert_eq!(of("no-score").len(), 5, "the scores of -1");
    assert!(ran.err.contains("467 records, 458 with a vector: 435 fit, 4 unrated"), "{}", ran.err);
    let words = vulnerary(&["cvss", "--records", &folder]);
    assert!(words.out.contains("363.json   score-differs"), "{}", words.out);
    let core = fixtures.join("node/vuln/core").display().to_string();
    let core = objects(&vulnerary(&["cvss", "--records", &core, "--json"]).out);
    let illegal = |line: &&Value| line["rule"] == "illegal-vector";
    let illegal: Vec<&Value> = core.iter().filter(illegal).map(|line| &line["record"]).collect();
    assert_eq!(illegal, ["18.json", "40.json"], "vectors without their beginning");
}

#[test]
fn what_is_no_record_is_a_finding_and_no_folder_is_a_wrong_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    assert_eq!(vulnerary(&["cvss", "--records", "no-such-folder"]).code, 64);
    let path = folder.path().display().to_string();
    assert_eq!(vulnerary(&["cvss", "--records", &path]).code, 64);
    put("1.json", "[");
    put("2.json", r#"{"severity": "xlow", "cvss_score": "7", "cvss_vector": 3}"#);
    put("3.json", &format!(r#"{{"severity": "low", "cvss_vector": "{HALTS}"}}"#));
    put("4.json", &format!(r#"{{"cvss_vector": "{HALTS}"}}"#));
    put("10.json", r#"{"severity": "high"}"#);
    let ran = vulnerary(&["cvss", "--records", &path, "--json"]);
    let found: Vec<String> = objects(&ran.out)
        .iter()
        .map(|line| format!("{} {}", line["record"], line["rule"]).replace('"', ""))
        .collect();
    let expected = [
        "1.json unreadable",
        "2.json unreadable",
        "2.json unreadable",
        "2.json unreadable",
        "3.json rating-differs",
        "4.json vector-without-severity",
        "10.json severity-without-vector",
    ];
    assert_eq!(found, expected);
}

#[test]
fn standard_input_is_read_line_by_line_whatever_it_holds() {
    let long = "A".repeat(100_000);
    let input = format!("{HALTS}\r\n\n{long}\n  {HALTS}  \n\u{1b}[31m").into_bytes();
    let input = [input, vec![0xff, b'\n']].concat();
    for args in [&["cvss", "--json"][..], &["cvss", "-", "--json"]] {
        let ran = vulnerary_reading(args, &input);
        let lines = objects(&ran.out);
        assert_eq!((ran.code, lines.len()), (1, 4), "{}", ran.out);
        assert_eq!(lines[1]["error"], "it is longer than 256 bytes");
        assert_eq!(lines[0]["score"], lines[2]["score"]);
        assert!(!ran.out.contains('\u{1b}'));
    }
}
