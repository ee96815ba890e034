//! Leave as a participant.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::party;
use domain::words::Refusal;

/// Leave as a participant.
pub(super) const VERB: Verb = Verb {
    group: "participant",
    name: "leave",
    action: Action::LeaveCase,
    says: "Leave the case, as a participant: you get nothing new from then on.",
    fields: &[Field::WHY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(party::leave(asked.case, asked.by, input.text("because"))?.into())
}
