//! `vulnerary policy diff`, as a process: a golden between two versions of a real policy, exit
//! codes, and an instance that is only read. `VULNERARY_BLESS=1` writes the golden again.

use crate::program::{root, vulnerary};
use serde_json::Value;
use std::path::Path;

fn node(when: &str) -> String {
    format!("{}{when}", root().join("policies/node").display())
}

#[test]
fn two_versions_of_a_real_policy_differ_as_reviewed() {
    let ran = vulnerary(&["policy", "diff", &node("@2026.1"), &node("@2026.2")]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let golden = root().join("fixtures/policy/node-2026.1-2026.2.golden");
    if std::env::var_os("VULNERARY_BLESS").is_some() {
        std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
        std::fs::write(&golden, &ran.out).unwrap();
    }
    let reviewed = std::fs::read_to_string(&golden).unwrap_or_default();
    assert!(ran.out == reviewed, "review, then VULNERARY_BLESS=1:\n{}", ran.out);
}

#[test]
fn the_same_is_nothing_and_ends_with_0() {
    for (old, new) in [("", ""), ("@2026.2", "@2026-07-02"), ("@2026-02-01", "@2026-02-01")] {
        let ran = vulnerary(&["policy", "diff", &node(old), &node(new)]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        assert!(ran.out.ends_with("\nNothing changes.\n"), "{}", ran.out);
    }
}

#[test]
fn json_is_one_object_with_the_same_counts() {
    let ran = vulnerary(&["policy", "diff", "--json", &node("@2026.1"), &node("@2026.2")]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["old"]["version"], "2026.1");
    assert_eq!(found["new"]["day"], "2026-07-01");
    let says = |part: &str| -> Vec<&Value> {
        let all = found["changes"].as_array().unwrap().iter();
        all.filter(|change| change["part"] == part).collect()
    };
    assert!(says("clauses").iter().any(|one| one["id"] == "ND-7" && one["turn"] == "begins"));
    assert!(says("bounty").iter().any(|one| one["turn"] == "ends"));
    let changed = found["precedents"]["changed"].as_array().unwrap();
    let reversed = changed.iter().find(|one| one["id"] == "CVE-2026-21637").unwrap();
    assert_eq!(reversed["before"]["verdict"], "vulnerability");
    assert_eq!(reversed["after"]["verdict"], "normal-bug");
    assert_eq!((&found["claims"], &found["cases"]), (&Value::Null, &Value::Null));
}

#[test]
fn given_claims_are_judged_by_both() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("callback.toml");
    std::fs::write(&file, "effect = \"availability\"\npattern = \"callback-throws\"\n").unwrap();
    let path = file.to_str().unwrap();
    let ran = vulnerary(&["policy", "diff", &node("@2026.1"), &node("@2026.2"), "--claims", path]);
    assert!(ran.out.contains("Of 1 claim "), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(path), "{}", ran.out);
    std::fs::write(&file, "weather = \"rain\"\n").unwrap();
    let ran = vulnerary(&["policy", "diff", &node("@2026.1"), &node("@2026.2"), "--claims", path]);
    assert_eq!(ran.code, 64, "{}", ran.out);
    assert!(ran.err.contains("no such fact \"weather\""), "{}", ran.err);
}

#[test]
fn what_cannot_be_read_ends_with_64_and_says_what_there_is() {
    for (old, expected) in [
        (node("@2026.3"), "there are 2026.1, 2026.2"),
        (node("@yesterday"), "there are 2026.1, 2026.2"),
        ("/nowhere@2026.1".to_owned(), "/nowhere"),
        (root().join("docs").display().to_string(), "holds no policy"),
    ] {
        let ran = vulnerary(&["policy", "diff", &old, &node("")]);
        assert_eq!((ran.code, ran.out.as_str()), (64, ""), "{old}");
        assert!(ran.err.contains(expected), "{old}: {}", ran.err);
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_folder_with_an_at_sign_in_its_name_is_found_and_one_clock_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("node@next");
    copy(&root().join("policies/node"), &pack);
    let file = pack.join("policy.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let from = "limit = { n = 5, unit = \"days\" }";
    assert_eq!(text.matches(from).count(), 1);
    std::fs::write(&file, text.replace(from, "limit = { n = 3, unit = \"days\" }")).unwrap();
    let ran = vulnerary(&["policy", "diff", &node(""), pack.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let says = "Promises and rights\n  The acknowledgement (acknowledgement) is promised within 3 \
                days instead of 5.\n\nWhat it would touch\n  Of ";
    assert!(ran.out.contains(says), "{}", ran.out);
    let dated = format!("{}@2026.1", pack.display());
    assert_eq!(vulnerary(&["policy", "diff", &dated, &dated]).code, 0);
}

#[test]
fn an_instance_is_read_and_nothing_is_made_in_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap().to_owned();
    let given = |data: &str| {
        vulnerary(&["policy", "diff", &node("@2026.1"), &node("@2026.2"), "--data", data])
    };
    let absent = given(&data);
    assert_eq!(absent.code, 64, "{}", absent.err);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = store::open(&format!("sqlite:{data}/vulnerary.db")).await.unwrap();
        store.close().await;
    });
    let empty = given(&data);
    assert_eq!(empty.code, 1, "{}", empty.err);
    let says = "It would touch 0 open cases and 0 past decisions, of 0 judged.";
    assert!(empty.out.contains(says), "{}", empty.out);
    assert!(!folder.path().join("policy").exists(), "no pack is written");
}
