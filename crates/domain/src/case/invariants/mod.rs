//! Invariants between the machines. Each is a row of one table: its id, its sentence, the functions
//! that find it broken and say why, and what else keeps it. They run after every fold, in production
//! too; a write that would break one is stopped and loses nothing.

mod cases;
mod conduct;
mod cves;

mod others;
mod steps;
mod table;

pub use table::INVARIANTS;

use super::event::Event;
use super::fold::{Misfit, apply, fold};
use super::state::Case;
use crate::words::CaseId;

/// An invariant that does not hold, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which, by its id in the table.
    pub invariant: &'static str,
    /// What is wrong.
    pub says: String,
}

/// One event between the case before it and the case after it.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The case as it was.
    pub before: &'a Case,
    /// What happened.
    pub event: &'a Event,
    /// The case as it then was.
    pub after: &'a Case,
}

/// How an invariant is checked.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// On the case as a unit of work leaves it.
    Case(fn(&Case) -> Option<String>),
    /// On each event.
    Step(fn(&Step) -> Option<String>),
    /// On the instance as a whole, which no case can see: by the simulation, after each step.
    Simulated,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Invariant {
    /// `I7`, or a letter and number of a machine's move.
    pub id: &'static str,
    /// What always holds.
    pub says: &'static str,
    /// The functions that would find it broken; none where no case can tell.
    pub checks: &'static [Check],
    /// What keeps it besides, and what is not there yet.
    pub kept_by: &'static str,
}

fn found(violated: impl Fn(&Check) -> Option<String>) -> Vec<Violation> {
    INVARIANTS
        .iter()
        .flat_map(|row| row.checks.iter().map(move |check| (row.id, check)))
        .filter_map(|(invariant, check)| violated(check).map(|says| Violation { invariant, says }))
        .collect()
}

/// Everything that is wrong with this case; empty for a sound one.
pub fn violations(case: &Case) -> Vec<Violation> {
    found(|check| match check {
        Check::Case(check) => check(case),
        Check::Step(_) | Check::Simulated => None,
    })
}

/// Everything that is wrong with this event.
pub fn violated_by(step: &Step) -> Vec<Violation> {
    found(|check| match check {
        Check::Step(check) => check(step),
        Check::Case(_) | Check::Simulated => None,
    })
}

/// One more event, and what it breaks. What it leaves behind is for [`violations`], once everything
/// that belongs together has happened.
pub fn apply_checked(case: &mut Case, event: &Event) -> Result<Vec<Violation>, Misfit> {
    let before = case.clone();
    apply(case, event)?;
    Ok(violated_by(&Step { before: &before, event, after: case }))
}

/// The case that these events make, and everything that is wrong on its way and at its end.
pub fn fold_checked(id: &CaseId, events: &[Event]) -> Result<(Case, Vec<Violation>), Misfit> {
    let mut case = fold(id, events.get(..1).unwrap_or_default())?;
    let mut wrong = Vec::new();
    for event in &events[1..] {
        wrong.extend(apply_checked(&mut case, event)?);
    }
    wrong.extend(violations(&case));
    Ok((case, wrong))
}
