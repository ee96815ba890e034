//! What the threat model would say of stated facts. Nothing is kept, and no case is looked at.

use domain::policy::{Complaint, Policy};
use domain::triage::{Claim, Near, Verdict, cited_weaknesses, judge, precedents};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What would be said.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The verdict on what was understood.
    pub verdict: Verdict,
    /// Decided cases of the pack near it, nearest first.
    pub near: Vec<Near>,
    /// Those of them worth showing: while it is undecided, only what the claim itself shares, and
    /// not what one of many clauses would.
    pub alike: Vec<Near>,
    /// What was not understood; it decided nothing.
    pub wrong: Vec<Complaint>,
}

/// Judge these facts as far as the policy understands them.
pub fn preview(policy: &Policy, claim: &Claim, now: Timestamp) -> Preview {
    let wrong = claim.check(policy);
    let doubtful: BTreeSet<&str> = wrong.iter().map(|complaint| complaint.key.as_str()).collect();
    let sure = |fact: &String| policy.fact(fact).is_some() && !doubtful.contains(fact.as_str());
    let mut claim = claim.clone();
    claim.facts.retain(|fact, _| sure(fact));
    claim.said.retain(|fact, _| sure(fact));
    claim.suggested.retain(|fact, _| sure(fact));
    let claim = claim.normal(policy);
    let verdict = judge(policy, &claim, now);
    let rules = verdict.rule_ids();
    let weak = cited_weaknesses(policy, &rules);
    let near = precedents(&policy.precedents, &claim, &weak, now);
    let alike = match verdict.missing.is_empty() {
        true => near.clone(),
        false => precedents(&policy.precedents, &claim, &[], now),
    };
    Preview { verdict, near, alike, wrong }
}
