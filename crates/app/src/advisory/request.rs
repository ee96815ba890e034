//! Ask for approval of the advisory.

use crate::input::Input;
use crate::verb::{Asked, Decided, Verb};
use domain::access::Action;
use domain::advisory;
use domain::words::Refusal;

/// Ask for approval of the advisory.
pub(super) const VERB: Verb = Verb {
    group: "advisory",
    name: "request",
    action: Action::WriteAdvisory,
    says: "Ask a second person to approve the advisory as it now stands.",
    fields: &[],
    decide,
};

fn decide(asked: &Asked, _: &Input) -> Result<Decided, Refusal> {
    Ok(advisory::ask_approval(asked.case, asked.policy)?.into())
}
