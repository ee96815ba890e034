//! The judge: clauses in order, the first that holds decides, unless an earlier one might still
//! say otherwise. The same claim and policy give the same bytes, always.

use super::logic::{Outcome, Truth, Weighing};
use super::{Cited, Claim, Clause, Effect, Verdict, VerdictKind};
use crate::policy::Policy;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What the claim turns out to be under the clauses in force at `at`.
pub fn judge(policy: &Policy, claim: &Claim, at: Timestamp) -> Verdict {
    let in_force: Vec<&Clause> = policy.clauses.iter().filter(|c| c.in_force(at)).collect();
    let mut weighing = Weighing::new(claim, &in_force);
    let mut pending: Vec<(&Clause, &Effect, Outcome)> = Vec::new();
    let mut decided = None;
    for clause in &in_force {
        let Some(effect) = &clause.effect else { continue };
        let outcome = weighing.decides(clause);
        match outcome.truth {
            Truth::No => {}
            Truth::Unknown => pending.push((clause, effect, outcome)),
            Truth::Yes => {
                decided = Some((clause.id.as_str(), effect, outcome.by));
                break;
            }
        }
    }
    let (id, effect, by) =
        decided.unwrap_or((&policy.fallback.clause, &policy.fallback.effect, BTreeSet::new()));
    pending.retain(|(_, other, _)| differ(other, effect));
    if pending.is_empty() {
        let cited = cited(policy, &mut weighing, &in_force, (id, effect, &by));
        decide(policy, effect, cited)
    } else {
        ask(policy, &pending)
    }
}

/// Whether two effects would be told to the reporter differently.
fn differ(one: &Effect, two: &Effect) -> bool {
    let clash = |a: Option<bool>, b: Option<bool>| matches!((a, b), (Some(a), Some(b)) if a != b);
    one.verdict != two.verdict
        || one.target != two.target
        || clash(one.cve, two.cve)
        || clash(one.bounty, two.bounty)
}

/// The deciding clause, then those that are part of why, then those it cites as well.
fn cited<'p>(
    policy: &'p Policy,
    weighing: &mut Weighing<'p>,
    in_force: &[&'p Clause],
    (id, effect, by): (&str, &Effect, &BTreeSet<String>),
) -> Vec<&'p Clause> {
    let mut cited: Vec<&Clause> = policy.clause(id).into_iter().collect();
    let mut cite = |clause: &'p Clause| {
        if cited.iter().all(|one| one.id != clause.id) {
            cited.push(clause);
        }
    };
    in_force.iter().filter(|clause| by.contains(&clause.id)).for_each(|clause| cite(clause));
    for also in &effect.also {
        let Some(clause) = weighing.clause(also) else { continue };
        if clause.when.is_none() || weighing.when(also).truth == Truth::Yes {
            cite(clause);
        }
    }
    cited
}

fn cite(clause: &Clause) -> Cited {
    Cited { id: clause.id.clone(), says: clause.text.clone() }
}

fn decide(policy: &Policy, effect: &Effect, cited: Vec<&Clause>) -> Verdict {
    let mut because = format!("This is {}", effect.verdict.title());
    if let Some(first) = cited.first() {
        because.push_str(&format!(", by {} ({})", first.id, first.title));
    }
    let others: Vec<&str> = cited.iter().skip(1).map(|clause| clause.id.as_str()).collect();
    if !others.is_empty() {
        because.push_str(&format!(" with {}", others.join(", ")));
    }
    if let Some(target) = &effect.target {
        because.push_str(&format!("; turn to {target}"));
    }
    because.push('.');
    Verdict {
        kind: effect.verdict,
        rules: cited.into_iter().map(cite).collect(),
        missing: Vec::new(),
        cve: effect.cve,
        bounty: effect.bounty,
        redirect: effect.target.clone(),
        policy: policy.digest,
        policy_version: policy.version.clone(),
        because,
    }
}

fn ask(policy: &Policy, pending: &[(&Clause, &Effect, Outcome)]) -> Verdict {
    let missing: BTreeSet<&str> =
        pending.iter().flat_map(|(_, _, o)| o.missing.iter().map(String::as_str)).collect();
    let asked: Vec<String> = policy.facts.iter().map(|fact| fact.id.clone()).collect();
    let mut missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
    // In the order in which the policy asks its questions.
    missing.sort_by_key(|fact| asked.iter().position(|one| one == fact));
    let clauses: Vec<&str> = pending.iter().map(|(clause, _, _)| clause.id.as_str()).collect();
    Verdict {
        kind: VerdictKind::NeedsMoreInfo,
        because: format!(
            "Undecided: {} may still decide, and {} not known.",
            clauses.join(", "),
            match missing.as_slice() {
                [one] => format!("{one} is"),
                many => format!("{} are", many.join(", ")),
            }
        ),
        rules: pending.iter().map(|(clause, _, _)| cite(clause)).collect(),
        missing,
        cve: None,
        bounty: None,
        redirect: None,
        policy: policy.digest,
        policy_version: policy.version.clone(),
    }
}
