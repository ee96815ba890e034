//! Ask to read a case without a part in it.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Verb};
use domain::access::Action;
use domain::case::glass;
use domain::words::Refusal;

/// Ask to read a case without a part in it.
pub(super) const VERB: Verb = Verb {
    group: "glass",
    name: "ask",
    action: Action::BreakGlass,
    says: "Ask to read a case in which you have no part; a second person agrees within 24 hours, and then you can read it for 4 hours.",
    fields: &[Field::BECAUSE],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    Ok(glass::ask(asked.case, asked.now, input.text("because"))?.into())
}
