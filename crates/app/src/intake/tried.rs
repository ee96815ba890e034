//! Say, as the reporter, whether the fix helps.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Say, as the reporter, whether the fix helps.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "tried",
    action: Action::Answer,
    says: "Say, as the reporter, whether the fix helps; if it does not, it goes back to work.",
    fields: &[
        Field {
            name: "helps",
            kind: Kind::Choice(&["yes", "no"]),
            required: true,
            says: "Whether it no longer happens.",
        },
        Field {
            name: "because",
            kind: Kind::Text,
            required: false,
            says: "What you saw; needed if it still happens.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let passed = input.text("helps") == "yes";
    Ok(triage::retested(asked.case, passed, input.text("because"))?.into())
}
