//! The case as a whole: lists of cases, one case, closing it, erasing from it.

mod agenda;
mod apart;
mod bulk;
mod filter;
mod kept_out;
mod metrics;
mod moves;
mod offers;
mod packet;
mod queue;
mod saved;
mod show;
mod staff;
mod tied;

pub use agenda::{
    Agenda, Date, OpaqueDate, agenda, close_calendar, opaque_agenda, open_calendar, own_calendar,
    reference, with_calendar,
};
pub use apart::Shared;
pub(crate) use apart::shown_to;
pub use bulk::{BULK_MAX, Moved, apply_bulk, bulk_verbs, not_there, plan_bulk};
pub use filter::{CaseFilter, FILTER_FIELDS};
pub(crate) use kept_out::{KeptOut, kept_out, kept_out_key};
pub use metrics::{Period, metrics};
pub use moves::{MoveNow, moves};
pub use offers::Offer;
pub use packet::packet;
pub use queue::{BEHIND_MOST, QueuePage, list, queue, waiting_behind};
pub use saved::{filter, filters, forget_filter, keep_filter};
pub(crate) use show::seated;
pub use show::{Rating, Shown, show, show_with_moves};
pub(crate) use staff::keep_staffed;
pub(crate) use tied::{tied, tied_by_now};

use crate::verb::Verb;

// registry: begin VERB Verb
mod close;
mod quarantine;
mod readmit;
mod recuse;
mod redact;
mod reopen;
mod seen;
mod split;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] = &[
    &close::VERB,
    &quarantine::VERB,
    &readmit::VERB,
    &recuse::VERB,
    &redact::VERB,
    &reopen::VERB,
    &seen::VERB,
    &split::VERB,
];
// registry: end
