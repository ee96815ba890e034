//! Answer an appeal, as somebody else than who sanctioned.

use super::lift::{NUMBER, REASON};
use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::sanction;
use domain::words::Refusal;

/// Answer it.
pub(super) const VERB: Verb = Verb {
    group: "sanction",
    name: "answer",
    action: Action::DecideAppeal,
    says: "Answer a reporter's appeal, as somebody else than who sanctioned: the sanction stands, or is \
           overturned, also for what came under it.",
    fields: &[
        NUMBER,
        Field {
            name: "stands",
            kind: Kind::Choice(&["yes", "no"]),
            required: true,
            says: "Whether the sanction stands.",
        },
        REASON,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let (number, because) = (input.text("number"), input.text("because"));
    let upheld = input.text("stands") == "yes";
    Ok(sanction::decide_appeal(asked.case, asked.by, number, upheld, because)?.into())
}
