//! Decline the terms as a participant.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::party;
use domain::words::Refusal;

/// Decline the terms as a participant.
pub(super) const VERB: Verb = Verb {
    group: "participant",
    name: "decline",
    action: Action::LeaveCase,
    says: "Decline the terms, as a participant: you get no content, and may still change your mind.",
    fields: &[Field::WHY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(party::decline(asked.case, asked.by, input.text("because"))?.into())
}
