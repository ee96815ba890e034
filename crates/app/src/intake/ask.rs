//! Ask the reporter for something that is missing.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::intake;
use domain::words::Refusal;

/// Ask the reporter for something that is missing.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "ask",
    action: Action::AskReporter,
    says: "Ask the reporter for something that is missing; the report waits for the answer.",
    fields: &[Field::BODY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(intake::ask(asked.case, asked.policy, input.text("body"), asked.now)?.into())
}
