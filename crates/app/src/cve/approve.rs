//! Approve the record of a CVE id to the letter.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::cve;
use domain::words::Refusal;

/// Approve the record of a CVE id to the letter.
pub(super) const VERB: Verb = Verb {
    group: "cve",
    name: "approve",
    action: Action::ApproveCve,
    says: "Approve, as a second person, exactly the CVE record with this digest.",
    fields: &[
        Field::CVE,
        Field {
            name: "digest",
            kind: Kind::Line,
            required: true,
            says: "The digest shown beside the record you read.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let seen = input.digest("digest")?;
    Ok(cve::approve(asked.case, input.text("entry"), seen, asked.by)?.into())
}
