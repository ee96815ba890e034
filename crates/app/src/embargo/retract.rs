//! Take back terms that one's own side proposed.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::embargo;
use domain::words::Refusal;

/// Take back terms that one's own side proposed.
pub(super) const VERB: Verb = Verb {
    group: "embargo",
    name: "retract",
    action: Action::ProposeEmbargo,
    says: "Take back terms that your own side proposed.",
    fields: &[
        Field {
            name: "terms",
            kind: Kind::Line,
            required: false,
            says: "The digest of the terms that you read; needed when several are on the table.",
        },
        Field::WHY,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let seen = input.given("terms").map(|_| input.digest("terms")).transpose()?;
    Ok(embargo::retract(asked.case, asked.by, seen, input.text("because"))?.into())
}
