//! Appeal against a sanction, as the reporter.

use super::lift::NUMBER;
use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::sanction;
use domain::words::Refusal;

/// Appeal.
pub(super) const VERB: Verb = Verb {
    group: "sanction",
    name: "appeal",
    action: Action::Appeal,
    says: "Appeal against a sanction as its reporter: once, and in the time that the policy gives. \
           Somebody else than who decided answers.",
    fields: &[
        NUMBER,
        Field {
            name: "because",
            kind: Kind::Text,
            required: true,
            says: "What speaks against it, 1 to 10,000 characters.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let (number, says) = (input.text("number"), input.text("because"));
    Ok(sanction::appeal(asked.case, number, says, asked.now)?.into())
}
