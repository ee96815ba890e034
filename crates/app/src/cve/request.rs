//! Ask for a CVE id.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::cve::{self, CveSource};
use domain::words::Refusal;

/// Ask for a CVE id.
pub(super) const VERB: Verb = Verb {
    group: "cve",
    name: "request",
    action: Action::RequestCve,
    says: "Record that a CVE id was asked for, and from whom.",
    fields: &[
        Field {
            name: "from",
            kind: Kind::Choice(CveSource::WORDS),
            required: true,
            says: "own: the project assigns its own ids; foundation: the CNA of the foundation; other: another CNA.",
        },
        Field::WHOM,
        Field::ABOUT,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let words = (input.text("whom"), input.text("about"));
    Ok(cve::request(asked.case, input.word("from")?, words)?.into())
}
