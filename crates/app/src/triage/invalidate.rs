//! Refuse a report.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Refuse a report.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "invalidate",
    action: Action::DecideValidity,
    says: "Refuse the report, citing the rules of its judgement; one rated high or critical by somebody else than who judged it.",
    fields: &[Field::AGAINST],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(triage::invalidate(asked.case, asked.by, input.text("because"))?.into())
}
