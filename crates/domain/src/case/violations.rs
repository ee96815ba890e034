//! Invariants between the machines. All run after every fold, in production too; a write that would
//! leave one behind is refused.

use super::report::ReportState;
use super::state::Case;
use crate::embargo::EmbargoState;

/// An invariant that does not hold, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which (domain.md 4.10).
    pub invariant: &'static str,
    /// What is wrong.
    pub says: String,
}

type Check = fn(&Case) -> Option<Violation>;

const CHECKS: &[Check] = &[
    published_while_embargoed,
    closed_while_embargoed,
    published_without_fix,
    published_without_second_person,
    embargo_without_terms,
    accepted_without_handler,
];

/// Everything that is wrong with this case; empty for a sound one.
pub fn violations(case: &Case) -> Vec<Violation> {
    CHECKS.iter().filter_map(|check| check(case)).collect()
}

fn found(invariant: &'static str, says: &str) -> Option<Violation> {
    Some(Violation { invariant, says: says.to_owned() })
}

fn published_while_embargoed(case: &Case) -> Option<Violation> {
    let bound = case.embargo.state.binds() || case.embargo.state == EmbargoState::Proposed;
    if case.published.is_some() && bound {
        return found("I2", "an embargo cannot outlive publication");
    }
    None
}

fn closed_while_embargoed(case: &Case) -> Option<Violation> {
    if case.report == ReportState::Closed && case.embargo.state.binds() {
        return found("I7", "a report cannot be closed while its reporter is bound by an embargo");
    }
    None
}

fn published_without_fix(case: &Case) -> Option<Violation> {
    let open = case.lines.values().any(super::LineState::lacks_fix);
    if case.published.is_some() && !case.rewritten && open {
        return found("c.2", "an affected line was published without its fix");
    }
    None
}

fn published_without_second_person(case: &Case) -> Option<Violation> {
    let alone = case.approvals.iter().all(|approval| Some(&approval.by) == case.draft_by.as_ref());
    if case.published.is_some() && !case.rewritten && alone {
        return found("I10", "an advisory was published without a second person's approval");
    }
    None
}

fn embargo_without_terms(case: &Case) -> Option<Violation> {
    if case.embargo.state.binds() && case.embargo.terms.is_none() {
        return found("I16", "an active embargo has terms");
    }
    None
}

fn accepted_without_handler(case: &Case) -> Option<Violation> {
    if case.report == ReportState::Accepted && case.handler.is_none() {
        return found("r6", "an accepted case has a handler");
    }
    None
}
