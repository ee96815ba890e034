//! Write the record of a CVE id.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::cve;
use domain::words::Refusal;

/// Write the record of a CVE id.
pub(super) const VERB: Verb = Verb {
    group: "cve",
    name: "draft",
    action: Action::WriteCve,
    says: "Write the record that is to be published under a CVE id, or a change of it; an earlier approval is void.",
    fields: &[
        Field::CVE,
        Field {
            name: "container",
            kind: Kind::Json,
            required: true,
            says: "The CNA container, alone or in a whole record: affected, descriptions, references.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let container = input.document("container");
    Ok(cve::draft(asked.case, input.text("entry"), &container)?.into())
}
