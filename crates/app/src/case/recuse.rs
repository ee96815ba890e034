//! Keep a person out of a case.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Keep a person out of a case.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "recuse",
    action: Action::Recuse,
    says: "Keep a person, yourself or another, out of a case: they can neither read nor do anything in it. Another only with the right to let them in again, and never the last who may take the case.",
    fields: &[
        Field {
            name: "account",
            kind: Kind::Account,
            required: false,
            says: "The account; yours, when left out.",
        },
        Field::BECAUSE,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let nobody = || Refusal::new("I11", "only a person with an account can be kept out");
    let account = input.account("account")?.or_else(|| asked.by.account().cloned());
    let account = account.ok_or_else(nobody)?;
    Ok(triage::recuse(asked.case, &account, input.text("because"))?.into())
}
