//! What may happen to an embargo, and the facts that record it.

use super::state::{EMBARGO_MOVES, EmbargoState};
use crate::case::{By, Case, Content, EndReason, Fact, News, Terms, step};
use crate::policy::Policy;
use crate::words::{Digest, Refusal};
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

/// An embargo whose instant has come is over, also while nobody has recorded it: nothing that is
/// said meanwhile can stretch it.
fn refuse_over(case: &Case, now: Timestamp) -> Result<(), Refusal> {
    if expire(case, now).is_none() {
        return Ok(());
    }
    Err(Refusal::new("e7", "the embargo has reached its end, which is about to be recorded"))
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
    refuse_over(case, now)?;
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

/// Accept what the other side proposed. With the digest of the terms that were read, only those:
/// the other side may have put others on the table meanwhile.
pub fn accept(case: &Case, by: &By, seen: Option<Digest>, now: Timestamp) -> Result<News, Refusal> {
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
    refuse_over(case, now)?;
    if seen.is_some_and(|seen| seen != proposal.terms.digest()) {
        let says = "other terms are on the table than those you read; read them and accept those";
        return Err(Refusal::new("I16", says));
    }
    Ok(Fact::EmbargoAccepted { terms: proposal.terms.digest() }.into())
}

/// Ask for an early end; a second person decides.
pub fn propose_end(case: &Case, reason: EndReason, because: &str) -> Result<News, Refusal> {
    step(EMBARGO_MOVES, case.embargo.state, "end")?;
    if because.trim().is_empty() {
        return Err(Refusal::new("I1", "an early end needs its reason in words"));
    }
    if case.embargo.end.is_some() {
        // What a second person is about to agree to cannot be exchanged under their hands.
        return Err(Refusal::new(
            "I1",
            "an early end is asked for already; a second person decides",
        ));
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

/// When it is over by itself: at the end of the terms in force, or of those that were proposed and
/// never accepted. A side that does not answer holds nobody longer than it was asked to.
pub fn ends_by_itself(case: &Case) -> Option<Timestamp> {
    let embargo = &case.embargo;
    let terms = match embargo.state {
        EmbargoState::Active | EmbargoState::Revise => embargo.terms.as_ref(),
        EmbargoState::Proposed => embargo.proposal.as_ref().map(|proposal| &proposal.terms),
        EmbargoState::None | EmbargoState::Exited => None,
    };
    terms.map(|terms| terms.ends_at)
}

/// The embargo's instant has come, whenever that is noticed; nothing if it has not.
pub fn expire(case: &Case, now: Timestamp) -> Option<News> {
    let effective_at = ends_by_itself(case).filter(|ends_at| *ends_at <= now)?;
    Some(Fact::EmbargoExpired { effective_at }.into())
}

/// Whether an open proposal must go because the case goes.
pub(crate) fn no_valid_report(case: &Case) -> Option<News> {
    let open = case.embargo.state.binds() || case.embargo.state == EmbargoState::Proposed;
    open.then(|| Fact::EmbargoEnded { reason: EndReason::NoValidReport, proposed_by: None }.into())
}
