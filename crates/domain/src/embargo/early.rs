//! Ends of an embargo: before its instant by two people, by a rule, or by itself.

use super::EndReason;
use super::state::{EMBARGO_MOVES, EmbargoState};
use crate::case::{By, Case, Content, Fact, News, step};
use crate::words::Refusal;
use jiff::Timestamp;

/// Ask for an early end; a second person decides.
pub fn propose_end(case: &Case, reason: EndReason, because: &str) -> Result<News, Refusal> {
    step(EMBARGO_MOVES, case.embargo.state, "end")?;
    if because.trim().is_empty() {
        return Err(Refusal::new("I1", "an early end needs its reason in words"));
    }
    if case.embargo.end_is_asked() {
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
    if !wish.says_why() {
        let says = "the reason of this wish was erased; ask for the end again, with a reason";
        return Err(Refusal::new("I1", says));
    }
    let proposed_by = Some(wish.by.clone());
    Ok(Fact::EmbargoEnded { reason: wish.reason, proposed_by }.into())
}

/// When it is over by itself: at the end of the terms in force, or of those that were proposed and
/// never accepted. A side that does not answer holds nobody longer than it was asked to.
pub fn ends_by_itself(case: &Case) -> Option<Timestamp> {
    let embargo = &case.embargo;
    match embargo.state {
        EmbargoState::Active | EmbargoState::Revise => {
            embargo.terms.as_ref().map(|terms| terms.ends_at)
        }
        EmbargoState::Proposed => {
            embargo.proposals.iter().map(|proposal| proposal.terms.ends_at).max()
        }
        EmbargoState::None | EmbargoState::Exited => None,
    }
}

/// Its end by a rule, for this reason; nothing where none binds and none is on the table.
pub fn end_by_rule(case: &Case, reason: EndReason) -> Option<News> {
    let ended = Fact::EmbargoEnded { reason, proposed_by: None };
    case.embargo.state.is_open().then(|| ended.into())
}
