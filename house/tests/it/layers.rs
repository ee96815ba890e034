//! Which crate may use which. A new edge is a decision, and is reviewed as one.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use crate::tree;

/// What the program is made of may use. The order is the order in which data flows.
const EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("formats", &["domain"]),
    ("check", &[]),
    ("app", &["domain"]),
    ("store", &["app", "domain"]),
    ("outside", &["app", "domain", "formats"]),
    ("web", &["app", "domain", "formats"]),
    ("vulnerary", &["app", "check", "domain", "formats", "outside", "store", "web"]),
    ("testkit", &["app", "domain", "formats", "outside", "store", "web"]),
    ("house", &[]),
];

/// What only tests may use besides. Nothing else may name `testkit`.
const TEST_EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("formats", &["testkit"]),
    ("check", &[]),
    ("app", &["store", "testkit"]),
    ("store", &["testkit"]),
    ("outside", &["testkit"]),
    ("web", &["outside", "store", "testkit"]),
    ("vulnerary", &["testkit"]),
    ("testkit", &["vulnerary"]),
    ("house", &[]),
];

/// What the pure crates may use from others: nothing that reads a file, a socket or the clock.
const PURE: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "cvss",
            "diffy",
            "hex",
            "jiff",
            "serde",
            "serde_json",
            "sha2",
            "siphasher",
            "thiserror",
            "toml",
        ],
    ),
    (
        "formats",
        &[
            "ammonia",
            "atom_syndication",
            "comrak",
            "hex",
            "icalendar",
            "jiff",
            "mail-parser",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
        ],
    ),
    ("check", &["hex", "jiff", "node-semver", "serde", "serde_json", "sha2", "thiserror"]),
];

fn packages() -> BTreeMap<String, Package> {
    let metadata = MetadataCommand::new()
        .manifest_path(tree::absolute("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo describes the workspace");
    metadata.packages.into_iter().map(|package| (package.name.to_string(), package)).collect()
}

/// What a package uses in one way; ours have a path, the others come from a registry.
fn uses(package: &Package, kind: DependencyKind, ours: bool) -> BTreeSet<String> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind == kind && dependency.path.is_some() == ours)
        .map(|dependency| dependency.name.clone())
        .collect()
}

fn row(table: &[(&str, &[&str])], name: &str) -> BTreeSet<String> {
    let row = table.iter().find(|(crate_name, _)| *crate_name == name);
    row.map(|(_, may)| may.iter().map(|name| (*name).to_owned()).collect()).unwrap_or_default()
}

#[test]
fn every_crate_stands_in_the_tables() {
    let real: BTreeSet<_> = packages().into_keys().collect();
    for table in [EDGES, TEST_EDGES] {
        let listed: BTreeSet<_> = table.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(real, listed, "the workspace and a table of layers.rs name different crates");
    }
}

#[test]
fn crates_use_only_what_lies_below_them() {
    let mut refused = Vec::new();
    for (name, package) in packages() {
        let may = row(EDGES, &name);
        let mut used = uses(&package, DependencyKind::Normal, true);
        used.extend(uses(&package, DependencyKind::Build, true));
        refused.extend(used.difference(&may).map(|other| format!("{name} -> {other}")));
        for other in may.difference(&used) {
            println!("allowed and not used: {name} -> {other}");
        }
    }
    assert!(refused.is_empty(), "edges that no decision allows: {refused:#?}");
}

#[test]
fn tests_use_only_what_they_may() {
    let mut refused = Vec::new();
    for (name, package) in packages() {
        let mut may = row(TEST_EDGES, &name);
        may.extend(row(EDGES, &name));
        let used = uses(&package, DependencyKind::Development, true);
        refused.extend(used.difference(&may).map(|other| format!("{name} -> {other} (tests)")));
    }
    assert!(refused.is_empty(), "edges that no decision allows: {refused:#?}");
}

#[test]
fn the_testkit_never_reaches_the_program() {
    let mut refused = Vec::new();
    for (name, package) in packages() {
        for kind in [DependencyKind::Normal, DependencyKind::Build] {
            if uses(&package, kind, true).contains("testkit") {
                refused.push(name.clone());
            }
        }
    }
    assert!(refused.is_empty(), "testkit is for tests, not for {refused:?}");
}

#[test]
fn pure_crates_use_only_pure_crates() {
    let packages = packages();
    let mut refused = Vec::new();
    for (name, may) in PURE {
        let package = packages.get(*name).expect("a pure crate is part of the workspace");
        let mut used = uses(package, DependencyKind::Normal, false);
        used.extend(uses(package, DependencyKind::Build, false));
        refused.extend(
            used.iter()
                .filter(|other| !may.contains(&other.as_str()))
                .map(|other| format!("{name} -> {other}")),
        );
        for other in may.iter().filter(|other| !used.contains(**other)) {
            println!("allowed and not used: {name} -> {other}");
        }
    }
    assert!(refused.is_empty(), "not known to be pure: {refused:#?}");
}

#[test]
fn no_edge_leads_back() {
    let mut below: BTreeSet<&str> = BTreeSet::new();
    let mut refused = Vec::new();
    for (name, may) in EDGES {
        refused
            .extend(may.iter().filter(|o| !below.contains(**o)).map(|o| format!("{name} -> {o}")));
        below.insert(name);
    }
    assert!(refused.is_empty(), "the table is not in the order of data: {refused:#?}");
}
