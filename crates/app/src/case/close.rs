//! Close a case.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Close a case.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "close",
    action: Action::CloseCase,
    says: "Close a case that was refused, put off or accepted; nobody stays bound by its embargo.",
    fields: &[
        Field {
            name: "resolution",
            kind: Kind::Choice(&[
                "resolved",
                "not-a-vulnerability",
                "out-of-scope",
                "not-reproducible",
                "duplicate",
                "wont-fix",
                "informative",
                "abandoned",
                "spam",
            ]),
            required: true,
            says: "How it ended.",
        },
        Field {
            name: "because",
            kind: Kind::Text,
            required: false,
            says: "Why, in words; needed unless it is resolved.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let resolution = input.word("resolution")?;
    Ok(triage::close(asked.case, asked.original, resolution, input.text("because"))?.into())
}
