//! Put a confirmed report off.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Put a confirmed report off.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "defer",
    action: Action::TakeCase,
    says: "Put a confirmed report off until a day on which it is looked at again.",
    fields: &[
        Field {
            name: "until",
            kind: Kind::Instant,
            required: true,
            says: "When it is looked at again; not later than the policy allows.",
        },
        Field::BECAUSE,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let until = input.instant("until", asked.policy)?;
    Ok(triage::defer(asked.case, asked.policy, until, input.text("because"), asked.now)?.into())
}
