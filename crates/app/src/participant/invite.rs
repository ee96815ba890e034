//! Invite a vendor, a coordinator or a recipient.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::party;
use domain::words::{PartyId, Refusal, Secret};

/// Invite a vendor, a coordinator or a recipient.
pub(super) const VERB: Verb = Verb {
    group: "participant",
    name: "invite",
    action: Action::InviteParticipant,
    says: "Invite somebody from outside: they see the terms first, and content only once they accepted them.",
    fields: &[
        Field {
            name: "role",
            kind: Kind::Choice(&["vendor", "coordinator", "recipient"]),
            required: true,
            says: "As what they take part.",
        },
        Field {
            name: "name",
            kind: Kind::Line,
            required: true,
            says: "How they are called, 1 to 200 characters.",
        },
        Field {
            name: "address",
            kind: Kind::Line,
            required: false,
            says: "Where they are written to; notices hold no content.",
        },
        Field {
            name: "because",
            kind: Kind::Text,
            required: false,
            says: "A line to go with the invitation; they read it before they are bound.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let party = PartyId::from_chance(asked.fresh.id);
    let secret = Secret::from_chance("part", asked.fresh.secret);
    let texts = (input.text("name"), input.text("address"), input.text("because"));
    let ids = (party, secret.digest());
    let news = party::invite(asked.case, input.word("role")?, texts, ids, asked.now)?;
    Ok(Decided { news: vec![news], secret: Some(secret), ..Decided::default() })
}
