//! Ask for an embargo to end early.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::embargo;
use domain::words::Refusal;

/// Ask for an embargo to end early.
pub(super) const VERB: Verb = Verb {
    group: "embargo",
    name: "end",
    action: Action::ProposeEmbargoEnd,
    says: "Ask for the embargo to end before its instant; a second person must agree.",
    fields: &[
        Field {
            name: "reason",
            kind: Kind::Choice(&[
                "public-info",
                "exploit-public",
                "attacks",
                "fix-ready",
                "consensus",
                "breach",
                "legal",
            ]),
            required: true,
            says: "The kind of reason.",
        },
        Field { name: "because", kind: Kind::Text, required: true, says: "Why, in words." },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let reason = input.word("reason")?;
    Ok(embargo::propose_end(asked.case, reason, input.text("because"))?.into())
}
