//! Ask the reporter to try the fix.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Ask the reporter to try the fix.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "retest",
    action: Action::WriteReporter,
    says: "Ask the reporter to try the fix; where it is, is written in a message.",
    fields: &[Field::WHY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(triage::ask_retest(asked.case, input.text("because"))?.into())
}
