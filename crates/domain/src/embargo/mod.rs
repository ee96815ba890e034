//! The embargo: its machine, its decisions, and the one door through which anything becomes public.

mod decide;
mod disclose;
mod state;

pub(crate) use decide::no_valid_report;
pub use decide::{
    accept, confirm_end, ends_by_itself, expire, propose, propose_default, propose_end,
};
pub use disclose::{Candidate, Public, PublishedRow, candidate, disclose};
pub use state::{EMBARGO_MOVES, EmbargoState};
