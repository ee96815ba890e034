//! What a unit of work must not leave behind. Each function says what is wrong, or nothing.

use super::super::line::LineState;
use super::super::report::ReportState;
use super::super::state::Case;

fn says(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// I2.
pub(super) fn embargo_outlives_publication(case: &Case) -> Option<String> {
    let open = case.embargo.state.is_open();
    if case.published.is_some() && open {
        return says("an embargo cannot outlive publication");
    }
    if (case.world.public.is_so() || case.world.exploit.is_so()) && open {
        return says("an embargo binds or is proposed although everybody knows");
    }
    None
}

/// I20: who has an exploit knows of the vulnerability.
pub(super) fn exploit_in_secret(case: &Case) -> Option<String> {
    if case.world.exploit.is_so() && !case.world.public.is_so() {
        return says("an exploit is public and the matter is not");
    }
    None
}

/// I7.
pub(super) fn closed_while_bound(case: &Case) -> Option<String> {
    if case.report == ReportState::Closed && case.embargo.state.binds() {
        return says("a report cannot be closed while its reporter is bound by an embargo");
    }
    None
}

/// c.2.
pub(super) fn published_without_fix(case: &Case) -> Option<String> {
    let open = case.lines.values().any(LineState::lacks_fix);
    if case.published.is_some() && !case.rewritten && open {
        return says("an affected line was published without its fix");
    }
    None
}

/// I10.
pub(super) fn published_alone(case: &Case) -> Option<String> {
    let alone = case.approvals.iter().all(|approval| Some(&approval.by) == case.draft_by.as_ref());
    if case.published.is_some() && !case.rewritten && alone {
        return says("an advisory was published without a second person's approval");
    }
    None
}

/// I16.
pub(super) fn embargo_without_terms(case: &Case) -> Option<String> {
    if case.embargo.state.binds() && case.embargo.terms.is_none() {
        return says("an active embargo has terms");
    }
    None
}

/// r6.
pub(super) fn accepted_without_handler(case: &Case) -> Option<String> {
    let handled = case.handler.is_some() || case.handler_left.is_some();
    if case.report == ReportState::Accepted && !handled {
        return says("an accepted case has a handler, or had one who left");
    }
    None
}
