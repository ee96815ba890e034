//! Dismiss what was said about the world.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::words::Refusal;
use domain::world;

/// Dismiss what was said about the world.
pub(super) const VERB: Verb = Verb {
    group: "world",
    name: "dismiss",
    action: Action::ConfirmFact,
    says: "Dismiss what was said about the world; what is confirmed cannot be dismissed.",
    fields: &[
        Field {
            name: "what",
            kind: Kind::Choice(&["public", "exploit", "attacks"]),
            required: true,
            says: "What is so: the matter is public, an exploit is public, or it is being attacked.",
        },
        Field::BECAUSE,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(world::dismiss(asked.case, input.word("what")?, input.text("because"))?.into())
}
