//! Confirm a report.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Confirm a report.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "validate",
    action: Action::DecideValidity,
    says: "Confirm that the report is a vulnerability, citing the rules of its judgement.",
    fields: &[Field::AGAINST],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(triage::validate(asked.case, input.text("because"))?.into())
}
