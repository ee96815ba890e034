//! Write a note that only the team reads.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::intake;
use domain::words::Refusal;

/// Write a note that only the team reads.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "note",
    action: Action::WriteNote,
    says: "Write a note that only the team reads.",
    fields: &[Field::BODY],
    decide,
};

fn decide(_: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(intake::note(input.text("body"))?.into())
}
