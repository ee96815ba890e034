//! Propose embargo terms.

use crate::verb::{Asked, Decided, Field, Input, Kind, Verb};
use domain::access::Action;
use domain::embargo;
use domain::words::Refusal;

/// Propose embargo terms.
pub(super) const VERB: Verb = Verb {
    group: "embargo",
    name: "propose",
    action: Action::ProposeEmbargo,
    says: "Propose embargo terms, or new ones while the old ones hold.",
    fields: &[
        Field {
            name: "ends_at",
            kind: Kind::Instant,
            required: true,
            says: "Until when: 2026-12-24T10:00:00Z, or local time of the project.",
        },
        Field { name: "because", kind: Kind::Text, required: false, says: "Why, in words." },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let ends_at = input.instant("ends_at", asked.policy)?;
    let because = input.text("because");
    Ok(embargo::propose(asked.case, asked.policy, ends_at, because, asked.now)?.into())
}
