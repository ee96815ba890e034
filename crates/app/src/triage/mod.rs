//! Triage: judging a claim, deciding validity, setting severity.

mod preview;

pub use preview::{Preview, preview};

use crate::verb::Verb;

// registry: begin VERB Verb
mod accept;
mod invalidate;
mod judge;
mod severity;
mod validate;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] =
    &[&accept::VERB, &invalidate::VERB, &judge::VERB, &severity::VERB, &validate::VERB];
// registry: end
