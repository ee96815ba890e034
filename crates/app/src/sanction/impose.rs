//! Sanction the reporter of a case.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::sanction::{self, Imposed};
use domain::words::Refusal;

/// Sanction the reporter.
pub(super) const VERB: Verb = Verb {
    group: "sanction",
    name: "impose",
    action: Action::SanctionReporter,
    says: "Sanction the reporter for a rule that was broken, on evidence; they are told, and may appeal.",
    fields: &[
        Field {
            name: "rule",
            kind: Kind::Line,
            required: true,
            says: "The rule for reporters that was broken, by its id.",
        },
        Field {
            name: "sanction",
            kind: Kind::Line,
            required: true,
            says: "One that the rule can lead to, by its id.",
        },
        Field {
            name: "event",
            kind: Kind::Line,
            required: true,
            says: "The event that shows it; 1 is the report.",
        },
        Field {
            name: "of",
            kind: Kind::Case,
            required: false,
            says: "The case of this event, where it is another one.",
        },
        Field {
            name: "until",
            kind: Kind::Instant,
            required: false,
            says: "When a ban ends by itself.",
        },
        Field {
            name: "for_good",
            kind: Kind::Choice(&["yes"]),
            required: false,
            says: "That a ban has no end.",
        },
        Field {
            name: "because",
            kind: Kind::Text,
            required: true,
            says: "What the evidence shows, for the team.",
        },
        Field {
            name: "notice",
            kind: Kind::Text,
            required: true,
            says: "What the reporter reads on their page.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let until = input.given("until").map(|_| input.instant("until", asked.policy)).transpose()?;
    let what = Imposed {
        rule: input.text("rule"),
        sanction: input.text("sanction"),
        event: input.text("event"),
        of: asked.other,
        until,
        for_good: input.given("for_good").is_some(),
        because: input.text("because"),
        notice: input.text("notice"),
    };
    Ok(sanction::impose(asked.case, asked.policy, asked.by, &what, asked.now)?.into())
}
