//! `policy new`: a maintainer answers six questions and has a policy that every command accepts.

use crate::program::{Ran, Server, vulnerary, vulnerary_told};
use std::fs;
use std::path::Path;

/// A clone of a project that is called tide.
fn clone() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let config = "[remote \"origin\"]\n\turl = https://github.com/ada/tide.git\n";
    fs::write(folder.path().join(".git/config"), config).unwrap();
    folder
}

fn listed(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn ended(ran: &Ran, code: i32, says: &str) {
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(says) || ran.err.contains(says), "{}{}", ran.out, ran.err);
}

#[test]
fn six_answers_make_a_policy_that_every_command_accepts() {
    let folder = clone();
    let typed = "security@example.com\nsecurity@tide.dev\nsoon\n3 days\n\
                 1.x until 2020-01-01\n1.x until 2099-05-01, 2.x\nyes\nno\nno\nboard@tide.dev\n\n";
    let ran = vulnerary_told(folder.path(), &["policy", "new"], typed.as_bytes());
    ended(&ran, 0, "SECURITY.md: 10 of 10 points");
    for says in [
        "A security policy for tide (tide).",
        "[https://github.com/ada/tide/security/advisories/new]",
        "That cannot be: nobody can have this address",
        "That cannot be: a number with days",
        "That cannot be: the support of 1.x has ended",
        "That cannot be: say in a sentence what you offer",
        "This will be written:",
        "What comes next:",
    ] {
        ended(&ran, 0, says);
    }
    assert_eq!(listed(folder.path()), [".git", "SECURITY.md", "security-policy"]);
    let text = fs::read_to_string(folder.path().join("SECURITY.md")).unwrap();
    for says in [
        "<security@tide.dev>",
        "| First answer | 3 days |",
        "| 1.x | current | 2099-05-01 |",
        "We pay no bounty.",
        "say who you are",
        "The address is board@tide.dev.",
    ] {
        assert!(text.contains(says), "{says}\n{text}");
    }

    let there = |args: &[&str]| vulnerary_told(folder.path(), args, b"");
    let check = ["policy", "check", "security-policy", "--rendered", "SECURITY.md"];
    ended(&there(&check), 0, "SECURITY.md: no drift from tide 1");
    let lint = ["policy", "lint", ".", "--policy", "security-policy"];
    ended(&there(&lint), 0, "SECURITY.md: 10 of 10 points");
    ended(&there(&["policy", "lint", "security-policy"]), 0, "no findings");

    let (pack, data) = (folder.path().join("security-policy"), folder.path().join("data"));
    let (pack, data) = (pack.display().to_string(), data.display().to_string());
    let server = Server::start(&["--policy", &pack, "--data", &data]);
    assert!(server.url.starts_with("http://"), "{}", server.greeting);
}

#[test]
fn options_answer_everything_without_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().display().to_string();
    let new = |more: &[&str]| vulnerary(&[&["policy", "new", &name, "--yes"], more].concat());
    ended(&new(&["--name", "Tide"]), 64, "--homepage is needed");
    let some = ["--name", "Tide \"the\" <b>", "--slug", "tide", "--homepage", "https://tide.dev"];
    ended(&new(&some), 64, "--contact is needed: there is no default for it");
    let wrong = [&some[..], &["--contact", "nobody"]].concat();
    ended(&new(&wrong), 64, "--contact \"nobody\": a mail address such as");
    assert_eq!(listed(folder.path()), Vec::<String>::new());

    let bounty = "We pay \"up to\" 500 euros \\o/.";
    let all = [&some[..], &["--contact", "security@tide.dev", "--bounty", bounty, "--json"]];
    let ran = new(&all.concat());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&json["score"], &json["findings"]), (&10.into(), &serde_json::json!([])));
    assert_eq!(json["written"].as_array().unwrap().len(), 11);
    let text = fs::read_to_string(folder.path().join("SECURITY.md")).unwrap();
    assert!(text.contains("We pay \"up to\" 500 euros \\\\o/."), "{text}");
    assert!(text.contains("| latest | current |"), "{text}");
}

#[test]
fn what_exists_is_not_written_over_and_what_is_refused_writes_nothing() {
    let folder = clone();
    let new = |args: &[&str], typed: &str| {
        vulnerary_told(folder.path(), &[&["policy", "new"], args].concat(), typed.as_bytes())
    };
    ended(&new(&[], "\n\n"), 64, "--versions: the answers end here, and nothing was written");
    ended(&new(&[], "\n\n\n\n\n\nno\n"), 1, "Nothing was written.");
    ended(&new(&["--pack", "../elsewhere"], ""), 64, "a folder below the project's");
    assert_eq!(listed(folder.path()), [".git"]);

    fs::write(folder.path().join("SECURITY.md"), "mine").unwrap();
    ended(&new(&["--yes"], ""), 64, "SECURITY.md: exists; give --force");
    assert_eq!(fs::read_to_string(folder.path().join("SECURITY.md")).unwrap(), "mine");
    ended(&new(&["--yes", "--force"], ""), 0, "10 of 10 points");
    let mark = folder.path().join("security-policy/threat/MINE.md");
    fs::write(&mark, "notes").unwrap();
    ended(&new(&["--yes"], ""), 64, "security-policy: exists; give --force");
    assert!(mark.exists());
    ended(&new(&["--yes", "--force"], ""), 0, "will be replaced");
    assert!(!mark.exists());
    assert_eq!(listed(folder.path()), [".git", "SECURITY.md", "security-policy"]);

    fs::create_dir(folder.path().join("src")).unwrap();
    ended(&new(&["--yes", "--force", "--pack", "src"], ""), 64, "exists and is no pack");
    fs::create_dir(folder.path().join("docs")).unwrap();
    fs::write(folder.path().join("docs/SECURITY.md"), "other").unwrap();
    ended(&new(&["--yes", "--force"], ""), 64, "there is a policy already, and two would disagree");
}
