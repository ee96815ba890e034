//! Erase the content of one event.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::case::{Content, Fact};
use domain::words::Refusal;

/// Erase the content of one event.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "redact",
    action: Action::Redact,
    says: "Erase the content of one event; a tombstone stays and the chain still verifies.",
    fields: &[
        Field {
            name: "event",
            kind: Kind::Line,
            required: true,
            says: "The event's number in the timeline, from 1.",
        },
        Field { name: "because", kind: Kind::Text, required: true, says: "Why, in words." },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let event = input.text("event").trim().parse::<u64>().ok();
    let event =
        event.filter(|event| (1..=asked.case.version).contains(event)).ok_or_else(|| {
            let says = format!("event: a number from 1 to {}", asked.case.version);
            Refusal::new("I22", says)
        })?;
    let because = Content::one("because", input.text("because"));
    let news = vec![Fact::Redacted { event }.with(because)];
    Ok(Decided { news, erase: Some(event), ..Decided::default() })
}
