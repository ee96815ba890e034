//! Take back terms that one's own side proposed.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::embargo;
use domain::words::Refusal;

/// Take back terms that one's own side proposed.
pub(super) const VERB: Verb = Verb {
    group: "embargo",
    name: "retract",
    action: Action::ProposeEmbargo,
    says: "Take back terms that your own side proposed.",
    fields: &[Field::TERMS, Field::WHY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let seen = input.maybe_digest("terms")?;
    Ok(embargo::retract(asked.case, asked.by, seen, input.text("because"))?.into())
}
