//! Release lines: which are affected, where the fixes are.

mod endings;

pub use endings::{Endings, endings, endings_among};

use crate::verb::Verb;

// registry: begin VERB Verb
mod assess;
mod fix;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] = &[&assess::VERB, &fix::VERB];
// registry: end
