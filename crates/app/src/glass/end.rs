//! End the reading of a case, or take the wish back.

use crate::input::Input;
use crate::verb::{Asked, Decided, Verb};
use domain::access::Action;
use domain::case::glass;
use domain::words::Refusal;

/// End the reading of a case, or take the wish back.
pub(super) const VERB: Verb = Verb {
    group: "glass",
    name: "end",
    action: Action::BreakGlass,
    says: "End the reading of a case before its time, or take back the wish to read it.",
    fields: &[],
    decide,
};

fn decide(asked: &Asked, _: &Input) -> Result<Decided, Refusal> {
    Ok(glass::end(asked.case, asked.now)?.into())
}
