//! Weighs a claim against the model in three-valued logic: what is unknown stays unknown until it
//! no longer matters. First whether, then, for those clauses that matter, why.

use super::model::{Model, Node, Rule};
use super::{Claim, Truth};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Why something holds, does not hold, or is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Why {
    /// The facts it rests on; where it is unknown, those that are missing.
    pub(super) facts: BTreeSet<usize>,
    /// Clauses whose conditions held and are part of it.
    pub(super) by: BTreeSet<usize>,
}

/// The answers to one question, and whether another answer told them.
#[derive(Debug, Clone, Default)]
struct Answers<'a> {
    words: Vec<&'a str>,
    told_by: Option<usize>,
}

/// A claim being weighed.
pub(super) struct Weighing<'m> {
    model: &'m Model,
    answers: Vec<Answers<'m>>,
    in_force: Vec<bool>,
    known: Vec<Option<Truth>>,
    at: Timestamp,
}

impl<'m> Weighing<'m> {
    /// Of this claim, by the clauses in force at `at`.
    pub(super) fn new(model: &'m Model, claim: &'m Claim, at: Timestamp) -> Self {
        let mut answers = vec![Answers::default(); model.facts.len()];
        for (fact, value) in &claim.facts {
            if let Some(n) = model.facts.get(fact) {
                answers[*n].words = value.answers();
            }
        }
        let stated: Vec<bool> = answers.iter().map(|answer| !answer.words.is_empty()).collect();
        let mut contradicted = vec![false; answers.len()];
        for derived in &model.derived {
            if stated[derived.to] || !stated[derived.from] {
                continue;
            }
            let Some(told) = derived.tell(&answers[derived.from].words) else { continue };
            let known = &mut answers[derived.to];
            if known.told_by.is_none() || (derived.many && !contradicted[derived.to]) {
                known.words.extend(told);
                known.words.sort_unstable();
                known.words.dedup();
                known.told_by = Some(derived.from);
            } else if known.words != told {
                // Two answers tell it differently: nobody knows.
                contradicted[derived.to] = true;
            }
        }
        for (fact, _) in contradicted.iter().enumerate().filter(|(_, yes)| **yes) {
            answers[fact] = Answers::default();
        }
        let in_force = model.rules.iter().map(|rule| rule.in_force(at)).collect();
        let known = vec![None; model.rules.len()];
        Self { model, answers, in_force, known, at }
    }

    /// The answers to this question; none where nobody knows.
    pub(super) fn answers(&self, fact: usize) -> &[&'m str] {
        &self.answers[fact].words
    }

    /// The fact whose answer told this one.
    pub(super) fn told_by(&self, fact: usize) -> Option<usize> {
        self.answers[fact].told_by
    }

    /// Whether the clause is in force.
    pub(super) fn in_force(&self, rule: usize) -> bool {
        self.in_force[rule]
    }

    /// Whether the clause's own condition holds. A clause that is not in force, has no condition or
    /// refers to itself does not hold.
    pub(super) fn when(&mut self, rule: usize) -> Truth {
        if let Some(known) = self.known[rule] {
            return known;
        }
        self.known[rule] = Some(Truth::No);
        let model = self.model;
        let truth = match &model.rules[rule].when {
            Some(when) if self.in_force[rule] => self.truth(when),
            _ => Truth::No,
        };
        self.known[rule] = Some(truth);
        truth
    }

    /// Whether the clause decides: its condition holds and, where it lists criteria, one of them
    /// fails. Nobody is asked about the criteria before it is known that they matter.
    pub(super) fn decides(&mut self, rule: usize) -> Truth {
        let when = self.when(rule);
        if when == Truth::No || self.model.rules[rule].requires.is_empty() {
            return when;
        }
        when.min(self.fails(rule))
    }

    /// Whether one of the criteria of the clause fails. One that is not in force asks nothing.
    fn fails(&mut self, rule: usize) -> Truth {
        let model = self.model;
        let mut fails = Truth::No;
        for criterion in &model.rules[rule].requires {
            if self.in_force[*criterion] {
                fails = fails.max(self.when(*criterion).opposite());
            }
        }
        fails
    }

    /// Whether a known clash is there.
    pub(super) fn clashes(&mut self, conflict: usize) -> bool {
        let model = self.model;
        let rule: &Rule = &model.conflicts[conflict];
        let when = rule.when.as_ref().filter(|_| rule.in_force(self.at));
        when.is_some_and(|when| self.truth(when) == Truth::Yes)
    }

