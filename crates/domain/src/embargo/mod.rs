//! The embargo: its machine, its decisions, and the one door through which anything becomes public.

mod apply;
mod decide;
mod disclose;
mod early;
mod needed;
mod options;
mod standing;
mod state;
mod terms;

pub(crate) use apply::apply;
pub use decide::{accept, expire, propose, propose_default, reject, retract};
pub use disclose::{Candidate, Public, PublishedRow, candidate, disclose};
pub use early::{confirm_end, end_by_rule, ends_by_itself, propose_end};
pub use needed::{Needed, needed};
pub use options::{NoticeOption, notice_options};
pub use standing::{Embargo, EndProposal, Exit, Proposal, Side};
pub use state::{EMBARGO_MOVES, EmbargoState};
pub use terms::{EndReason, Terms, Tlp};

#[cfg(test)]
mod tests;
