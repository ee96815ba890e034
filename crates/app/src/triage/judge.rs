//! Have the threat model judge stated facts.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::triage;
use domain::words::Refusal;

/// Have the threat model judge stated facts.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "judge",
    action: Action::JudgeClaim,
    says: "State the facts of the claim and record what the threat model says of them.",
    fields: &[Field {
        name: "claim",
        kind: Kind::Facts,
        required: false,
        says: "Facts by name; those of the report when left out.",
    }],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let claim = input.claim("claim")?.unwrap_or_else(|| triage::current_claim(asked.case));
    let bare = |(fact, said): &(&String, &triage::Said)| {
        said.note.is_some() && !claim.get(fact).is_known()
    };
    if let Some((fact, _)) = claim.said.iter().find(bare) {
        let says = format!("claim: {fact}: there is evidence, but no answer that it is for");
        return Err(Refusal::new("claim", says));
    }
    let (_, news) =
        triage::record_judgement(asked.case, (asked.policy, asked.then), &claim, asked.now)?;
    Ok(news.into())
}
