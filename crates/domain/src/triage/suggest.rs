//! A suggested severity: from the vector by the project's scale, changed by its modifiers, with the
//! reasons. Nothing is set by it; a person decides.

use super::Claim;
use super::condition::Truth;
use super::weigh::Weighing;
use crate::advisory::{Cvss, Score, Severity};
use crate::policy::{Policy, Shift};
use jiff::Timestamp;
use serde::Serialize;

/// What the policy would rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The word.
    pub severity: Severity,
    /// Where it started.
    pub from: Severity,
    /// The score of the vector that it started from; nothing when the policy says where to start.
    pub score: Option<Score>,
    /// The modifiers that applied, in their order.
    pub steps: Vec<SuggestionStep>,
    /// The modifiers of which it is not known whether they apply, with the facts that are missing.
    pub open: Vec<OpenModifier>,
}

/// A modifier that applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuggestionStep {
    /// Its id.
    pub modifier: String,
    /// What it is and why.
    pub says: String,
    /// What it does, such as `lowered by one word`.
    pub shift: String,
    /// The severity after it.
    pub severity: Severity,
}

/// A modifier that may apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenModifier {
    /// Its id.
    pub modifier: String,
    /// Facts that are not known, by id.
    pub missing: Vec<String>,
}

/// What this policy suggests for these facts and this vector; nothing without a legal vector, unless
/// the policy says where to start.
pub fn suggest(
    policy: &Policy,
    claim: &Claim,
    vector: Option<&str>,
    at: Timestamp,
) -> Option<Suggestion> {
    let rules = &policy.severity;
    let score = match vector {
        Some(vector) => Some(Cvss::read(vector).ok()?.score),
        None => None,
    };
    let from = score.map(|score| rules.rate(score)).or(rules.start)?;
    let mut weighing = Weighing::new(&policy.model, claim, at);
    let mut suggestion = Suggestion { severity: from, from, score, steps: vec![], open: vec![] };
    for (n, modifier) in rules.modifiers.iter().enumerate() {
        match weighing.modifier(n) {
            (Truth::No, _) => {}
            (Truth::Unknown, facts) => suggestion.open.push(OpenModifier {
                modifier: modifier.id.clone(),
                missing: facts.iter().map(|fact| policy.facts[*fact].id.clone()).collect(),
            }),
            (Truth::Yes, _) => {
                suggestion.severity = rules.shifted(suggestion.severity, modifier.effect);
                suggestion.steps.push(SuggestionStep {
                    modifier: modifier.id.clone(),
                    says: modifier.says.clone(),
                    shift: Shift::says(modifier.effect),
                    severity: suggestion.severity,
                });
            }
        }
    }
    Some(suggestion)
}
