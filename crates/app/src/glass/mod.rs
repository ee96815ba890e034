//! Break-glass: two auditors agree that one of them reads a case in which they have no part.

mod list;

pub(crate) use list::may_be_let_in;
pub use list::{Glasses, glasses};

use crate::verb::Verb;

// registry: begin VERB Verb
mod agree;
mod ask;
mod end;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] = &[&agree::VERB, &ask::VERB, &end::VERB];
// registry: end
