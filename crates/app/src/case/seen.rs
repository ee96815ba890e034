//! Say that one has read a report that two people must read.

use crate::input::Input;
use crate::verb::{Asked, Decided, Verb};
use domain::access::Action;
use domain::sanction;
use domain::words::Refusal;

/// Be one of the two.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "seen",
    action: Action::WriteNote,
    says: "Say that you have read the whole report, as one of the two people who must before a report \
           from somebody under a sanction is closed.",
    fields: &[],
    decide,
};

fn decide(asked: &Asked, _: &Input) -> Result<Decided, Refusal> {
    Ok(sanction::seen(asked.case, asked.by)?.into())
}
