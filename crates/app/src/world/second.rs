//! Agree to keep an embargo in spite of attacks.

use crate::input::Input;
use crate::verb::{Asked, Decided, Verb};
use domain::access::Action;
use domain::words::Refusal;
use domain::world;

/// Agree to keep an embargo in spite of attacks.
pub(super) const VERB: Verb = Verb {
    group: "world",
    name: "second",
    action: Action::HoldEmbargo,
    says: "Agree, as a second person, to keep the embargo for a while in spite of attacks.",
    fields: &[],
    decide,
};

fn decide(asked: &Asked, _: &Input) -> Result<Decided, Refusal> {
    Ok(world::second(asked.case, asked.by, asked.now)?.into())
}
