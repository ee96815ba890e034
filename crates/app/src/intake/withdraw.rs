//! Withdraw a report, as its reporter.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Withdraw a report, as its reporter.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "withdraw",
    action: Action::Withdraw,
    says: "Withdraw a report: before it is confirmed that ends it, and nobody is bound any more; after that you leave, and the case goes on.",
    fields: &[Field::WHY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(triage::withdraw(asked.case, input.text("because"))?.into())
}
