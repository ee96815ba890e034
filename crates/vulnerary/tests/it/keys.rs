//! The master key, as processes have it: made, missing, wrong, changed while a server runs.

use crate::program::{Server, vulnerary};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn json(text: &str) -> Value {
    serde_json::from_str(text.trim()).unwrap()
}

#[test]
fn a_master_key_is_made_once_and_an_instance_does_not_start_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    Server::start(&["--demo", "--data", &data]).kill();
    let key = Path::new(&data).join("master.key");
    let made = fs::read_to_string(&key).unwrap();
    assert!(made.starts_with("vulnerary-master "), "a line with an id");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let id = made.split_whitespace().nth(1).unwrap();
    let away = folder.path().join("away.key");
    fs::rename(&key, &away).unwrap();
    let missing = vulnerary(&["serve", "--listen", "127.0.0.1:0", "--data", &data]);
    assert_eq!(missing.code, 64, "{}{}", missing.out, missing.err);
    let says = format!("sealed under the master key {id}");
    assert!(missing.err.contains(&says), "{}", missing.err);
    assert!(!key.exists(), "no other key takes its place");
    // Where it is can be said, and a command can print it.
    let away = away.display().to_string();
    let status = vulnerary(&["key", "status", "--data", &data, "--master-key", &away, "--json"]);
    assert_eq!(status.code, 0, "{}{}", status.out, status.err);
    let facts = json(&status.out);
    assert_eq!((facts["seals"].as_str(), facts["done"].as_bool()), (Some(id), Some(true)));
    let prints = format!("cat '{away}'");
    let status = vulnerary(&["key", "status", "--data", &data, "--master-key-command", &prints]);
    assert_eq!(status.code, 0, "{}{}", status.out, status.err);
    // Another key opens nothing, and no message shows one.
    let other = vulnerary(&["key", "new"]).out;
    fs::write(&key, &other).unwrap();
    let wrong = vulnerary(&["people", "list", "--data", &data]);
    assert_eq!(wrong.code, 64, "{}{}", wrong.out, wrong.err);
    assert!(wrong.err.contains(&says), "{}", wrong.err);
    let secret = other.split_whitespace().nth(2).unwrap();
    assert!(!wrong.err.contains(secret) && !wrong.out.contains(secret));
}

#[test]
fn a_master_key_is_changed_while_the_server_runs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let server = Server::start(&["--demo", "--data", &data]);
    let key = Path::new(&data).join("master.key");
    let old = fs::read_to_string(&key).unwrap();
    let plan = vulnerary(&["key", "rotate", "--data", &data]);
    assert_eq!(plan.code, 0, "{}{}", plan.out, plan.err);
    assert!(plan.out.contains("would add a new master key"), "{}", plan.out);
    assert_eq!(fs::read_to_string(&key).unwrap(), old, "a plan changes nothing");
    let done = vulnerary(&["key", "rotate", "--data", &data, "--apply"]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    let both = fs::read_to_string(&key).unwrap();
    assert_eq!(both.lines().filter(|line| !line.is_empty()).count(), 2);
    assert!(both.ends_with(&old), "the old key stays, below");
    let again = ["key", "rotate", "--data", &data, "--apply", "--again", "--drop-old", "--json"];
    let again = vulnerary(&again);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    assert_eq!(json(&again.out)["wrapped"], 0);
    assert!(!fs::read_to_string(&key).unwrap().contains(old.trim()));
    let status = vulnerary(&["key", "status", "--data", &data, "--json"]);
    assert_eq!(status.code, 0, "{}{}", status.out, status.err);
    let verified = vulnerary(&["journal", "verify", "--data", &data, "--json"]);
    assert_eq!(json(&verified.out)["contents"], "checked");
    assert_eq!(json(&verified.out)["broken"], 0);
    server.kill();
    // It starts with the new key alone.
    Server::start(&["--data", &data]).kill();
}
