//! Write to the team, as the reporter.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::intake;
use domain::words::Refusal;

/// Write to the team, as the reporter.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "answer",
    action: Action::Answer,
    says: "Write to the team as the reporter; supplies what was asked for.",
    fields: &[Field::BODY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(intake::reporter_writes(asked.case, asked.policy, input.text("body"), asked.now)?.into())
}
