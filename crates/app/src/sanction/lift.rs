//! Lift a sanction before its time.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::sanction;
use domain::words::Refusal;

/// Which sanction of the case is meant.
pub(super) const NUMBER: Field = Field {
    name: "number",
    kind: Kind::Line,
    required: false,
    says: "Its number in this case; needed when there are several.",
};

/// Why, in words that go to the reporter.
pub(super) const REASON: Field = Field {
    name: "because",
    kind: Kind::Text,
    required: true,
    says: "Why; its reporter reads this.",
};

/// End it early.
pub(super) const VERB: Verb = Verb {
    group: "sanction",
    name: "lift",
    action: Action::SanctionReporter,
    says: "Lift a sanction before its time, with a reason that its reporter reads.",
    fields: &[NUMBER, REASON],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(sanction::lift(asked.case, input.text("number"), input.text("because"))?.into())
}
