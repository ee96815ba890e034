//! The threat model: what is trusted, what is not, what counts and what does not.

use super::{Block, Item, Section, paragraph};
use crate::policy::Policy;
use crate::triage::{Clause, ClauseKind, Condition, VerdictKind};
use jiff::civil::Date;

/// The clauses of these kinds that are in force on this day.
fn clauses<'p>(policy: &'p Policy, at: Date, kinds: &[ClauseKind]) -> Vec<&'p Clause> {
    let in_force = |clause: &&Clause| clause.in_force_on(at) && kinds.contains(&clause.kind);
    policy.clauses.iter().filter(in_force).collect()
}

fn list(policy: &Policy, clauses: &[&Clause]) -> Block {
    Block::List(clauses.iter().map(|clause| item(policy, clause)).collect())
}

fn item(policy: &Policy, clause: &Clause) -> Item {
    let mut text = clause.text.clone();
    if let Some(because) = &clause.because {
        text.push(' ');
        text.push_str(because);
    }
    if let Some(target) = clause.effect.as_ref().and_then(|effect| effect.target.as_ref()) {
        text.push_str(&format!(" Please turn to {target}."));
    }
    let typical = clause.examples.iter().find(|example| {
        let own = clause.effect.as_ref().map(|effect| effect.verdict);
        own == Some(example.expect) && example.cites.contains(&clause.id)
    });
    Item {
        clause: Some(clause.id.clone()),
        title: Some(titled(clause)),
        text,
        example: typical.map(|example| example.say.clone()),
        source: clause.source.clone(),
        below: criteria(policy, clause).into_iter().map(|one| item(policy, one)).collect(),
        address: None,
    }
}

/// The criteria that belong to a clause: those it lists, and those its condition names.
fn criteria<'p>(policy: &'p Policy, clause: &'p Clause) -> Vec<&'p Clause> {
    let named = clause.when.as_ref().map(Condition::clauses).unwrap_or_default();
    let listed = clause.requires_all.iter().map(String::as_str);
    let criterion = |id: &str| policy.clause(id).filter(|one| one.kind == ClauseKind::Criterion);
    listed.chain(named).filter_map(criterion).collect()
}

fn titled(clause: &Clause) -> String {
    if clause.cwe.is_empty() {
        clause.title.clone()
    } else {
        format!("{} ({})", clause.title, clause.cwe.join(", "))
    }
}

pub(super) fn scope(policy: &Policy, at: Date) -> Option<Section> {
    let kinds = [ClauseKind::Scope, ClauseKind::Procedure, ClauseKind::Rationale];
    let mut clauses = clauses(policy, at, &kinds);
    clauses.retain(|clause| clause.id != policy.fallback.clause);
    Section::new("scope", "What this policy covers", vec![list(policy, &clauses)])
}

pub(super) fn untrusted(policy: &Policy, at: Date) -> Option<Section> {
    let clauses = clauses(policy, at, &[ClauseKind::Untrusted]);
    let name = &policy.project.name;
    let title = format!("What {name} does not trust");
    Section::new("untrusted", title, vec![list(policy, &clauses)])
}

pub(super) fn trusted(policy: &Policy, at: Date) -> Option<Section> {
    let mut clauses = clauses(policy, at, &[ClauseKind::Trusted]);
    clauses.retain(|clause| clause.id != policy.fallback.clause);
    let title = format!("What {} trusts", policy.project.name);
    Section::new("trusted", title, vec![list(policy, &clauses)])
}

pub(super) fn vulnerabilities(policy: &Policy, at: Date) -> Option<Section> {
    let clauses = clauses(policy, at, &[ClauseKind::Vulnerability]);
    Section::new("vulnerabilities", "What counts as a vulnerability", vec![list(policy, &clauses)])
}

pub(super) fn non_vulnerabilities(policy: &Policy, at: Date) -> Option<Section> {
    let clauses = clauses(policy, at, &[ClauseKind::NonVulnerability]);
    let title = "What does not count as a vulnerability";
    Section::new("non-vulnerabilities", title, vec![list(policy, &clauses)])
}

pub(super) fn rest(policy: &Policy) -> Option<Section> {
    let clause = policy.clause(&policy.fallback.clause)?;
    let verdict = match policy.fallback.effect.verdict {
        VerdictKind::NormalBug => String::new(),
        other => format!("Without a rule that says otherwise, a report is {}.", other.title()),
    };
    let how = "Clauses are weighed one after the other, and the first that holds decides. Where an \
               answer depends on facts nobody knows yet, we ask for them; we do not guess.";
    Section::new(
        "rest",
        "Everything else",
        vec![list(policy, &[clause]), paragraph(verdict), paragraph(how)],
    )
}
