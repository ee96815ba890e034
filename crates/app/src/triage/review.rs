//! Look at what a changed policy says otherwise.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::case::ReviewOutcome;
use domain::triage;
use domain::words::Refusal;

/// Look at what a changed policy says otherwise.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "review",
    action: Action::DecideValidity,
    says: "Answer a review that a changed policy opened: the decision stands, is reversed as a precedent, or is taken again.",
    fields: &[
        Field {
            name: "outcome",
            kind: Kind::Choice(&["stands", "reversed", "again"]),
            required: true,
            says: "What comes of it.",
        },
        Field { name: "because", kind: Kind::Text, required: true, says: "Why, in words." },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let outcome: ReviewOutcome = input.word("outcome")?;
    Ok(triage::review(asked.case, outcome, input.text("because"))?.into())
}
