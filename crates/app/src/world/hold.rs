//! Ask to keep an embargo in spite of attacks.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::words::Refusal;
use domain::world;

/// Ask to keep an embargo in spite of attacks.
pub(super) const VERB: Verb = Verb {
    group: "world",
    name: "hold",
    action: Action::HoldEmbargo,
    says: "Ask to keep the embargo for a while in spite of attacks; without a second person it ends.",
    fields: &[
        Field {
            name: "until",
            kind: Kind::Instant,
            required: true,
            says: "Until when: 2026-12-24T10:00:00Z, or local time of the project.",
        },
        Field::BECAUSE,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let until = input.instant("until", asked.policy)?;
    let because = input.text("because");
    Ok(world::hold(asked.case, asked.policy, until, because, asked.now)?.into())
}
