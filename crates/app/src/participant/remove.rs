//! End a participant's access.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::party;
use domain::words::Refusal;

/// End a participant's access.
pub(super) const VERB: Verb = Verb {
    group: "participant",
    name: "remove",
    action: Action::InviteParticipant,
    says: "End a participant's access to the case, from now on.",
    fields: &[
        Field { name: "party", kind: Kind::Party, required: true, says: "The participant, by id." },
        Field::BECAUSE,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let party = input.party("party")?;
    Ok(party::remove(asked.case, &party, input.text("because"))?.into())
}
