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

#[test]
fn a_projects_policy_is_found_scored_and_linted() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let name = text(folder.path());
    ended(&vulnerary(&["policy", "lint", &name]), 64, "no SECURITY.md in .github");
    fs::create_dir_all(path(".git")).unwrap();
    fs::create_dir_all(path(".github")).unwrap();
    fs::create_dir_all(path("docs")).unwrap();
    let config = "[core]\n[remote \"origin\"]\n\turl = git@forge.example:ada/tide.git\n";
    fs::write(path(".git/config"), config).unwrap();
    fs::write(path("SECURITY.md"), "Nobody is shown this.").unwrap();
    fs::write(path("docs/here.md"), "").unwrap();
    let policy = "# Security policy of Lantern\n\n[a](../docs/here.md) [b](../docs/gone.md) \
                  [c](/docs/here.md) [d](../../../etc/passwd) [e](../../security/advisories/new)\n";
    fs::write(path(".github/security.md"), policy).unwrap();

    let found = vulnerary(&["policy", "lint", &name, "--at", "2026-11-20"]);
    ended(&found, 1, ".github/security.md: 3 of 10 points");
    ended(&found, 1, "security.md:3: link-broken (link): there is no file \"../docs/gone.md\"");
    ended(&found, 1, "there is no file \"../../../etc/passwd\"");
    ended(&found, 1, "security.md:1: inherited-repository (inherited): the repository is");
    ended(&found, 1, "SECURITY.md");
    assert_eq!(found.out.matches("link-broken").count(), 2, "{}", found.out);
    let json = vulnerary(&["policy", "lint", &name, "--json", "--repository", "ada/lantern"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["score"], 3);
    assert_eq!(json["repository"], "ada/lantern");
    assert!(json["ignored"][0].as_str().unwrap().ends_with("SECURITY.md"));
    let findings = json["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| finding["id"] != "inherited-repository"));
    assert!(findings.iter().all(|finding| finding["mend"].is_string()));

    let typo = vulnerary(&["policy", "lint", &name, "--allow", "link-brokn"]);
    ended(&typo, 64, "did you mean link-broken?");
    fs::write(path(".github/security.md"), vec![b'a'; 10 << 20]).unwrap();
    ended(&vulnerary(&["policy", "lint", &name]), 64, "larger than 524288 bytes");
    fs::write(path(".github/security.md"), b"\x7fELF\0\0").unwrap();
    ended(&vulnerary(&["policy", "lint", &name]), 64, "a zero byte (line 1)");
}

#[test]
fn a_pack_is_linted_as_it_reads_and_a_text_against_a_pack() {
    let node = text(&root().join("policies/node"));
    let lint = |path: &str, more: &[&str]| {
        vulnerary(&[&["policy", "lint", path, "--at", "2026-11-20"], more].concat())
    };
    ended(&lint(&node, &[]), 0, "policies/node (rendered for 2026-11-20): 10 of 10 points");
    let Some(fixtures) = crate::program::fixtures() else { return };
    let seed = text(&fixtures.join("../seeds/004_407f6cd5fce093bd.txt"));
    let against = lint(&seed, &["--policy", &node]);
    ended(&against, 1, ": 10 of 10 points");
    ended(&against, 1, "txt:27: bounty-ended (stale)");
    ended(&against, 1, "there is none since 2026-04-02");
    ended(&lint(&seed, &["--bounty-ended", "2026-04-02"]), 1, "bounty-ended");
    assert!(!lint(&seed, &[]).out.contains("bounty-ended"));
    let before = vulnerary(&["policy", "lint", &seed, "--policy", &node, "--at", "2026-03-01"]);
    assert!(!before.out.contains("bounty-ended"), "{}", before.out);
}

#[test]
fn our_own_policy_has_nothing_to_mend() {
    let own = text(&root().join("SECURITY.md"));
    // Two years without a review are a finding; this test must not begin to fail by itself.
    ended(&vulnerary(&["policy", "lint", &own, "--at", "2026-11-20"]), 0, "10 of 10 points");
}
