//! Mark a report as a duplicate of another one.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::PartyId;
use domain::words::Refusal;

/// Mark a report as a duplicate of another one.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "duplicate",
    action: Action::JoinCases,
    says: "Join a report to the case that it repeats: its reporter takes part there, in a channel of their own.",
    fields: &[
        Field {
            name: "of",
            kind: Kind::Case,
            required: true,
            says: "The case that it repeats, by id; one that is not a duplicate itself.",
        },
        Field::WHY,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let party = PartyId::from_chance(asked.fresh.id);
    let because = input.text("because");
    let (case, other, policy) = (asked.case, asked.other, asked.policy);
    let (news, other) = triage::mark_duplicate(case, other, policy, party, because, asked.now)?;
    Ok(Decided { news, other, ..Decided::default() })
}
