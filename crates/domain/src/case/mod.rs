//! The case: a fold over its journal. Facts and decisions are stored; the phase is derived.
//! Begin with `event`, then `state` and `fold`.

mod chain;
mod deadlines;
mod decision;
mod event;
mod fold;
mod moves;
mod phase;
mod report;
mod state;
mod violations;

pub use chain::{Broken, Head, Link, Unreadable, extend, read_event, verify};
pub use deadlines::{first_due, restart, start_clocks, stop};
pub use decision::{AtReceipt, Decided, Judgement, Review, ReviewOutcome};
pub use event::{
    Affect, Audience, By, Content, Due, Dues, EVENT_SCHEMA, EndReason, Event, Fact, News,
    Resolution, Terms,
};
pub use fold::{Misfit, apply, fold};
pub use moves::{Move, State, step};
pub use phase::Phase;
pub use report::{REPORT_MOVES, ReportState};
pub use state::{
    AcceptedRules, Approval, Case, ClockState, Embargo, EndProposal, Exit, Fix, LineState, Message,
    Proposal, PublishedAs,
};
pub use violations::{Violation, violations};

#[cfg(test)]
mod tests;
