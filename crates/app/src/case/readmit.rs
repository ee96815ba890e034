//! Let a person take part in a case again.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Let a person take part in a case again.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "readmit",
    action: Action::LiftRecusal,
    says: "Let a person take part in a case again who was kept out of it.",
    fields: &[
        Field { name: "account", kind: Kind::Account, required: true, says: "The account." },
        Field::BECAUSE,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let nobody = || Refusal::new("I11", "name the account that was kept out");
    let account = input.account("account")?.ok_or_else(nobody)?;
    Ok(triage::readmit(asked.case, &account, input.text("because"))?.into())
}
