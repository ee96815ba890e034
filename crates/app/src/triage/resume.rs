//! Take a report up again that was put off.

use crate::input::Input;
use crate::verb::{Asked, Decided, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Take a report up again that was put off.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "resume",
    action: Action::TakeCase,
    says: "Take a report up again that was put off.",
    fields: &[],
    decide,
};

fn decide(asked: &Asked, _: &Input) -> Result<Decided, Refusal> {
    Ok(triage::resume(asked.case, asked.by)?.into())
}
