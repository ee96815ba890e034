//! Sanctions on reporters who broke a rule of the policy: for which rule, on what evidence, decided by
//! whom, told to whom, until when, and what became of an appeal. A sanction closes no door: what its
//! reporter sends is received as anybody's, read by two people, and not paid. Begin with [`impose`].

mod apply;
mod decide;
mod state;

pub(crate) use apply::apply;
pub use decide::{Imposed, appeal, decide_appeal, impose, lapse, lift, may_impose, seen};
pub use state::{
    APPEAL_MOVES, Appeal, AppealState, Conduct, READERS_NEEDED, SANCTION_MOVES, Sanction,
    SanctionState, SanctionTerms,
};

use crate::case::Case;
use jiff::Timestamp;

/// What the timers of sanctions are called, before the number of the sanction in its case; no clock of a
/// pack can be called so.
pub(crate) const SANCTION: &str = "sanction:";

/// When sanctions of this case end by themselves: the timer, and when.
pub(crate) fn due(case: &Case) -> impl Iterator<Item = (String, Timestamp)> {
    let running = case.conduct.sanctions.iter().filter(|one| one.state == SanctionState::Running);
    running.filter_map(|one| Some((format!("{SANCTION}{}", one.number), one.terms.until?)))
}

#[cfg(test)]
mod tests;
