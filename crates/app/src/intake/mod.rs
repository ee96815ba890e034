//! Intake: a report arrives, and words are exchanged about it.

mod alike;
mod import;
mod submit;

pub use import::{Standing, import, standing};
pub(crate) use submit::{Along, secret_again, submit_along};
pub use submit::{Receipt, receipt_again, submit, submit_once, submit_with_files};

use crate::verb::Verb;

// registry: begin VERB Verb
mod answer;
mod ask;
mod contact;
mod note;
mod retest;
mod tried;
mod withdraw;
mod write;

/// Every file of this folder, in order of name.
pub const ALL: &[&Verb] = &[
    &answer::VERB,
    &ask::VERB,
    &contact::VERB,
    &note::VERB,
    &retest::VERB,
    &tried::VERB,
    &withdraw::VERB,
    &write::VERB,
];
// registry: end
