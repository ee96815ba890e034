//! Those who take part from outside: invited, written to, heard, and let go.

use crate::verb::Verb;

// registry: begin VERB Verb
mod answer;
mod decline;
mod invite;
mod leave;
mod remove;
mod write;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] =
    &[&answer::VERB, &decline::VERB, &invite::VERB, &leave::VERB, &remove::VERB, &write::VERB];
// registry: end
