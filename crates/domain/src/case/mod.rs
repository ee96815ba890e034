//! The case: a fold over its journal. Facts and decisions are stored; the phase is derived.
//! Begin with `event`, then `state` and `fold`.

mod bare;
mod chain;
mod deadlines;
mod decision;
mod event;
mod fact;
mod fold;
pub mod glass;
mod history;
mod invariants;
mod line;
mod moves;
mod notices;
pub mod packet;
mod phase;
mod priority;
mod report;
mod report_fold;
mod state;
mod timer_rows;
mod timers;

pub use chain::{Broken, Head, Link, Unreadable, extend, read_event, verify, verify_facts};
pub use deadlines::{
    NEEDS_INFO, first_due, pause, restart, resume, start_clocks, stop, wait_for_answer,
};
pub use decision::{AtReceipt, Decided, Judgement, Review, ReviewOutcome};
pub use event::{Audience, By, Content, Due, Dues, EVENT_SCHEMA, Event, News, Pause};
pub use fact::Fact;
pub use fold::{Misfit, apply, fold};
pub use history::{
    HAPPENED, Happened, PREFERRED, Quality, forced, history, is_possible, next, quality,
    with_forced,
};
pub use invariants::{
    Check, INVARIANTS, Invariant, Step, Violation, apply_checked, fold_checked, violated_by,
    violations,
};
pub use line::{Affect, Fix, LineState, Proof};
pub use moves::{Move, State, step};
pub use notices::{Notice, addresses_of, notices};
pub use phase::Phase;
pub use priority::Priority;
pub use report::{REPORT_MOVES, ReportState, Resolution};
pub use state::{
    AcceptedRules, Approval, Case, ClockState, Episode, Joined, Message, PublishedAs, Retest, Split,
};
pub use timer_rows::{Hears, TIMERS, TimerRow};
pub use timers::{Timer, ended, fire, next_timer, timers};

pub use crate::embargo::{Embargo, EndProposal, EndReason, Exit, Proposal, Side, Terms};

#[cfg(test)]
mod tests;
