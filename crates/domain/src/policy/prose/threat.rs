//! The threat model: what is trusted, what is not, what counts and what does not. Each clause is
//! told once, below the clause that it belongs to; where it is needed again, it is only named.

use super::{Block, Item, Section, paragraph};
use crate::policy::Policy;
use crate::triage::{Clause, ClauseKind, Condition, VerdictKind};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The chapters of the threat model, as of this day.
pub(super) fn chapters(policy: &Policy, at: Date) -> Vec<Option<Section>> {
    let name = &policy.project.name;
    let others = [ClauseKind::Scope, ClauseKind::Procedure, ClauseKind::Rationale];
    let mut model = Model { policy, at, told: BTreeSet::new() };
    vec![
        model.chapter("scope", "What this policy covers", &others),
        model.chapter(
            "untrusted",
            &format!("What {name} does not trust"),
            &[ClauseKind::Untrusted],
        ),
        model.chapter("trusted", &format!("What {name} trusts"), &[ClauseKind::Trusted]),
        model.chapter(
            "vulnerabilities",
            "What counts as a vulnerability",
            &[ClauseKind::Vulnerability, ClauseKind::Criterion],
        ),
        model.chapter(
            "non-vulnerabilities",
            "What does not count as a vulnerability",
            &[ClauseKind::NonVulnerability],
        ),
        model.rest(),
    ]
}

/// The clauses in force, and which of them were told already.
struct Model<'p> {
    policy: &'p Policy,
    at: Date,
    told: BTreeSet<&'p str>,
}

impl<'p> Model<'p> {
    fn in_force(&self) -> impl Iterator<Item = &'p Clause> + use<'p> {
        let at = self.at;
        self.policy.clauses.iter().filter(move |clause| clause.in_force_on(at))
    }

    /// Whether a clause is told below another one.
    fn has_parent(&self, clause: &Clause) -> bool {
        let last = &self.policy.fallback.clause;
        let told = |under: &String| under != last && self.in_force().any(|one| one.id == *under);
        let criterion = clause.kind == ClauseKind::Criterion;
        clause.under.as_ref().is_some_and(told)
            || (criterion && self.in_force().any(|one| criteria(one).contains(&clause.id.as_str())))
    }

    fn chapter(&mut self, id: &'static str, title: &str, kinds: &[ClauseKind]) -> Option<Section> {
        let mine = self.in_force().filter(|clause| {
            kinds.contains(&clause.kind)
                && clause.id != self.policy.fallback.clause
                && !self.has_parent(clause)
        });
        let mine: Vec<&Clause> = mine.collect();
        let items = mine.into_iter().map(|clause| self.item(clause)).collect();
        Section::new(id, title, vec![Block::List(items)])
    }

    fn item(&mut self, clause: &'p Clause) -> Item {
        let (id, title) = (Some(clause.id.clone()), Some(titled(clause)));
        if !self.told.insert(&clause.id) {
            return Item { clause: id, title, ..Item::default() };
        }
        let typical = clause.examples.iter().find(|example| {
            let own = clause.effect.as_ref().map(|effect| effect.verdict);
            own == Some(example.expect) && example.cites.contains(&clause.id)
        });
        Item {
            clause: id,
            title,
            text: text(clause),
            example: typical.map(|example| example.say.clone()),
            source: clause.source.clone(),
            below: self.below(clause),
            address: None,
        }
    }

    /// The criteria of a clause, then whatever else belongs to it.
    fn below(&mut self, clause: &'p Clause) -> Vec<Item> {
        let policy = self.policy;
        let criterion = |id: &&str| policy.clause(id).filter(|one| one.in_force_on(self.at));
        let criteria: Vec<&Clause> = criteria(clause)
            .iter()
            .filter_map(criterion)
            .filter(|one| one.kind == ClauseKind::Criterion)
            .collect();
        let belongs = |one: &&Clause| one.under.as_ref() == Some(&clause.id);
        let others = self.in_force().filter(belongs);
        let others = others.filter(|one| !criteria.iter().any(|known| known.id == one.id));
        let all: Vec<&Clause> = criteria.iter().copied().chain(others).collect();
        all.into_iter().map(|one| self.item(one)).collect()
    }

    fn rest(&mut self) -> Option<Section> {
        let fallback = &self.policy.fallback;
        let clause = self.policy.clause(&fallback.clause)?;
        let verdict = match fallback.effect.verdict {
            VerdictKind::NormalBug => String::new(),
            other => format!("Without a rule that says otherwise, a report is {}.", other.title()),
        };
        let how = "Clauses are weighed one after the other, and the first that holds decides. \
                   Where an answer depends on facts nobody knows yet, we ask for them; we do not \
                   guess.";
        let mut item = self.item(clause);
        item.below.clear();
        let blocks = vec![Block::List(vec![item]), paragraph(verdict), paragraph(how)];
        Section::new("rest", "Everything else", blocks)
    }
}

fn text(clause: &Clause) -> String {
    let mut text = clause.text.clone();
    if let Some(because) = &clause.because {
        text.push(' ');
        text.push_str(because);
    }
    if let Some(target) = clause.effect.as_ref().and_then(|effect| effect.target.as_ref()) {
        text.push_str(&format!(" Please turn to {target}."));
    }
    text
}

/// The clauses that a clause asks for: those it lists, and those its condition names.
fn criteria(clause: &Clause) -> Vec<&str> {
    let named = clause.when.as_ref().map(Condition::clauses).unwrap_or_default();
    clause.requires_all.iter().map(String::as_str).chain(named).collect()
}

fn titled(clause: &Clause) -> String {
    if clause.cwe.is_empty() {
        clause.title.clone()
    } else {
        format!("{} ({})", clause.title, clause.cwe.join(", "))
    }
}
