//! Accept proposed embargo terms.

use crate::verb::{Asked, Decided, Input, Verb};
use domain::access::Action;
use domain::embargo;
use domain::words::Refusal;

/// Accept proposed embargo terms.
pub(super) const VERB: Verb = Verb {
    group: "embargo",
    name: "accept",
    action: Action::AcceptEmbargo,
    says: "Accept the terms that the other side proposed.",
    fields: &[],
    decide,
};

fn decide(asked: &Asked, _: &Input) -> Result<Decided, Refusal> {
    Ok(embargo::accept(asked.case, asked.by, asked.now)?.into())
}
