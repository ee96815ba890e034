//! Sanctions on reporters: imposed, lifted, appealed against, answered; and who is known again when
//! something comes from them. Nothing is refused to anybody by a sanction.

mod list;
mod over;
mod standing;

pub use list::{Listed, barred, list};
pub(crate) use over::{OVER, over, work as clear};
pub(crate) use standing::{bar, keys, of_address};

use crate::verb::Verb;

// registry: begin VERB Verb
mod answer;
mod appeal;
mod impose;
mod lift;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] = &[&answer::VERB, &appeal::VERB, &impose::VERB, &lift::VERB];
// registry: end
