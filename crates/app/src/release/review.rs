//! Look at a fix as a second person.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::release;
use domain::words::Refusal;

/// Look at a fix as a second person.
pub(super) const VERB: Verb = Verb {
    group: "release",
    name: "review",
    action: Action::ReviewFix,
    says: "Say, as a second person, whether exactly this fix is good; found wanting, it goes back to work.",
    fields: &[
        Field::LINE,
        Field {
            name: "fix",
            kind: Kind::Line,
            required: true,
            says: "The digest of the fix you read, as its page and --json show it.",
        },
        Field {
            name: "verdict",
            kind: Kind::Choice(&["good", "wanting"]),
            required: true,
            says: "What you found.",
        },
        Field {
            name: "because",
            kind: Kind::Text,
            required: false,
            says: "Why; needed if it is found wanting.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let seen = (input.digest("fix")?, input.text("verdict") == "good");
    let (line, because) = (input.text("line"), input.text("because"));
    Ok(release::review_fix(asked.case, line, seen, asked.by, because)?.into())
}
