//! Claims to judge, and how they are judged.

use crate::tree::pack;
use domain::policy::Policy;
use domain::triage::{Claim, FactValue, Verdict, judge};
use jiff::Timestamp;

/// Some answers: fact and word, or words with commas between.
pub(super) type Facts = &'static [(&'static str, &'static str)];

/// A day on which the policy was as the project first wrote it, and one on which the newer holds.
pub(super) const BEFORE: &str = "2026-06-30T23:59:59Z";
pub(super) const AFTER: &str = "2026-07-01T00:00:00Z";

/// What most reports have in common: official builds of the project's own code, nothing taken over
/// first, no well-known pattern.
const COMMON: Facts = &[
    ("component", "core"),
    ("platforms", "tier-1"),
    ("builds", "official"),
    ("needs", "nothing"),
    ("pattern", "none"),
    ("api-used-correctly", "yes"),
    ("app-mistake", "no"),
    ("autoload", "none"),
    ("leak", "no"),
];

/// What meets the ten criteria for a denial of service, nine of them here.
pub(super) const GRAVE: Facts = &[
    ("production-warning", "no"),
    ("documented-api", "yes"),
    ("ecma-defined", "not-language"),
    ("stability", "stable"),
    ("quick-outage", "no"),
    ("beyond-user-control", "yes"),
    ("directly-exploitable", "yes"),
    ("mitigable", "no"),
    ("deterministic", "yes"),
    ("practical-rate", "yes"),
    ("asymmetric", "far-less"),
];

/// Data from the two ends of the network, checked by the runtime.
pub(super) const INBOUND: Facts = &[("input", "inbound-network"), ("runtime-transforms", "yes")];
pub(super) const OUTBOUND: Facts =
    &[("input", "outbound-network"), ("runtime-transforms", "yes"), ("only-by-size", "no")];

/// Code that runs under the permission model.
pub(super) const LIMITED: Facts = &[("needs", "application-code"), ("input", "limited-code")];

/// The common answers, then these, the later before the earlier; `unknown` takes one back.
pub(super) fn claim(parts: &[Facts]) -> Claim {
    let mut claim = Claim::default();
    for (fact, words) in COMMON.iter().chain(parts.iter().copied().flatten()) {
        set(&mut claim, fact, words);
    }
    claim
}

/// Answers one question.
pub(super) fn set(claim: &mut Claim, fact: &str, words: &str) {
    let value = match words.split(',').collect::<Vec<_>>().as_slice() {
        ["unknown"] => FactValue::Unknown,
        [one] => FactValue::word(one),
        many => FactValue::List(many.iter().map(|&word| word.to_owned()).collect()),
    };
    claim.facts.insert(fact.to_owned(), value);
}

/// The pack, read once for a test.
pub(super) fn node() -> Policy {
    pack("node")
}

/// The verdict at this instant on a claim that the policy understands.
pub(super) fn ask(policy: &Policy, claim: &Claim, at: &str) -> Verdict {
    assert_eq!(claim.check(policy), []);
    judge(policy, claim, at.parse::<Timestamp>().unwrap())
}

/// The clauses it cites.
pub(super) fn cited(verdict: &Verdict) -> Vec<&str> {
    verdict.rules.iter().map(|cited| cited.id.as_str()).collect()
}
