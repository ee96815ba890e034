//! Do not want terms that another side proposed.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::embargo;
use domain::words::Refusal;

/// Do not want terms that another side proposed.
pub(super) const VERB: Verb = Verb {
    group: "embargo",
    name: "reject",
    action: Action::AcceptEmbargo,
    says: "Say no to terms that another side proposed; those that hold keep holding.",
    fields: &[Field::TERMS, Field::WHY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let seen = input.maybe_digest("terms")?;
    Ok(embargo::reject(asked.case, asked.by, seen, input.text("because"))?.into())
}
