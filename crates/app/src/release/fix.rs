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
    says: "Record that the fix of an affected line is ready in a version.",
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
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let (line, version) = (input.text("line"), input.text("version").trim());
    let commit = input.given("commit");
    Ok(release::record_fix(asked.case, asked.policy, line, version, commit)?.into())
}
