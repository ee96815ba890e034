//! The case as a whole: the queue, one case, closing it, erasing from it.

mod queue;
mod show;

pub use queue::{QueuePage, queue};
pub use show::{Offer, Rating, Shown, show};

use crate::verb::Verb;

// registry: begin VERB Verb
mod close;
mod redact;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] = &[&close::VERB, &redact::VERB];
// registry: end
