//! Confirm that something is so in the world.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::words::Refusal;
use domain::world;

/// Confirm that something is so in the world.
pub(super) const VERB: Verb = Verb {
    group: "world",
    name: "confirm",
    action: Action::ConfirmFact,
    says: "Confirm what was said about the world; with a second person it holds for good, and the embargo ends where it must.",
    fields: &[
        Field {
            name: "what",
            kind: Kind::Choice(&["public", "exploit", "attacks"]),
            required: true,
            says: "What is so: the matter is public, an exploit is public, or it is being attacked.",
        },
        Field {
            name: "breach",
            kind: Kind::Party,
            required: false,
            says: "The participant from whom it came, when somebody broke the embargo; or the word reporter.",
        },
        Field::WHY,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let breach = input.party_or_reporter("breach")?;
    let who = (asked.by, asked.now);
    let why = (breach, input.text("because"));
    Ok(world::confirm(asked.case, asked.policy, input.word("what")?, who, why)?.into())
}
