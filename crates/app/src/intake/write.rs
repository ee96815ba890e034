//! Write to the reporter.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::intake;
use domain::words::Refusal;

/// Write to the reporter.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "write",
    action: Action::WriteReporter,
    says: "Write to the reporter; a first message acknowledges the report.",
    fields: &[Field::BODY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(intake::write(asked.case, asked.policy, input.text("body"), asked.now)?.into())
}
