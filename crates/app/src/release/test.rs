//! Say that a line is being tried.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::release;
use domain::words::Refusal;

/// Say that a line is being tried.
pub(super) const VERB: Verb = Verb {
    group: "release",
    name: "test",
    action: Action::AssessLine,
    says: "Say that you are trying whether a release line is affected.",
    fields: &[Field::LINE],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(release::test_line(asked.case, asked.policy, input.text("line"))?.into())
}
