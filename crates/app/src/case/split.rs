//! Split a part off a case.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::party::{Part, split};
use domain::words::{CaseId, PartyId, Refusal, Secret};

/// Split a part off a case.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "split",
    action: Action::JoinCases,
    says: "Split a part off into a case of its own; the embargo goes with it, and the reporter takes part.",
    fields: &[
        Field {
            name: "title",
            kind: Kind::Line,
            required: true,
            says: "The title of the new case, 1 to 200 characters.",
        },
        Field {
            name: "body",
            kind: Kind::Text,
            required: true,
            says: "What the new case is about, 1 to 50,000 characters.",
        },
        Field::WHY,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let id = CaseId::from_chance(asked.fresh.id);
    let part = Part {
        id: id.clone(),
        party: PartyId::from_chance(asked.fresh.second),
        secret: Secret::from_chance("none", asked.fresh.secret).digest(),
    };
    let texts = (input.text("title"), input.text("body"), input.text("because"));
    let (here, there) = split(asked.case, part, texts, asked.now)?;
    Ok(Decided { news: vec![here], opens: Some((id, there)), ..Decided::default() })
}
