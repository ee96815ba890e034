//! Accept a confirmed case and give it a handler.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Accept a confirmed case and give it a handler.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "accept",
    action: Action::TakeCase,
    says: "Accept a confirmed case once every supported line is assessed, or hand it over; you become its handler, or name one.",
    fields: &[Field {
        name: "handler",
        kind: Kind::Account,
        required: false,
        says: "The account that handles it; you, when left out.",
    }],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let handler = input.account("handler")?;
    Ok(triage::accept(asked.case, asked.policy, asked.by, handler, asked.now)?.into())
}
