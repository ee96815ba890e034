//! Withdraw a report, as its reporter.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::intake;
use domain::words::Refusal;

/// Withdraw a report, as its reporter.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "withdraw",
    action: Action::Withdraw,
    says: "Withdraw a report that is not yet confirmed; nobody is bound any more.",
    fields: &[Field { name: "because", kind: Kind::Text, required: false, says: "Why, in words." }],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(intake::withdraw(asked.case, input.text("because"))?.into())
}
