//! What is so in the world: said by anybody, confirmed by two.

use crate::verb::Verb;

// registry: begin VERB Verb
mod allege;
mod confirm;
mod dismiss;
mod hold;
mod second;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] =
    &[&allege::VERB, &confirm::VERB, &dismiss::VERB, &hold::VERB, &second::VERB];
// registry: end
