//! Is it a vulnerability? Facts of a claim in, a verdict with cited clauses out.
//! Nothing here guesses: what is not known is asked for. Begin with [`judge`].

mod claim;
mod clause;
mod decide;
mod examples;
mod judge;
mod logic;
mod verdict;

pub(crate) use claim::no_choice;
pub use claim::{Claim, FactValue};
pub use clause::{Clause, ClauseKind, Effect, Example};
pub use decide::{
    accept, close, current_claim, invalidate, record_judgement, reported_claim, set_severity,
    validate,
};
pub use examples::run_examples;
pub use judge::judge;
pub(crate) use logic::DEPTH_MAX;
pub use logic::{Condition, Outcome, Test, Truth};
pub use verdict::{Cited, Verdict, VerdictKind};

#[cfg(test)]
mod tests;
