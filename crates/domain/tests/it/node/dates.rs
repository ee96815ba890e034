//! The policy as it was at receipt and as it is: what was accepted once and is no longer.

use super::claims::{AFTER, BEFORE, Facts, GRAVE, INBOUND, OUTBOUND, cited, claim, node};
use domain::triage::{FactValue, VerdictKind, compare, judge};
use jiff::Timestamp;

/// CVE-2026-21637: a client makes a callback of a TLS server throw.
const CALLBACK: Facts =
    &[("area", "tls"), ("pattern", "callback-throws"), ("effect", "crash"), ("cwe", "CWE-400")];
/// CVE-2026-48931: a response that answers the wrong request.
const QUEUE: Facts =
    &[("area", "http"), ("pattern", "keepalive-response"), ("effect", "integrity")];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn callbacks_that_throw_and_misplaced_responses_were_accepted_and_are_no_longer() {
    let policy = node();
    let cases: [(&[Facts], &str, &str, &str); 2] = [
        (&[INBOUND, GRAVE, CALLBACK], "VU-2", "ND-7", "throwing-callbacks"),
        (&[OUTBOUND, QUEUE], "VU-1", "ND-5", "response-queues"),
    ];
    for (facts, old, new, clash) in cases {
        let claim = claim(facts);
        let compared = compare((&policy, at(BEFORE)), (&policy, at(AFTER)), &claim);
        assert_eq!(compared.at_receipt.kind, VerdictKind::Vulnerability);
        assert_eq!(cited(&compared.at_receipt)[0], old);
        assert_eq!(compared.today.kind, VerdictKind::NormalBug);
        assert_eq!(cited(&compared.today), [new]);
        assert!(compared.differs.len() >= 3, "{:?}", compared.differs);
        let said = compared.today.disagree.iter().filter_map(|one| one.conflict.as_deref());
        assert_eq!(said.collect::<Vec<_>>(), [clash]);
        assert!(compared.at_receipt.disagree.is_empty(), "{:?}", compared.at_receipt.disagree);
    }
}

#[test]
fn what_the_newer_policy_leaves_out_counted_before() {
    let policy = node();
    let before: [(&str, &[Facts]); 3] = [
        ("ND-2", &[INBOUND, &[("builds", "v8-flags"), ("effect", "integrity")]]),
        ("ND-4", &[INBOUND, &[("pattern", "defence-in-depth"), ("effect", "confidentiality")]]),
        ("ND-6", &[OUTBOUND, &[("pattern", "untrusted-proxy"), ("effect", "confidentiality")]]),
    ];
    for (id, facts) in before {
        let claim = claim(facts);
        let compared = compare((&policy, at(BEFORE)), (&policy, at(AFTER)), &claim);
        assert_eq!(compared.at_receipt.kind, VerdictKind::Vulnerability, "{id}");
        let (kind, ids) = (compared.today.kind, cited(&compared.today));
        assert_eq!((kind, ids[0]), (VerdictKind::NormalBug, id));
    }
}

#[test]
fn the_same_claim_and_policy_give_the_same_bytes() {
    let facts: &[Facts] = &[INBOUND, GRAVE, CALLBACK];
    let (one, two) = (claim(facts), {
        let mut claim = claim(facts);
        let turned: Vec<(String, FactValue)> = claim.facts.clone().into_iter().rev().collect();
        claim.facts.clear();
        claim.facts.extend(turned);
        claim
    });
    for when in [BEFORE, AFTER] {
        let bytes = |claim| serde_json::to_vec(&judge(&node(), claim, at(when))).unwrap();
        assert_eq!(bytes(&one), bytes(&two));
    }
}
