//! The embargo: terms, consent, an early end by two people.

use crate::verb::Verb;

// registry: begin VERB Verb
mod accept;
mod confirm;
mod end;
mod propose;
mod reject;
mod retract;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] =
    &[&accept::VERB, &confirm::VERB, &end::VERB, &propose::VERB, &reject::VERB, &retract::VERB];
// registry: end
