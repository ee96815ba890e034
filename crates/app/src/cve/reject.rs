//! Record that a CVE id was rejected.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::cve;
use domain::words::Refusal;

/// Record that a CVE id was rejected.
pub(super) const VERB: Verb = Verb {
    group: "cve",
    name: "reject",
    action: Action::PublishCve,
    says: "Record that a CVE id was rejected, or that the request for it came to nothing, and why.",
    fields: &[Field::CVE, Field::BECAUSE],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(cve::reject(asked.case, input.text("entry"), input.text("because"))?.into())
}
