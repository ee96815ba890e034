//! Record the fix of a release line.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::release;
use domain::words::Refusal;

/// Record the fix of a release line.
pub(super) const VERB: Verb = Verb {
    group: "release",
    name: "fix",
    action: Action::RecordFix,
    says: "Record that the fix of an affected line is ready in a version, with what shows that it works; a second person then looks at it.",
    fields: &[
        Field { name: "line", kind: Kind::Line, required: true, says: "The release line." },
        Field {
            name: "version",
            kind: Kind::Line,
            required: true,
            says: "The version that will hold the fix.",
        },
        Field {
            name: "commit",
            kind: Kind::Line,
            required: false,
            says: "Where the fix is: a commit or a link; only the team sees it.",
        },
        Field {
            name: "proof",
            kind: Kind::Choice(&["reproduced", "exception"]),
            required: true,
            says: "reproduced: it was seen before and is not seen on the fix; exception: nothing could be shown.",
        },
        Field {
            name: "because",
            kind: Kind::Text,
            required: true,
            says: "What was seen before and on the fix, or why nothing could be.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let given = release::FixGiven {
        version: input.text("version").trim(),
        commit: input.given("commit"),
        proof: input.word("proof")?,
        because: input.text("because"),
    };
    Ok(release::record_fix(asked.case, asked.policy, input.text("line"), given)?.into())
}
