//! Open a closed report again.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Open a closed report again.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "reopen",
    action: Action::ReopenCase,
    says: "Open a closed report again, as a new episode; what was measured before stays as it is.",
    fields: &[Field::BECAUSE],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let because = input.text("because");
    Ok(triage::reopen(asked.case, asked.policy, asked.by, because, asked.now)?.into())
}
