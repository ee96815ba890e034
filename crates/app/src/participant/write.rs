//! Write to one participant.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::party;
use domain::words::Refusal;

/// Write to one participant.
pub(super) const VERB: Verb = Verb {
    group: "participant",
    name: "write",
    action: Action::WriteParticipant,
    says: "Write to one participant, in their own channel; refused until they accepted the terms that hold.",
    fields: &[
        Field { name: "party", kind: Kind::Party, required: true, says: "The participant, by id." },
        Field::BODY,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let party = input.party("party")?;
    Ok(party::write(asked.case, &party, input.text("body"))?.into())
}
