//! Accept proposed embargo terms.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::embargo;
use domain::words::Refusal;

/// Accept proposed embargo terms.
pub(super) const VERB: Verb = Verb {
    group: "embargo",
    name: "accept",
    action: Action::AcceptEmbargo,
    says: "Accept the terms that the other side proposed.",
    fields: &[Field {
        name: "terms",
        kind: Kind::Line,
        required: false,
        says: "The digest of the terms that you read; with it, no others are accepted.",
    }],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let seen = input.maybe_digest("terms")?;
    Ok(embargo::accept(asked.case, asked.policy, asked.by, seen, asked.now)?.into())
}