    /// Whether a modifier of severities applies; where that is unknown, the facts that are missing.
    pub(super) fn modifier(&mut self, modifier: usize) -> (Truth, BTreeSet<usize>) {
        let model = self.model;
        let node = &model.modifiers[modifier];
        let (truth, mut gathering) = (self.truth(node), Gathering::default());
        self.gather(node, false, &mut gathering);
        (truth, gathering.why.facts)
    }

    fn truth(&mut self, node: &'m Node) -> Truth {
        match node {
            Node::All(list) | Node::Steps(list) => {
                let mut all = Truth::Yes;
                for one in list {
                    all = all.min(self.truth(one));
                    if all == Truth::No {
                        break;
                    }
                }
                all
            }
            Node::Any(list) => {
                let mut any = Truth::No;
                for one in list {
                    any = any.max(self.truth(one));
                    if any == Truth::Yes {
                        break;
                    }
                }
                any
            }
            Node::Not(one) => self.truth(one).opposite(),
            Node::Rule(rule) => self.when(*rule),
            Node::Fact(fact, probe) => {
                let others = probe.other().map_or(&[][..], |other| self.answers(other));
                let open = probe.other().is_some() && others.is_empty();
                match self.answers(*fact) {
                    [] => Truth::Unknown,
                    _ if open => Truth::Unknown,
                    answers => Truth::sure(probe.passes(answers, others)),
                }
            }
        }
    }

    /// Why these clauses decide, do not, or may. Each clause that they lead to is looked into once.
    pub(super) fn why(&mut self, rules: impl IntoIterator<Item = usize>) -> Why {
        let mut gathering = Gathering::default();
        rules.into_iter().for_each(|rule| self.gather_decides(rule, &mut gathering));
        gathering.why
    }

    fn gather_decides(&mut self, rule: usize, gathering: &mut Gathering) {
        let (when, fails) = (self.when(rule), self.fails(rule));
        let model = self.model;
        let both = when.min(fails);
        let plain = model.rules[rule].requires.is_empty();
        if plain || when == both {
            self.gather_rule(rule, true, gathering);
        }
        if plain || fails != both || (when, fails) == (Truth::Unknown, Truth::Unknown) {
            return;
        }
        for criterion in &model.rules[rule].requires {
            if !self.in_force[*criterion] || self.when(*criterion).opposite() != fails {
                continue;
            }
            self.gather_rule(*criterion, false, gathering);
            if fails == Truth::Yes {
                gathering.why.by.insert(*criterion);
            }
        }
    }

    fn gather_rule(&mut self, rule: usize, cite: bool, to: &mut Gathering) {
        if !to.seen.insert((rule, cite)) {
            return;
        }
        let model = self.model;
        if let Some(when) = &model.rules[rule].when
            && self.in_force[rule]
        {
            self.gather(when, cite, to);
        }
        if cite && self.when(rule) == Truth::Yes {
            to.why.by.insert(rule);
        }
    }

    /// The parts of a condition that made it what it is.
    fn gather(&mut self, node: &'m Node, cite: bool, to: &mut Gathering) {
        let truth = self.truth(node);
        match node {
            Node::All(list) | Node::Any(list) => {
                for one in list {
                    if self.truth(one) == truth {
                        self.gather(one, cite, to);
                    }
                }
            }
            Node::Steps(list) => {
                let alike: Vec<&'m Node> =
                    list.iter().filter(|one| self.truth(one) == truth).collect();
                // What comes after an unanswered question is asked after its answer.
                let most = if truth == Truth::Unknown { 1 } else { alike.len() };
                for one in alike.into_iter().take(most) {
                    self.gather(one, cite, to);
                }
            }
            // What does not hold gives facts, but no clauses to cite.
            Node::Not(one) => self.gather(one, false, to),
            Node::Rule(rule) => self.gather_rule(*rule, cite, to),
            Node::Fact(fact, probe) => {
                for fact in std::iter::once(*fact).chain(probe.other()) {
                    if truth != Truth::Unknown || self.answers(fact).is_empty() {
                        to.why.facts.insert(fact);
                    }
                }
            }
        }
    }
}

/// Reasons being gathered. Each clause is looked into once, however often conditions name it.
#[derive(Default)]
struct Gathering {
    why: Why,
    seen: BTreeSet<(usize, bool)>,
}
