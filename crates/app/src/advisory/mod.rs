//! The advisory: writing, a second person's approval, publication.

mod merge;
mod read;

pub use merge::{Merge, merge};
pub use read::{
    PublicPage, changed_public, every_public, public_advisory, public_advisory_number, public_page,
    public_revision,
};

use crate::verb::Verb;

// registry: begin VERB Verb
mod approve;
mod publish;
mod request;
mod write;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] = &[&approve::VERB, &publish::VERB, &request::VERB, &write::VERB];
// registry: end
