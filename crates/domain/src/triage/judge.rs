//! The judge: clauses in order, the first that holds decides, unless an earlier one might still
//! say otherwise. The same claim and policy give the same bytes, always.

use super::condition::Truth;
use super::weigh::{Weighing, Why};
use super::{
    Cited, Claim, Clause, Disagreement, Effect, FactValue, Source, Verdict, VerdictKind, Weighed,
};
use crate::policy::Policy;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// What the claim turns out to be under the clauses in force at `at`.
pub fn judge(policy: &Policy, claim: &Claim, at: Timestamp) -> Verdict {
    let mut court = Court { policy, claim, at, weighing: Weighing::new(&policy.model, claim, at) };
    let mut pending: Vec<(usize, &Effect)> = Vec::new();
    let mut decided = None;
    for (n, clause) in policy.clauses.iter().enumerate() {
        let Some(effect) = clause.effect.as_ref().filter(|_| court.weighing.in_force(n)) else {
            continue;
        };
        match court.weighing.decides(n) {
            Truth::No => {}
            Truth::Unknown => pending.push((n, effect)),
            Truth::Yes => {
                decided = Some((n, effect));
                break;
            }
        }
    }
    let effect = decided.map_or(&policy.fallback.effect, |(_, effect)| effect);
    pending.retain(|(_, other)| differ(other, effect));
    if pending.is_empty() {
        court.decide(decided.map(|(n, _)| n), effect)
    } else {
        court.ask(&pending)
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

/// What the clause says, as long as there is a bounty on this day; where it says nothing, a
/// vulnerability may earn one.
pub(super) fn bounty(policy: &Policy, effect: &Effect, day: Date) -> Option<bool> {
    policy.bounty.as_ref()?;
    let open = policy.bounty_on(day);
    match effect.bounty {
        Some(says) => Some(says && open),
        None => effect.verdict.is_vulnerability().then_some(open),
    }
}

/// One claim before the policy.
struct Court<'p> {
    policy: &'p Policy,
    claim: &'p Claim,
    at: Timestamp,
    weighing: Weighing<'p>,
}

impl<'p> Court<'p> {
    fn decide(&mut self, deciding: Option<usize>, effect: &'p Effect) -> Verdict {
        let why = match deciding {
            Some(n) => self.weighing.why([n]),
            None => self.why_nothing_decides(),
        };
        let cited = self.cited(deciding, effect, &why.by);
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
        let mut verdict = self.verdict(effect.verdict, because);
        verdict.rules = cited.into_iter().map(cite).collect();
        (verdict.cve, verdict.bounty) = (effect.cve, bounty(self.policy, effect, self.day()));
        verdict.redirect.clone_from(&effect.target);
        verdict.facts = why.facts.iter().map(|fact| self.weighed(*fact)).collect();
        verdict.disagree = self.disagree(deciding, effect);
        verdict
    }

    fn ask(&mut self, pending: &[(usize, &Effect)]) -> Verdict {
        // In the order in which the policy asks its questions.
        let missing = self.weighing.why(pending.iter().map(|(n, _)| *n)).facts;
        let clauses: Vec<&Clause> = pending.iter().map(|(n, _)| &self.policy.clauses[*n]).collect();
        let ids: Vec<&str> = clauses.iter().map(|clause| clause.id.as_str()).collect();
        let names: Vec<String> =
            missing.iter().map(|fact| self.policy.facts[*fact].id.clone()).collect();
        let because = format!(
            "Undecided: {} may still decide, and {} not known.",
            ids.join(", "),
            match names.as_slice() {
                [one] => format!("{one} is"),
                many => format!("{} are", many.join(", ")),
            }
        );
        let mut verdict = self.verdict(VerdictKind::NeedsMoreInfo, because);
        verdict.rules = clauses.into_iter().map(cite).collect();
        verdict.facts = missing.iter().map(|fact| self.weighed(*fact)).collect();
        verdict.missing = names;
        verdict.disagree = self.disagree(None, &self.policy.fallback.effect);
        verdict
    }

    fn verdict(&self, kind: VerdictKind, because: String) -> Verdict {
        Verdict {
            kind,
            rules: Vec::new(),
            missing: Vec::new(),
            cve: None,
            bounty: None,
            redirect: None,
            policy: self.policy.digest,
            policy_version: self.policy.version_at(self.day()).to_owned(),
            because,
            facts: Vec::new(),
            disagree: Vec::new(),
        }
    }

    fn day(&self) -> Date {
        self.at.to_zoned(TimeZone::UTC).date()
    }

    /// Where nothing decides, the reasons are those of every clause that does not.
    fn why_nothing_decides(&mut self) -> Why {
        let clauses = self.policy.clauses.iter().enumerate();
        let deciding = clauses.filter(|(_, clause)| clause.effect.is_some()).map(|(n, _)| n);
        let in_force: Vec<usize> = deciding.filter(|n| self.weighing.in_force(*n)).collect();
        let mut why = self.weighing.why(in_force);
        why.by.clear();
        why.facts.retain(|fact| !self.weighing.answers(*fact).is_empty());
        why
    }

    /// The deciding clause, then those that are part of why, then those it cites as well.
    fn cited(
        &mut self,
        deciding: Option<usize>,
        effect: &Effect,
        by: &BTreeSet<usize>,
    ) -> Vec<&'p Clause> {
        let policy = self.policy;
        let position = |id: &str| policy.clauses.iter().position(|clause| clause.id == id);
        let first = deciding.or_else(|| position(&policy.fallback.clause));
        let mut cited: Vec<usize> = first.into_iter().collect();
        cited.extend(by);
        for also in effect.also.iter().filter_map(|id| position(id)) {
            let clause = &policy.clauses[also];
            if self.weighing.in_force(also)
                && (clause.when.is_none() || self.weighing.when(also) == Truth::Yes)
            {
                cited.push(also);
            }
        }
        let mut seen = BTreeSet::new();
        cited.retain(|n| seen.insert(*n));
        cited.into_iter().map(|n| &policy.clauses[n]).collect()
    }

    /// Known clashes that matter here, and other clauses that hold and say otherwise.
    fn disagree(&mut self, deciding: Option<usize>, effect: &Effect) -> Vec<Disagreement> {
        let policy = self.policy;
        let mut disagree = Vec::new();
        for (n, conflict) in policy.conflicts.iter().enumerate() {
            if self.weighing.clashes(n) {
                disagree.push(Disagreement {
                    conflict: Some(conflict.id.clone()),
                    between: conflict.between.clone(),
                    precedents: conflict.precedents.clone(),
                    says: conflict.text.clone(),
                });
            }
        }
        let Some(deciding) = deciding else { return disagree };
        let first = &policy.clauses[deciding];
        for (n, clause) in policy.clauses.iter().enumerate() {
            let other = clause.effect.as_ref().filter(|other| differ(other, effect));
            let Some(other) = other.filter(|_| n != deciding && self.weighing.in_force(n)) else {
                continue;
            };
            if policy.model.goes_before(deciding, n) || policy.model.goes_before(n, deciding) {
                continue;
            }
            if self.weighing.decides(n) == Truth::Yes {
                disagree.push(Disagreement {
                    conflict: None,
                    between: vec![first.id.clone(), clause.id.clone()],
                    precedents: Vec::new(),
                    says: format!(
                        "{} ({}) decides, but {} ({}) holds as well and says: {}.",
                        first.id,
                        first.title,
                        clause.id,
                        clause.title,
                        other.verdict.title()
                    ),
                });
            }
        }
        disagree
    }

    /// One fact, and why it is known or not.
    fn weighed(&self, fact: usize) -> Weighed {
        let id = &self.policy.facts[fact].id;
        let said = self.claim.said.get(id).cloned().unwrap_or_default();
        let stated = self.claim.get(id);
        if let Some(other) = self.weighing.told_by(fact) {
            let told = self.weighing.answers(fact).iter().map(|word| (*word).to_owned());
            let other = &self.policy.facts[other].id;
            let why = format!("follows from {other}: {}", self.claim.get(other));
            return Weighed {
                fact: id.clone(),
                value: FactValue::List(told.collect()),
                from: None,
                why,
            };
        }
        let mut why = match (stated.is_known(), said.from) {
            (true, Some(from)) => from.title().to_owned(),
            (true, None) => "stated".to_owned(),
            (false, _) => match self.claim.suggested.get(id) {
                Some((value, note)) => {
                    let note = note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
                    format!("nobody has said; suggested: {value}{note}")
                }
                None => "nobody has said".to_owned(),
            },
        };
        if let Some(note) = said.note.filter(|_| stated.is_known()) {
            why.push_str(&format!(": {note}"));
        }
        let from: Option<Source> = said.from.filter(|_| stated.is_known());
        Weighed { fact: id.clone(), value: stated.clone(), from, why }
    }
}

fn cite(clause: &Clause) -> Cited {
    Cited { id: clause.id.clone(), says: clause.text.clone() }
}
