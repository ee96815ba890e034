//! The threat model, clause by clause, with the decided cases and the known clashes of the pack. What
//! is shown here is a function of the policy and the day: no case of this instance is looked at.

mod clause;
mod list;
mod precedents;

pub(super) use clause::show as clause;
pub(super) use list::{Group, clashes, groups, list};
pub(super) use precedents::{list as precedents, show as precedent};

use crate::refuse::Problem;
use crate::say;
use domain::policy::Policy;
use domain::triage::{Clause, ClauseKind};
use jiff::civil::Date;

/// A clause as a link.
struct Link {
    id: String,
    title: String,
}

/// Links to these clauses, as far as the policy has them.
fn links(policy: &Policy, ids: &[String]) -> Vec<Link> {
    let known = ids.iter().filter_map(|id| policy.clause(id));
    known.map(|clause| Link { id: clause.id.clone(), title: clause.title.clone() }).collect()
}

/// Weaknesses, with the numbers that their addresses take.
fn weaknesses(cwe: &[String]) -> Vec<(String, String)> {
    let number = |cwe: &String| (cwe.clone(), cwe.trim_start_matches("CWE-").to_owned());
    cwe.iter().map(number).collect()
}

/// What a kind is called over a group of its clauses.
fn kind_title(kind: ClauseKind) -> String {
    say(format!("clauses-{}", kind.word())).text()
}

/// How a clause stands on this day, where it is not simply in force.
fn stands(clause: &Clause, today: Date) -> Option<String> {
    match clause.until {
        _ if clause.since > today => Some(format!("In force from {}", clause.since)),
        Some(until) if until <= today => Some(format!("Ended on {until}")),
        _ => None,
    }
}

/// One answer for everything that is not there.
fn nothing() -> Problem {
    Problem::App(app::Error::NotThere)
}
