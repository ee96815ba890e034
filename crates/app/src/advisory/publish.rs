//! Publish the approved advisory.

use crate::input::Input;
use crate::verb::{Asked, Decided, Verb};
use domain::access::Action;
use domain::advisory;
use domain::words::Refusal;

/// Publish the approved advisory.
pub(super) const VERB: Verb = Verb {
    group: "advisory",
    name: "publish",
    action: Action::PublishAdvisory,
    says: "Publish the approved advisory everywhere at once; this cannot be undone.",
    fields: &[],
    decide,
};

fn decide(asked: &Asked, _: &Input) -> Result<Decided, Refusal> {
    let (public, news) = advisory::publish(asked.case, asked.policy, asked.next_number, asked.now)?;
    Ok(Decided { news, publish: Some(public), ..Decided::default() })
}
