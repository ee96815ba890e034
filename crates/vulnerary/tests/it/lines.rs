//! `vulnerary lines`, as a process and against an instance.

use crate::doors::Shared;
use crate::program::{root, vulnerary};
use app::ports::store::Store as _;
use domain::policy::{Lines, Policy};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{World, draft};
use vulnerary::wire::Setting;
use vulnerary::{Out, commands};

fn lines(args: &[&str]) -> crate::program::Ran {
    let pack = root().join("policies/node");
    let mut all = vec!["lines", "--policy", pack.to_str().unwrap()];
    all.extend(args);
    vulnerary(&all)
}

fn answer(args: &[&str]) -> Value {
    let ran = lines(&[&["--json"], args].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn phases(at: &str, words: &[&str]) -> Vec<(String, String)> {
    let answer = answer(&[&["--at", at], words].concat());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let each = answer["lines"].as_array().unwrap().iter();
    each.map(|line| (text(&line["line"]), text(&line["phase"]))).collect()
}

#[test]
fn phases_stand_beside_the_rule_that_gave_them() {
    let pair = |line: &str, phase: &str| (line.to_owned(), phase.to_owned());
    let autumn = [pair("v24", "maintenance"), pair("v26", "active-lts"), pair("v27", "alpha")];
    assert_eq!(phases("2026-11-01", &["v27", "26", "Krypton"]), autumn);
    assert_eq!(phases("2026-04-29T23:59:00Z", &["20.3.1"]), [pair("v20", "maintenance")]);
    assert_eq!(phases("2026-04-30T00:00:00Z", &["20.3.1"]), [pair("v20", "end-of-life")]);
    let answer = answer(&["--at", "2026-04-29T23:59:00Z", "v20"]);
    assert_eq!(answer["rule"]["end"], "exclusive");
    assert_eq!(answer["reminders"][0]["days"], 7);
    let ran = lines(&["--at", "2026-11-01", "supported"]);
    assert!(
        ran.out.contains("end of life from 00:00 UTC of its end date on (exclusive)"),
        "{}",
        ran.out
    );
}

#[test]
fn an_unknown_alias_ends_with_64_and_a_known_one_may_name_no_line() {
    let ran = lines(&["--at", "2026-11-01", "stable"]);
    assert_eq!((ran.code, ran.out.as_str()), (64, ""));
    assert!(ran.err.contains("aliases are all, supported"), "{}", ran.err);
    let ran = lines(&["--at", "2028-01-01", "alpha"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("No line is in the phases"), "{}", ran.err);
    assert_eq!(vulnerary(&["lines"]).code, 64);
    assert_eq!(lines(&["--at", "soon"]).code, 64);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_is_checked_for_cases_that_run_past_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap().to_owned();
    let absent = vulnerary(&["lines", "--data", &data]);
    assert_eq!(absent.code, 64, "{}", absent.err);
    let store = store::open(&format!("sqlite:{data}/vulnerary.db")).await.unwrap();
    store.ready().await.unwrap();
    store.close().await;
    let empty = vulnerary(&["lines", "--data", &data]);
    assert_eq!(empty.code, 0, "{}", empty.err);
    assert!(empty.out.contains("No open case under embargo targets"), "{}", empty.out);
}

/// Acme, with a line that ends in the middle of May.
fn ending() -> Policy {
    let text = r#"{
      "v2": { "start": "2024-04-01", "end": "2026-05-15" },
      "v3": { "start": "2025-04-01", "end": "2036-04-01" }
    }"#;
    let lines = Lines::read("lines.json", text.as_bytes()).unwrap();
    Policy { lines, ..testkit::policy() }
}

#[test]
fn a_case_that_runs_past_an_end_is_named_and_ends_with_1() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (app, id) = runtime.block_on(async {
        let mut world = World::at(&format!("sqlite:{}", file.path().display()), 5).await;
        world.restart_with(Arc::new(ending()));
        let (id, _) = world.report(&draft("Headers hang it")).await.unwrap();
        let lead = world.actor("lead");
        let since = json!({ "line": "v2", "affected": "yes" });
        world.perform(&lead, "release assess", &id, since).await.unwrap();
        let later = json!({ "ends_at": "2026-05-20T12:00:00Z", "because": "two lines" });
        world.perform(&lead, "embargo propose", &id, later).await.unwrap();
        (Arc::clone(&world.app), id)
    });
    let setting = Setting { now: crate::doors::beginning, app: Some(app) };
    let run = |json: &[&str]| {
        let args = [&["vulnerary", "lines", "--data", "here"], json].concat();
        let matches = commands::command_line().try_get_matches_from(args).unwrap();
        let printed = Shared::default();
        let mut out = Out { facts: Box::new(printed.clone()), words: Box::new(printed.clone()) };
        let ended = commands::run(&matches, &mut out, &setting);
        (ended.map_err(|ended| ended.code()), printed.text())
    };
    let (ended, text) = run(&[]);
    assert_eq!(ended, Err(1));
    assert!(text.contains(&format!("case {id}: 2.x is affected")), "{text}");
    assert!(!text.contains("Headers"), "facts, never content: {text}");
    let (_, text) = run(&["--json"]);
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["ends_first"][0]["ending"]["line"], "v2");
    assert_eq!(answer["ends_first"][0]["case"], id.to_string());
}
