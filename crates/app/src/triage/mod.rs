//! Triage: judging a claim, deciding validity, setting severity.

mod near;
mod preview;
mod touched;

pub use near::{near, reviews};
pub use preview::{Preview, preview};
pub use touched::{Touched, TouchedCase, touched};

use crate::verb::Verb;

// registry: begin VERB Verb
mod accept;
mod defer;
mod duplicate;
mod invalidate;
mod judge;
mod resume;
mod review;
mod severity;
mod validate;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] = &[
    &accept::VERB,
    &defer::VERB,
    &duplicate::VERB,
    &invalidate::VERB,
    &judge::VERB,
    &resume::VERB,
    &review::VERB,
    &severity::VERB,
    &validate::VERB,
];
// registry: end
