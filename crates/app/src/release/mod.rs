//! Release lines: which are affected, where the fixes are.

mod endings;

pub use endings::{Endings, endings, endings_among};

use crate::verb::Verb;

// registry: begin VERB Verb
mod assess;
mod decline;
mod fix;
mod review;
mod test;
mod work;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] =
    &[&assess::VERB, &decline::VERB, &fix::VERB, &review::VERB, &test::VERB, &work::VERB];
// registry: end
