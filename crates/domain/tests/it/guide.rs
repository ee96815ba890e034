//! The examples of the guide are a working part of a pack.

use crate::tree::{files, guide};
use domain::policy::read;
use domain::triage::{judge, run_examples};

/// The TOML blocks of a page, by the path that their first line names.
fn blocks(page: &str) -> Vec<(String, String)> {
    let fenced = page.split("```toml\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let named = |(block, _): (&str, &str)| {
        let path = block.strip_prefix("# ")?.lines().next()?.to_owned();
        Some((path, block.to_owned()))
    };
    fenced.map(|block| named(block).expect("a block begins with its path")).collect()
}

#[test]
fn the_clauses_of_the_guide_are_sound_and_do_what_it_says() {
    let mut pack = files("minimal");
    let blocks = blocks(&guide("clauses.md"));
    assert_eq!(blocks.len(), 3);
    pack.extend(blocks.into_iter().map(|(path, text)| (path, text.into_bytes())));
    let (policy, complaints) = read(&pack);
    assert_eq!(complaints, []);
    let policy = policy.expect("a policy");
    assert_eq!(run_examples(&policy), []);
    let precedent = &policy.precedents[0];
    let verdict = judge(&policy, &precedent.claim, "2026-03-01T00:00:00Z".parse().unwrap());
    assert_eq!(verdict.disagree.len(), 1, "{:?}", verdict.disagree);
    assert_eq!(verdict.disagree[0].conflict.as_deref(), Some("who-opened-the-port"));
}
