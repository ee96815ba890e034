//! `policy render`, `policy check` on files: what is written, what is kept, what drifts.

use crate::program::{Ran, root, vulnerary};
use std::fs;
use std::path::Path;

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A pack in a folder of its own.
pub(crate) fn copied(name: &str, to: &Path) {
    let from = root().join("policies").join(name);
    for folder in ["", "threat", "playbooks"] {
        fs::create_dir_all(to.join(folder)).unwrap();
        for entry in fs::read_dir(from.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, to.join(folder).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
}

fn replace(path: &Path, from: &str, to: &str) {
    let before = fs::read_to_string(path).unwrap();
    assert!(before.contains(from), "{}: no {from}", path.display());
    fs::write(path, before.replace(from, to)).unwrap();
}

fn ended(ran: &Ran, code: i32, says: &str) {
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(says) || ran.err.contains(says), "{}{}", ran.out, ran.err);
}

#[test]
fn a_changed_clock_is_found_in_a_rendered_file_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let (pack, file) = (folder.path().join("pack"), folder.path().join("SECURITY.md"));
    copied("node", &pack);
    let (pack_name, file_name) = (text(&pack), text(&file));
    let render = ["policy", "render", &pack_name, "--out", &file_name];
    ended(&vulnerary(&render), 0, "SECURITY.md: written, node");
    let check = ["policy", "check", &pack_name, "--rendered", &file_name];
    ended(&vulnerary(&check), 0, "no drift from node");
    ended(&vulnerary(&["policy", "check", &file_name, "--policy", &pack_name]), 0, "no drift");
    ended(&vulnerary(&render), 0, "is up to date");

    replace(&pack.join("policy.toml"), "limit = { n = 10, unit", "limit = { n = 11, unit");
    let found = vulnerary(&check);
    ended(&found, 1, "the block \"promises\" does not read as the policy does");
    ended(&found, 1, "2 blocks drift; it was rendered on");
    let before = fs::read(&file).unwrap();
    ended(&vulnerary(&["policy", "render", &pack_name, "--into", &file_name, "--check"]), 1, "+ |");
    assert_eq!(fs::read(&file).unwrap(), before, "--check writes nothing");
    let json = vulnerary(&["policy", "check", &file_name, "--policy", &pack_name, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let sections: Vec<_> = json["drift"].as_array().unwrap().iter().collect();
    assert_eq!(
        sections.iter().map(|one| &one["section"]).collect::<Vec<_>>(),
        ["promises", "version"]
    );

    let into = vulnerary(&["policy", "render", &pack_name, "--into", &file_name]);
    ended(&into, 0, "2 blocks renewed: promises, version");
    ended(&vulnerary(&check), 0, "no drift");
}

#[test]
fn what_people_wrote_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("SECURITY.md");
    let (pack, file_name) = (text(&root().join("policies/minimal")), text(&file));
    fs::write(&file, "# By hand\r\n").unwrap();
    let render = ["policy", "render", &pack, "--out", &file_name];
    ended(&vulnerary(&render), 64, "keep it with --into, or write over it with --force");
    assert_eq!(fs::read_to_string(&file).unwrap(), "# By hand\r\n");
    ended(&vulnerary(&["policy", "check", &pack, "--rendered", &file_name]), 64, "no block of");

    let wrong = "<!-- vulnerary:begin rules -->\nold\n<!-- vulnerary:begin lines -->\n";
    fs::write(&file, wrong).unwrap();
    let into = ["policy", "render", &pack, "--into", &file_name];
    ended(&vulnerary(&into), 64, "begins inside \"rules\", which began in line 1");
    assert_eq!(fs::read_to_string(&file).unwrap(), wrong);
    fs::write(&file, b"\xff\xfe").unwrap();
    ended(&vulnerary(&into), 64, "not UTF-8 (line 1)");

    fs::write(&file, "# By hand\n").unwrap();
    ended(&vulnerary(&[&render[..], &["--force"]].concat()), 0, "written, minimal 1 as of");
    replace(
        &file,
        "\n<!-- vulnerary:begin rules",
        "\nOur own words.\n\n<!-- vulnerary:begin rules",
    );
    ended(&vulnerary(&render), 64, "holds text that policy render did not write");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing half-written is left: {left:?}");
}

#[test]
fn a_file_that_is_named_as_a_pack_is_refused_with_advice() {
    let security = text(&root().join("SECURITY.md"));
    ended(&vulnerary(&["policy", "check", &security]), 64, "--policy DIR");
    let pack = text(&root().join("policies/minimal"));
    ended(&vulnerary(&["policy", "render", &pack, "--check"]), 64, "--check needs the file");
    ended(&vulnerary(&["policy", "check", "nowhere.md", "--policy", &pack]), 64, "nowhere.md");
}
