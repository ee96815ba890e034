//! Agree that an embargo ends early, as the second person.

use crate::input::Input;
use crate::verb::{Asked, Decided, Verb};
use domain::access::Action;
use domain::embargo;
use domain::words::Refusal;

/// Agree that an embargo ends early, as the second person.
pub(super) const VERB: Verb = Verb {
    group: "embargo",
    name: "confirm",
    action: Action::ConfirmEmbargoEnd,
    says: "Agree, as a second person, that the embargo ends now.",
    fields: &[],
    decide,
};

fn decide(asked: &Asked, _: &Input) -> Result<Decided, Refusal> {
    Ok(embargo::confirm_end(asked.case, asked.by)?.into())
}
