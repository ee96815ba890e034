//! Set the severity.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Set the severity.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "severity",
    action: Action::SetSeverity,
    says: "Set the severity, with its CVSS vector where there is one.",
    fields: &[
        Field {
            name: "severity",
            kind: Kind::Choice(&["none", "low", "medium", "high", "critical"]),
            required: true,
            says: "How bad it is.",
        },
        Field {
            name: "vector",
            kind: Kind::Line,
            required: false,
            says: "A CVSS 3.0, 3.1 or 4.0 vector.",
        },
        Field {
            name: "because",
            kind: Kind::Text,
            required: false,
            says: "Why, in words; needed to rate it otherwise than the vector does.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let severity = input.word("severity")?;
    let (vector, because) = (input.given("vector"), input.text("because"));
    let rating = (severity, vector);
    Ok(triage::set_severity(asked.case, asked.policy, rating, because, asked.now)?.into())
}
