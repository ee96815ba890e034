//! What may happen to an embargo, and the facts that record it.

use super::state::{EMBARGO_MOVES, EmbargoState};
use crate::case::{By, Case, Content, EndReason, Fact, News, Terms, step};
use crate::policy::Policy;
use crate::words::Refusal;
use jiff::{SignedDuration, Timestamp};

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count.saturating_mul(24))
}

/// The policy's default terms, from the receipt of a report.
pub fn propose_default(policy: &Policy, received_at: Timestamp) -> Option<Terms> {
    let length = days(policy.embargo.default_days.into());
    let ends_at = received_at.checked_add(length).ok()?;
    Some(Terms { ends_at, zone: policy.calendar.zone.clone() })
}

/// Put terms on the table; while others hold, those keep holding.
pub fn propose(
    case: &Case,
    policy: &Policy,
    ends_at: Timestamp,
    because: &str,
    now: Timestamp,
) -> Result<News, Refusal> {
    let on = if case.embargo.state.binds() { "revise" } else { "propose" };
    step(EMBARGO_MOVES, case.embargo.state, on)?;
    if case.published.is_some() {
        return Err(Refusal::new("I2", "cannot propose an embargo: the advisory is public"));
    }
    if ends_at <= now {
        return Err(Refusal::new("e1", "an embargo ends in the future"));
    }
    let cap_days = policy.embargo.cap_days;
    let cap = case.received_at.checked_add(days(cap_days.into())).ok();
    if cap.is_none_or(|cap| ends_at > cap) {
        let says = format!("the policy caps an embargo at {cap_days} days from the report");
        return Err(Refusal::new("embargo.cap_days", says));
    }
    let terms = Terms { ends_at, zone: policy.calendar.zone.clone() };
    Ok(Fact::EmbargoProposed { terms }.with(Content::one("because", because)))
}

/// Accept what the other side proposed.
pub fn accept(case: &Case, by: &By, now: Timestamp) -> Result<News, Refusal> {
    step(EMBARGO_MOVES, case.embargo.state, "accept")?;
    let Some(proposal) = &case.embargo.proposal else {
        return Err(Refusal::new("e2", "there are no terms on the table"));
    };
    let reporter_turn = !matches!(proposal.by, By::Reporter);
    if reporter_turn != matches!(by, By::Reporter) {
        return Err(Refusal::new("e2", "the other side accepts what this side proposed"));
    }
    if proposal.terms.ends_at <= now {
        return Err(Refusal::new("e2", "the proposed terms have already run out"));
    }
    Ok(Fact::EmbargoAccepted { terms: proposal.terms.digest() }.into())
}

/// Ask for an early end; a second person decides.
pub fn propose_end(case: &Case, reason: EndReason, because: &str) -> Result<News, Refusal> {
    step(EMBARGO_MOVES, case.embargo.state, "end")?;
    if because.trim().is_empty() {
        return Err(Refusal::new("I1", "an early end needs its reason in words"));
    }
    Ok(Fact::EmbargoEndProposed { reason }.with(Content::one("because", because)))
}

/// Agree to an early end as the second person.
pub fn confirm_end(case: &Case, by: &By) -> Result<News, Refusal> {
    step(EMBARGO_MOVES, case.embargo.state, "end")?;
    let Some(wish) = &case.embargo.end else {
        return Err(Refusal::new("I1", "nobody has asked for this embargo to end early"));
    };
    if by.account().is_none_or(|account| *account == wish.by) {
        return Err(Refusal::new("I10", "a second person ends an embargo early, not who asked"));
    }
    let proposed_by = Some(wish.by.clone());
    Ok(Fact::EmbargoEnded { reason: wish.reason, proposed_by }.into())
}

/// The embargo's instant has come, whenever that is noticed; nothing if it has not.
pub fn expire(case: &Case, now: Timestamp) -> Option<News> {
    let terms = case.embargo.terms.as_ref()?;
    let due = case.embargo.state.binds() && terms.ends_at <= now;
    due.then(|| Fact::EmbargoExpired { effective_at: terms.ends_at }.into())
}

/// Whether an open proposal must go because the case goes.
pub(crate) fn no_valid_report(case: &Case) -> Option<News> {
    let open = case.embargo.state.binds() || case.embargo.state == EmbargoState::Proposed;
    open.then(|| Fact::EmbargoEnded { reason: EndReason::NoValidReport, proposed_by: None }.into())
}
