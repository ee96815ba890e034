//! The real policy that the whole design began with, as the linter sees it.

use formats::lint::{Bounty, Given, Page, RULES, Report, dead_addresses, lint};
use jiff::civil::date;
use std::collections::BTreeSet;

#[expect(clippy::print_stdout, reason = "a test that skips says so")]
fn seed() -> Option<Vec<u8>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let fixtures = std::env::var("VULNERARY_FIXTURES");
    let fixtures = fixtures.unwrap_or_else(|_| format!("{root}/../shared/fixtures"));
    let path = format!("{fixtures}/../seeds/004_407f6cd5fce093bd.txt");
    let read = std::fs::read(&path);
    if read.is_err() {
        println!("skipped: there is no {path}");
    }
    read.ok()
}

fn report(bytes: &[u8], repository: Option<&str>) -> Report {
    let page = Page::read(bytes).expect("it is a text");
    let given = Given {
        on: date(2026, 11, 20),
        repository,
        covers: &[],
        missing_files: &BTreeSet::new(),
        dead: &dead_addresses(),
        lines: None,
        bounty: Bounty::None { since: Some(date(2026, 4, 2)) },
        acknowledgement: None,
    };
    lint(&page, &given)
}

#[test]
fn the_seed_has_full_points_and_its_contradictions_are_found() {
    let Some(seed) = seed() else { return };
    let report = report(&seed, Some("nodejs/node"));
    assert_eq!(report.score.total(), 10);
    let found: Vec<(&str, Option<usize>)> =
        report.findings.iter().map(|finding| (finding.rule.id, finding.line)).collect();
    assert_eq!(
        found,
        [
            ("bounty-ended", Some(27)),
            ("option-two-names", Some(376)),
            ("list-disagrees", Some(497)),
            ("list-disagrees", Some(497)),
            ("list-disagrees", Some(509)),
            ("list-name-differs", Some(540)),
            ("list-handle-differs", Some(554)),
            ("absent-safe-harbour", None),
            ("undated", None),
        ]
    );
    let disagreements: String = report.findings.iter().map(|one| one.says.as_str()).collect();
    for handle in ["mcollina and RafaelGSS", "MylesBorins and cjihrig", "BethGriggs is in"] {
        assert!(disagreements.contains(handle), "{disagreements}");
    }
}

#[test]
fn the_seed_under_another_repository_is_an_inherited_policy() {
    let Some(seed) = seed() else { return };
    let report = report(&seed, Some("nodejs/llhttp"));
    let inherited = report.findings.iter().find(|one| one.rule.id == "inherited-repository");
    assert!(inherited.is_some_and(|one| one.line == Some(3) && one.says.contains("Node.js")));
}

#[test]
fn the_guide_explains_every_finding() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/policy.md");
    let guide = std::fs::read_to_string(path).expect("there is a guide");
    for rule in RULES {
        let row =
            format!("| `{}` | {} | {} | {} |", rule.id, rule.kind.word(), rule.about, rule.mend);
        assert!(guide.contains(&row), "docs/guide/policy.md lacks the row\n{row}");
    }
}
