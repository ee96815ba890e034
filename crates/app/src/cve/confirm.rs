//! Record that a CVE record is public, as it was read back.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::cve;
use domain::words::Refusal;

/// Record that a CVE record is public, as it was read back.
pub(super) const VERB: Verb = Verb {
    group: "cve",
    name: "confirm",
    action: Action::PublishCve,
    says: "Record that a CVE record is public, by the record as you read it back; it is compared with what was approved.",
    fields: &[
        Field::CVE,
        Field {
            name: "record",
            kind: Kind::Json,
            required: true,
            says: "The whole record as the list of CVE records shows it.",
        },
        Field {
            name: "listed",
            kind: Kind::Choice(&["published", "reserved"]),
            required: false,
            says: "What the service says of the id itself; published when left out. reserved: it is stuck.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let (entry, record) = (input.text("entry"), input.document("record"));
    let stuck = input.text("listed") == "reserved";
    Ok(cve::confirm(asked.case, entry, &record, stuck)?.into())
}
