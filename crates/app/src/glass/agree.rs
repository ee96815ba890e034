//! Agree that an auditor reads a case.

use crate::input::Input;
use crate::verb::{Asked, Decided, Verb};
use domain::access::Action;
use domain::case::glass;
use domain::words::Refusal;

/// Agree that an auditor reads a case.
pub(super) const VERB: Verb = Verb {
    group: "glass",
    name: "agree",
    action: Action::AgreeGlass,
    says: "Agree, as a second person, that the auditor who asked reads the case for 4 hours; the lead and the reporter hear of it afterwards.",
    fields: &[],
    decide,
};

fn decide(asked: &Asked, _: &Input) -> Result<Decided, Refusal> {
    Ok(glass::agree(asked.case, asked.by, asked.now)?.into())
}
