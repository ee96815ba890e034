//! Leave an affected line without a fix.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::release;
use domain::words::Refusal;

/// Leave an affected line without a fix.
pub(super) const VERB: Verb = Verb {
    group: "release",
    name: "decline",
    action: Action::RecordFix,
    says: "Record that an affected line gets no fix, and why; the advisory says so.",
    fields: &[Field::LINE, Field::BECAUSE],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let (line, because) = (input.text("line"), input.text("because"));
    Ok(release::decline_fix(asked.case, asked.policy, line, because)?.into())
}
