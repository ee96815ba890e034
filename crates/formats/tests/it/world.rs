//! Policies, advisories and folders for the tests.

use domain::advisory::{Advisory, AdvisoryDraft, AffectedLine, Severity};
use domain::embargo::{Public, PublishedRow};
use domain::policy::Policy;
use formats::{Context, Format};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the site stands in these tests.
pub(crate) const SITE: &str = "https://advisories.example";

/// Each folder of fixtures with the policy its advisory belongs to.
pub(crate) const FIXTURES: &[(&str, &str)] =
    &[("end-of-life", "node"), ("hash-collisions", "node"), ("tiny", "minimal")];

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The pack of this name, read.
pub(crate) fn policy(name: &str) -> Policy {
    let mut files = BTreeMap::new();
    let pack = root().join("policies").join(name);
    let mut folders = vec![pack.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a pack can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(&pack).expect("the path is in the pack");
            let key = inside.to_str().expect("names are plain").to_owned();
            files.insert(key, std::fs::read(&path).expect("a file can be read"));
        }
    }
    let (policy, complaints) = domain::policy::read(&files);
    policy.unwrap_or_else(|| panic!("the pack {name} cannot be read: {complaints:?}"))
}

/// With this policy, at [`SITE`].
pub(crate) fn context(policy: &Policy) -> Context<'_> {
    Context { policy, site: SITE }
}

/// The same advisory, as the store would give it back.
pub(crate) fn public(advisory: &Advisory) -> Public<Advisory> {
    let row = PublishedRow {
        number: advisory.number,
        id: advisory.id.clone(),
        edition: advisory.edition,
        modified_at: advisory.modified_at,
        record: serde_json::to_string(advisory).expect("an advisory is plain data"),
    };
    Public::recall(&row).expect("what was written can be read")
}

/// The advisory of this folder of fixtures.
pub(crate) fn fixture(name: &str) -> Advisory {
    let path = root().join("fixtures/advisories").join(name).join("advisory.json");
    let text = std::fs::read_to_string(path).expect("the fixture is there");
    serde_json::from_str(&text).expect("the fixture is an advisory")
}

/// A small one with these lines: title, affected from, fixed in.
pub(crate) fn with_lines(lines: &[(&str, &str, &str)]) -> Advisory {
    let line = |(line, introduced, fixed): &(&str, &str, &str)| AffectedLine {
        line: (*line).to_owned(),
        introduced: (*introduced).to_owned(),
        fixed: (*fixed).to_owned(),
    };
    let at = "2026-05-06T07:08:09Z".parse().expect("an instant");
    Advisory {
        id: "NSWG-COR-180".to_owned(),
        number: 180,
        edition: 1,
        draft: AdvisoryDraft {
            title: "A title".to_owned(),
            details: "Some details.".to_owned(),
            ..AdvisoryDraft::default()
        },
        severity: Severity::Low,
        vector: None,
        lines: lines.iter().map(line).collect(),
        ended: Vec::new(),
        published_at: at,
        modified_at: at,
    }
}

/// The format of this id.
pub(crate) fn format(id: &str) -> &'static Format {
    let found = formats::advisory::ALL.iter().find(|format| format.id == id);
    found.expect("the format is registered")
}

/// The advisory in this format, under this policy.
pub(crate) fn write(id: &str, advisory: &Advisory, policy: &Policy) -> String {
    (format(id).write)(&public(advisory), &context(policy))
}

/// A document of others below the folder of fixtures, unless it is absent and may be.
pub(crate) fn document(path: &str) -> Option<String> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let folder =
        set("VULNERARY_FIXTURES").map_or_else(|| root().join("../shared/fixtures"), PathBuf::from);
    let file = folder.join(path);
    if let Ok(text) = std::fs::read_to_string(&file) {
        return Some(text);
    }
    let required = set("CI").is_some() || set("VULNERARY_REQUIRE_FIXTURES").is_some();
    assert!(!required, "a fixture is required and absent: {}", file.display());
    #[expect(clippy::print_stderr, reason = "a skipped test must say that it skips")]
    {
        eprintln!("skipped: no fixture at {}", file.display());
    }
    None
}
