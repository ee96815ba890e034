//! Our own policy: the pack is loaded by the program, its prose is what our documents say, and it
//! decides what we say that it decides.

use crate::program::{root, vulnerary};
use std::fs;

const PACK: &str = "policies/vulnerary";

/// A day on which the pack is in force and its release line is supported; documents must not begin to
/// drift by themselves while this test looks.
const ON: &str = "2026-12-01";

fn path(name: &str) -> String {
    root().join(name).display().to_string()
}

#[test]
fn our_documents_say_what_our_pack_says() {
    for document in ["SECURITY.md", "docs/security/threat-model.md"] {
        let ran =
            vulnerary(&["policy", "check", &path(PACK), "--rendered", &path(document), "--at", ON]);
        let mend = "render it again: policies/vulnerary/README.md says how";
        assert_eq!(ran.code, 0, "{document}: {mend}\n{}{}", ran.out, ran.err);
        assert!(ran.out.contains("no drift from vulnerary"), "{}", ran.out);
    }
}

/// What somebody says that they found, the verdict, and the clauses that it stands on.
const CLAIMS: &[(&str, &str, &[&str])] = &[
    (
        "attacker = \"outsider\"\nalready = \"no\"\ngain = [\"existence\"]\nknown = \"no\"",
        "vulnerability",
        &["VU-2", "UT-1"],
    ),
    (
        "attacker = \"staff\"\nalready = \"no\"\ngain = [\"unlogged\"]\nknown = \"no\"",
        "vulnerability",
        &["VU-4", "UT-5"],
    ),
    (
        "attacker = \"participant\"\nalready = \"no\"\ngain = [\"embargoed\", \"existence\"]\nknown = \"no\"",
        "vulnerability",
        &["VU-1", "UT-4"],
    ),
    (
        "attacker = \"outsider\"\nalready = \"no\"\ngain = [\"availability\"]\nknown = \"no\"\n\
         denial = \"one\"\nproxied = \"yes\"",
        "vulnerability",
        &["VU-12", "UT-1"],
    ),
    (
        "attacker = \"outsider\"\nalready = \"no\"\ngain = [\"availability\"]\nknown = \"no\"\n\
         denial = \"volume\"\nproxied = \"yes\"",
        "normal-bug",
        &["DS-0", "DS-2"],
    ),
    (
        "attacker = \"outsider\"\nalready = \"no\"\ngain = [\"availability\"]\nknown = \"no\"\n\
         denial = \"few\"\nproxied = \"yes\"",
        "needs-more-info",
        &["DS-0"],
    ),
    ("attacker = \"operator\"\ngain = [\"embargoed\"]\nknown = \"no\"", "normal-bug", &["TR-1"]),
    ("attacker = \"database\"\ngain = [\"history\"]\nknown = \"no\"", "vulnerability", &["VU-8"]),
    ("attacker = \"harmed\"\ngain = [\"account\"]\nknown = \"no\"", "normal-bug", &["TR-5"]),
];

#[test]
fn our_own_policy_decides_by_the_clauses_that_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("claim.toml");
    for (claim, verdict, clauses) in CLAIMS {
        let whole =
            format!("part = \"program\"\nsupported = \"yes\"\nsetup = \"guided\"\n{claim}\n");
        fs::write(&file, whole).unwrap();
        let at = format!("{ON}T12:00:00Z");
        let name = file.display().to_string();
        let ran =
            vulnerary(&["judge", "--policy", &path(PACK), "--claim", &name, "--at", &at, "--json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(said["kind"], *verdict, "{claim}\n{said}");
        for clause in *clauses {
            assert!(ran.out.contains(&format!("\"{clause}\"")), "{claim} cites {clause}: {said}");
        }
    }
}
