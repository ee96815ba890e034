//! What a clause means: its text, when it applies in words, what follows, and which decided cases
//! it bears on.

use super::{Clause, Precedent, judge};
use crate::policy::Policy;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A clause, with everything around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Short name.
    pub id: String,
    /// What it is about.
    pub kind: &'static str,
    /// A few words.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Why.
    pub because: Option<String>,
    /// In force from 00:00 UTC of this day.
    pub since: Date,
    /// No longer in force from 00:00 UTC of this day.
    pub until: Option<Date>,
    /// When it applies, readable.
    pub when: Option<String>,
    /// Criteria that must all hold.
    pub requires_all: Vec<String>,
    /// What follows, readable.
    pub then: Option<String>,
    /// Where the project has written it down.
    pub source: Option<String>,
    /// The line there.
    pub source_line: Option<u32>,
    /// The clause it belongs to.
    pub under: Option<String>,
    /// Clauses it goes before.
    pub over: Vec<String>,
    /// Clauses that belong to it.
    pub below: Vec<String>,
    /// Clauses whose conditions, criteria or effects name it.
    pub named_by: Vec<String>,
    /// Known clashes.
    pub conflicts: Vec<String>,
    /// Weaknesses it is about.
    pub cwe: Vec<String>,
    /// Decided cases for which it is cited today, or that it reversed.
    pub precedents: Vec<String>,
    /// What it must give.
    pub examples: Vec<String>,
}

/// Which precedents bear on which clauses. Every precedent is judged once, so whoever explains
/// many clauses makes this first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bearings(BTreeMap<String, BTreeSet<usize>>);

impl Bearings {
    /// By the clauses in force at `at`.
    pub fn of(policy: &Policy, at: Timestamp) -> Self {
        let mut on: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (n, precedent) in policy.precedents.iter().enumerate() {
            let cited = judge(policy, &precedent.claim, at).rules.into_iter().map(|cited| cited.id);
            let by = precedent.reversed.as_ref().map(|reversed| reversed.by.clone());
            for clause in cited.chain(by) {
                on.entry(clause).or_default().insert(n);
            }
        }
        Self(on)
    }

    /// Those that bear on this clause, in the order of the policy.
    pub fn on<'p>(&self, policy: &'p Policy, clause: &str) -> Vec<&'p Precedent> {
        let places = self.0.get(clause).into_iter().flatten();
        places.filter_map(|n| policy.precedents.get(*n)).collect()
    }
}

/// Everything about this clause; precedents are judged by the clauses in force at `at`.
pub fn explain(policy: &Policy, clause: &Clause, at: Timestamp) -> Explanation {
    explain_with(policy, clause, &Bearings::of(policy, at))
}

/// Everything about this clause, with the precedents judged before.
pub fn explain_with(policy: &Policy, clause: &Clause, bearings: &Bearings) -> Explanation {
    let id = &clause.id;
    let names = |other: &Clause| {
        other.when.as_ref().is_some_and(|when| when.clauses().contains(id.as_str()))
            || other.requires_all.contains(id)
            || other.effect.as_ref().is_some_and(|effect| effect.also.contains(id))
    };
    let ids = |keep: &dyn Fn(&Clause) -> bool| -> Vec<String> {
        policy.clauses.iter().filter(|other| keep(other)).map(|other| other.id.clone()).collect()
    };
    let conflicts = policy.conflicts.iter().filter(|conflict| conflict.between.contains(id));
    let precedents = bearings.on(policy, id);
    Explanation {
        id: id.clone(),
        kind: clause.kind.word(),
        title: clause.title.clone(),
        text: clause.text.clone(),
        because: clause.because.clone(),
        since: clause.since,
        until: clause.until,
        when: clause.when.as_ref().map(super::Condition::says),
        requires_all: clause.requires_all.clone(),
        then: clause.effect.as_ref().map(|effect| effect.says(!clause.requires_all.is_empty())),
        source: clause.source.clone(),
        source_line: clause.source_line,
        under: clause.under.clone(),
        over: clause.over.clone(),
        below: ids(&|other| other.under.as_ref() == Some(id)),
        named_by: ids(&names),
        conflicts: conflicts.map(|conflict| conflict.id.clone()).collect(),
        cwe: clause.cwe.clone(),
        precedents: precedents.iter().map(|precedent| precedent.id.clone()).collect(),
        examples: clause
            .examples
            .iter()
            .map(|example| format!("{} → {}", example.say, example.expect))
            .collect(),
    }
}

impl super::Effect {
    /// What follows, in one line.
    pub fn says(&self, unless_all: bool) -> String {
        let mut says = self.verdict.title().to_owned();
        if unless_all {
            says.push_str(", unless every criterion holds");
        }
        let mut flag = |what: &str, says_so: Option<bool>| match says_so {
            Some(true) => says.push_str(&format!("; {what}")),
            Some(false) => says.push_str(&format!("; no {what}")),
            None => {}
        };
        flag("CVE id", self.cve);
        flag("bounty", self.bounty);
        if let Some(target) = &self.target {
            says.push_str(&format!("; turn to {target}"));
        }
        says
    }
}

/// Everything about a fact, a precedent or a known clash of this id.
pub fn explain_other(policy: &Policy, id: &str) -> Option<Value> {
    let fact = policy.fact(id).map(|fact| {
        let tests = |clause: &&Clause| {
            clause.when.as_ref().is_some_and(|when| when.tests().iter().any(|(one, _)| *one == id))
        };
        let asked: Vec<&str> =
            policy.clauses.iter().filter(tests).map(|clause| clause.id.as_str()).collect();
        let answers: Vec<String> =
            fact.choices.iter().map(|choice| format!("{}: {}", choice.id, choice.says)).collect();
        json!({ "id": fact.id, "question": fact.title, "kind": fact.kind, "help": fact.help,
            "answers": answers, "open": fact.open, "asked_by": asked })
    });
    let precedent = || {
        policy.precedent(id).map(|one| {
            json!({ "id": one.id, "title": one.title, "decided": one.decided,
                "verdict": one.verdict, "severity": one.severity, "cwe": one.cwe,
                "area": one.area, "source": one.source, "departs": one.departs,
                "reversed": one.reversed, "claim": one.claim })
        })
    };
    let conflict = || {
        policy.conflicts.iter().find(|conflict| conflict.id == id).map(|one| {
            json!({ "id": one.id, "title": one.title, "text": one.text, "since": one.since,
                "until": one.until, "between": one.between, "precedents": one.precedents,
                "when": one.when.says() })
        })
    };
    fact.or_else(precedent).or_else(conflict)
}
