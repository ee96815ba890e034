//! Note something about a CVE id.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::cve;
use domain::words::Refusal;

/// Note something about a CVE id.
pub(super) const VERB: Verb = Verb {
    group: "cve",
    name: "note",
    action: Action::WriteNote,
    says: "Note something about a CVE id; what was recorded stays as it is.",
    fields: &[Field::CVE, Field::BODY],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(cve::note(asked.case, input.text("entry"), input.text("body"))?.into())
}
