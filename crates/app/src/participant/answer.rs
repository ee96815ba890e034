//! Write to the team as a participant.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::party;
use domain::words::Refusal;

/// Write to the team as a participant.
pub(super) const VERB: Verb = Verb {
    group: "participant",
    name: "answer",
    action: Action::Answer,
    says: "Write to the team as a participant, in your own channel.",
    fields: &[Field::BODY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(party::answer(asked.case, asked.by, input.text("body"))?.into())
}
