//! The decided cases of the Node.js pack: complete, consistent, and found again.
#![expect(clippy::disallowed_methods, reason = "tests bring the bytes that the pure crate reads")]

use crate::precedents_page::{SCENARIOS, scenario, versions};
use crate::tree::{pack, root};
use domain::triage::{Claim, Near, Precedent, VerdictKind, judge, precedents};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A CVE heading of a vulnerability post.
pub(crate) struct Heading {
    pub(crate) decided: Date,
    pub(crate) id: String,
    pub(crate) severity: String,
    /// Why it was not made into a precedent.
    pub(crate) left_out: Option<String>,
}

impl Heading {
    /// Whether the precedent is of this heading. One id was given to two headings.
    pub(crate) fn is(&self, precedent: &Precedent) -> bool {
        let rest = precedent.id.strip_prefix(self.id.as_str());
        self.decided == precedent.decided
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

/// Every heading of the corpus.
pub(crate) fn headings() -> Vec<Heading> {
    let path = root().join("fixtures/triage/node-headings.txt");
    let text = std::fs::read_to_string(&path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let heading = |line: &str| {
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().unwrap_or_else(|| panic!("too short: {line}")).to_owned();
        let (decided, id, severity) = (word().parse().unwrap(), word(), word());
        Heading { decided, id, severity, left_out: words.next().map(str::to_owned) }
    };
    lines.map(heading).collect()
}

#[test]
fn the_corpus_has_every_heading() {
    let headings = headings();
    let ids: BTreeSet<&str> = headings.iter().map(|heading| heading.id.as_str()).collect();
    let posts: BTreeSet<Date> = headings.iter().map(|heading| heading.decided).collect();
    assert_eq!((headings.len(), ids.len(), posts.len()), (91, 90, 15));
}

#[test]
fn every_heading_is_a_precedent_or_says_why_not() {
    let (policy, headings) = (pack("node"), headings());
    let mut turned = 0;
    for heading in &headings {
        let found: Vec<&Precedent> =
            policy.precedents.iter().filter(|precedent| heading.is(precedent)).collect();
        let id = &heading.id;
        match (found.as_slice(), &heading.left_out) {
            ([one], None) => {
                let severity = one.severity.map(|severity| severity.word().to_owned());
                assert_eq!(severity.as_deref(), Some(heading.severity.as_str()), "{id}");
                assert!(one.verdict.is_vulnerability(), "{id} was issued");
                assert!(!one.cwe.is_empty() && one.area.is_some(), "{id} cannot be found again");
                turned += 1;
            }
            ([], Some(_)) => {}
            (found, _) => panic!("{id}: {} precedents", found.len()),
        }
    }
    assert!(turned >= 60, "{turned} of {}", headings.len());
}

#[test]
fn the_scenarios_are_no_vulnerability_under_any_version() {
    let policy = pack("node");
    assert_eq!(SCENARIOS.split_whitespace().count(), 23);
    for id in SCENARIOS.split_whitespace() {
        let clause = policy.clause(id).unwrap_or_else(|| panic!("no clause {id}"));
        let claim = &scenario(clause).claim;
        for version in versions(&policy) {
            let day = version.since;
            let at: Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
            let verdict = judge(&policy, claim, at);
            let settled = [VerdictKind::NormalBug, VerdictKind::Redirect, VerdictKind::Hardening];
            assert!(settled.contains(&verdict.kind), "{id} on {day}: {}", verdict.because);
            assert!(verdict.rules.iter().any(|rule| rule.id == id), "{id}: {}", verdict.because);
        }
    }
}

/// What is near these facts, on a day.
fn near(area: &str, cwe: &[&str], day: &str) -> Vec<Near> {
    let claim = serde_json::json!({ "area": area, "cwe": cwe });
    let claim: Claim = serde_json::from_value(claim).unwrap();
    let at: Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
    precedents(&pack("node").precedents, &claim, &[], at)
}

fn ids(near: &[Near]) -> Vec<&str> {
    near.iter().map(|one| one.id.as_str()).collect()
}

#[test]
fn a_smuggled_request_finds_the_earlier_ones_of_the_parser_first() {
    let near = near("llhttp", &["CWE-444"], "2026-09-01");
    assert_eq!(ids(&near)[..3], ["CVE-2025-23167", "CVE-2024-27982", "CVE-2023-30589"]);
    assert!(ids(&near).contains(&"CVE-2026-58044"), "the same weakness elsewhere is near too");
    assert!(near[0].shares.iter().any(|word| word == "CWE-444"), "{:?}", near[0].shares);
}

#[test]
fn a_leaking_http2_session_finds_the_earlier_leaks() {
    let near = near("http2", &["CWE-401"], "2026-09-01");
    assert_eq!(ids(&near)[..3], ["CVE-2026-48937", "CVE-2026-21714", "CVE-2025-23085"]);
    assert!(near.iter().all(|one| one.reversed.is_none() || one.id.starts_with("CVE-2026-21637")));
}

#[test]
fn a_throwing_tls_callback_finds_the_case_that_no_longer_counts() {
    let at = |day: &str| near("tls", &["CWE-248"], day);
    let today = at("2026-09-01");
    assert_eq!(ids(&today)[..2], ["CVE-2026-21637-SNI", "CVE-2026-21637"]);
    for one in &today[..2] {
        let reversed = one.reversed.as_ref().expect("it is reversed");
        assert_eq!((reversed.by.as_str(), one.verdict), ("ND-7", VerdictKind::Vulnerability));
        assert!(one.departs.is_some(), "{} says why", one.id);
    }
    let before = at("2026-04-01");
    assert!(before.iter().all(|one| one.reversed.is_none()), "nobody had reversed it then");
}
