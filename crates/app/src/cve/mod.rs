//! CVE ids, worked by hand: what people asked for, got, wrote, approved, published and read back.
//! Nothing here speaks to a CVE service.

use crate::verb::Verb;

// registry: begin VERB Verb
mod approve;
mod assign;
mod confirm;
mod draft;
mod note;
mod reject;
mod request;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] = &[
    &approve::VERB,
    &assign::VERB,
    &confirm::VERB,
    &draft::VERB,
    &note::VERB,
    &reject::VERB,
    &request::VERB,
];
// registry: end
