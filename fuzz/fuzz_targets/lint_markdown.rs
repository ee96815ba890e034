//! A strange text is linted or refused, never a panic; its points are from 0 to 10 and its findings
//! name lines that it has.
#![no_main]
use formats::lint::{Bounty, Given, Page, dead_addresses, lint};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static MISSING: LazyLock<BTreeSet<String>> = LazyLock::new(|| BTreeSet::from(["a".to_owned()]));

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(page) = Page::read(data) else { return };
    let lines = data.iter().filter(|byte| **byte == b'\n').count()
        + data.iter().filter(|byte| **byte == b'\r').count()
        + 1;
    let dead = dead_addresses();
    for repository in [None, Some("a/b"), Some("a/.github")] {
        let given = Given {
            on: "2026-11-20".parse().expect("a date"),
            repository,
            covers: &[],
            missing_files: &MISSING,
            dead: &dead,
            lines: None,
            bounty: Bounty::None { since: None },
            acknowledgement: None,
        };
        let report = lint(&page, &given);
        assert!(report.score.total() <= 10);
        for finding in &report.findings {
            let good = finding.line.is_none_or(|line| (1..=lines).contains(&line));
            assert!(good, "{finding:?} of {lines} lines");
        }
    }
});
