//! `vulnerary db import` and `vulnerary check` over the real records, as a whole process.

use crate::program::{fixtures, vulnerary};
use serde_json::Value;

/// Target, platform, exit code, number of findings; at 2026-04-08.
const KNOWN: &[(&str, Option<&str>, i32, usize)] = &[
    ("node@20.3.0", None, 1, 60),
    ("node@20.3.0", Some("linux"), 1, 53),
    ("node@20.3.0", Some("win32"), 1, 60),
    ("node@22.4.0", None, 1, 24),
    ("node@22.4.0", Some("linux"), 1, 20),
    ("node@22.4.0", Some("win32"), 1, 24),
    ("node@24.0.0", None, 1, 17),
    ("node@24.0.0", Some("linux"), 1, 16),
    ("node@24.0.0", Some("win32"), 1, 17),
    ("node@20.20.2", None, 0, 0),
    ("node@22.22.2", None, 0, 0),
    ("node@24.14.1", None, 0, 0),
    ("node@25.8.2", None, 0, 0),
    ("node@18.20.8", None, 2, 0),
    ("node@v22", None, 3, 0),
    ("node@22.x", None, 3, 0),
    ("node@23.0.0-nightly20241001abcdef", None, 3, 0),
];

#[test]
fn the_real_records_give_the_known_findings() {
    let Some(fixtures) = fixtures() else { return };
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("node.vdb").display().to_string();
    let core = fixtures.join("node/vuln/core").display().to_string();
    let schedule = fixtures.join("node/schedule.json").display().to_string();
    let import = ["db", "import", "node-core", &core, "--schedule", &schedule, "--db", &db];
    let imported = vulnerary(&import);
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert!(imported.out.contains("171 records"), "{}", imported.out);
    for (target, platform, code, count) in KNOWN {
        let mut args = vec!["check", "--db", &db, "--at", "2026-04-08", "--format", "json", target];
        args.extend(platform.iter().flat_map(|platform| ["--platform", platform]));
        let ran = vulnerary(&args);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        let found = report["findings"].as_array().unwrap().len();
        assert_eq!((ran.code, found), (*code, *count), "{target} on {platform:?}: {}", ran.out);
    }
}

#[test]
fn a_missing_database_is_no_data_and_no_other_code() {
    let ran = vulnerary(&["check", "--db", "nowhere.vdb", "node@22.4.0"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("vulnerary db import"), "{}", ran.err);
}

#[test]
fn a_wrong_command_line_is_not_mistaken_for_an_answer() {
    assert_eq!(vulnerary(&["check", "--no-such-flag", "node@22.4.0"]).code, 64);
}
