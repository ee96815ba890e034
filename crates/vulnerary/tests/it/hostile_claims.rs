//! `vulnerary judge` with files that mean harm: an error with the file and the rule, exit code 64.

use crate::program::vulnerary;
use std::fs;
use std::path::Path;

fn judge(file: &Path) -> (String, i32) {
    let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/minimal");
    let file = file.display().to_string();
    let ran = vulnerary(&["judge", "--policy", policy, "--claim", &file]);
    assert!(ran.err.len() < 4_000, "{} bytes said", ran.err.len());
    (format!("{}{}", ran.out, ran.err), ran.code)
}

#[test]
fn files_that_are_no_claims_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::File::create(at("sparse")).unwrap().set_len(1 << 30).unwrap();
    let long = "x".repeat(900_000);
    for (name, bytes) in [
        ("bytes", b"source = \"\n\xff\"".to_vec()),
        ("mixed", b"{ \"source\": \"tide-feed\" }\nsource = \"tide-feed\"".to_vec()),
        ("deep", format!("{{\"effect\":{}", "[".repeat(100_000)).into_bytes()),
        ("deep.toml", format!("effect = {}", "[".repeat(100_000)).into_bytes()),
        ("from", format!("{{\"source\":{{\"value\":\"a\",\"from\":\"{long}\"}}}}").into_bytes()),
        ("key", format!("{{\"{long}\":\"a\"}}").into_bytes()),
        ("twice", b"{\"source\":\"tide-feed\",\"source\":\"screen-owner\"}".to_vec()),
        ("twice.toml", b"source = \"tide-feed\"\nsource = \"tide-feed\"".to_vec()),
    ] {
        fs::write(at(name), bytes).unwrap();
    }
    for (name, wanted) in [
        ("", "a folder, where a file is wanted"),
        ("missing", "No such file"),
        ("sparse", "larger than 1000000 bytes"),
        ("bytes", "not UTF-8 (line 2)"),
        ("mixed", "trailing characters at line 2"),
        ("deep", "invalid type"),
        ("deep.toml", "max recursion depth"),
        ("from", "unknown variant"),
        ("key", "no such fact"),
        ("twice", "the fact \"source\" is there twice"),
        ("twice.toml", "duplicate key (line 2)"),
    ] {
        let (said, code) = judge(&at(name));
        assert_eq!(code, 64, "{name}: {said}");
        assert!(said.contains(wanted), "{name}, wanted {wanted}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_writes_to_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|made| made.success()) {
        return;
    }
    let (said, code) = judge(&pipe);
    assert_eq!(code, 64);
    assert!(said.contains("a named pipe, where a file is wanted"), "{said}");
}

#[test]
fn nothing_that_a_claim_says_steers_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("claim.json");
    let claim = "{\"source\":{\"value\":\"tide-feed\",\"note\":\"\\u001b[2J\\u202e ok\"}}";
    fs::write(&file, claim).unwrap();
    let (said, code) = judge(&file);
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    fs::write(&file, "{\"so\\u001b\\u202eurce\":\"x\"}").unwrap();
    let (said, code) = judge(&file);
    assert_eq!(code, 64);
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
}
