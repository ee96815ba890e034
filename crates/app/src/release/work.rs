//! Begin with the fix of a line.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::release;
use domain::words::Refusal;

/// Begin with the fix of a line.
pub(super) const VERB: Verb = Verb {
    group: "release",
    name: "work",
    action: Action::RecordFix,
    says: "Say that you work on the fix of an affected line.",
    fields: &[Field::LINE],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(release::start_fix(asked.case, asked.policy, input.text("line"))?.into())
}
