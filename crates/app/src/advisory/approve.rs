//! Approve the advisory to the letter.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::advisory;
use domain::words::Refusal;

/// Approve the advisory to the letter.
pub(super) const VERB: Verb = Verb {
    group: "advisory",
    name: "approve",
    action: Action::ApproveAdvisory,
    says: "Approve, as a second person, exactly the advisory with this digest.",
    fields: &[Field {
        name: "digest",
        kind: Kind::Line,
        required: true,
        says: "The digest shown beside the advisory you read.",
    }],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let seen = input.digest("digest")?;
    Ok(advisory::approve(asked.case, asked.policy, asked.by, seen)?.into())
}
