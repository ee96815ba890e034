//! Propose embargo terms.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::embargo::{self, Terms, Tlp};
use domain::words::{Digest, Refusal};

/// Propose embargo terms.
pub(super) const VERB: Verb = Verb {
    group: "embargo",
    name: "propose",
    action: Action::ProposeEmbargo,
    says: "Propose embargo terms, or new ones while the old ones hold.",
    fields: &[
        Field {
            name: "ends_at",
            kind: Kind::Instant,
            required: true,
            says: "Until when: 2026-12-24T10:00:00Z, or local time of the project.",
        },
        Field {
            name: "tlp",
            kind: Kind::Choice(&["red", "amber-strict", "amber"]),
            required: false,
            says: "How far content may travel, by the Traffic Light Protocol; amber when left out.",
        },
        Field {
            name: "scope",
            kind: Kind::Text,
            required: false,
            says: "What is kept back and who may know, where that is not the usual; a consent binds it.",
        },
        Field {
            name: "because",
            kind: Kind::Text,
            required: false,
            says: "Why, in words; needed to move an end that was agreed.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let ends_at = input.instant("ends_at", asked.policy)?;
    let (scope, because) = (input.text("scope").trim(), input.text("because"));
    let terms = Terms {
        tlp: input.given("tlp").map_or(Ok(Tlp::default()), |_| input.word("tlp"))?,
        scope: Some(scope).filter(|scope| !scope.is_empty()).map(|s| Digest::of(s.as_bytes())),
        ..Terms::until(ends_at, &asked.policy.calendar.zone)
    };
    let wish = (terms, scope, because);
    Ok(embargo::propose(asked.case, asked.policy, asked.by, wish, asked.now)?.into())
}
