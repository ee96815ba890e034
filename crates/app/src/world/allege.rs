//! Say that something is so in the world.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::words::Refusal;
use domain::world;

/// Say that something is so in the world.
pub(super) const VERB: Verb = Verb {
    group: "world",
    name: "allege",
    action: Action::AllegeFact,
    says: "Say that the matter or an exploit is public, or that it is being attacked; two people of the team decide.",
    fields: &[
        Field {
            name: "what",
            kind: Kind::Choice(&["public", "exploit", "attacks"]),
            required: true,
            says: "What is so: the matter is public, an exploit is public, or it is being attacked.",
        },
        Field {
            name: "source",
            kind: Kind::Line,
            required: true,
            says: "Where it can be seen: an address or a place.",
        },
        Field {
            name: "evidence",
            kind: Kind::Text,
            required: false,
            says: "What was seen there, in words.",
        },
        Field {
            name: "capture",
            kind: Kind::Line,
            required: false,
            says: "The SHA-256 of what you captured, 64 hexadecimal digits.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let capture = input.maybe_digest("capture")?;
    let texts = (input.text("source"), input.text("evidence"));
    Ok(world::allege(asked.case, asked.by, input.word("what")?, texts, capture)?.into())
}
