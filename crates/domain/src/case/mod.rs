//! The case: a fold over its journal. Facts and decisions are stored; the phase is derived.
//! Begin with `event`, then `state` and `fold`.

mod chain;
mod deadlines;
mod decision;
mod event;
mod fold;
mod history;
mod invariants;
mod moves;
mod phase;
mod report;
mod state;

pub use chain::{Broken, Head, Link, Unreadable, extend, read_event, verify};
pub use deadlines::{first_due, restart, start_clocks, stop};
pub use decision::{AtReceipt, Decided, Judgement, Review, ReviewOutcome};
pub use event::{
    Affect, Audience, By, Content, Due, Dues, EVENT_SCHEMA, EndReason, Event, Fact, News,
    Resolution, Terms,
};
pub use fold::{Misfit, apply, fold};
pub use history::{
    HAPPENED, Happened, PREFERRED, Quality, forced, history, is_possible, next, quality,
    with_forced,
};
pub use invariants::{
    Check, INVARIANTS, Invariant, Step, Violation, apply_checked, fold_checked, violated_by,
    violations,
};
pub use moves::{Move, State, step};
pub use phase::Phase;
pub use report::{REPORT_MOVES, ReportState};
pub use state::{
    AcceptedRules, Approval, Case, ClockState, Embargo, EndProposal, Exit, Fix, LineState, Message,
    Proposal, PublishedAs,
};

#[cfg(test)]
mod tests;
