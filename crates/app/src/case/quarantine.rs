//! Hold a file back, or let it go.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::attachment;
use domain::words::Refusal;

/// Hold a file back, or let it go.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "quarantine",
    action: Action::WriteNote,
    says: "Hold a file back, or let it go: while it is held, nobody outside gets it, and the team only when it says so.",
    fields: &[
        Field {
            name: "attachment",
            kind: Kind::Line,
            required: true,
            says: "The file, by its id.",
        },
        Field {
            name: "held",
            kind: Kind::Choice(&["yes", "no"]),
            required: true,
            says: "Whether it is held back.",
        },
        Field::WHY,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let held = input.text("held") == "yes";
    let because = input.text("because");
    Ok(attachment::hold(asked.case, input.text("attachment"), held, because)?.into())
}
