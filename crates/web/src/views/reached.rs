//! How a reporter is told that there is something to read, and whom else they can turn to.

use crate::when::When;
use domain::case::Case;
use domain::policy::{Contact, Policy};
use domain::words::visible;
use jiff::Timestamp;

/// How the reporter is told that there is something to read.
pub(crate) struct Reached {
    pub(crate) at: Option<String>,
    pub(crate) key: bool,
    pub(crate) lost: Option<When>,
}

impl Reached {
    pub(crate) fn of(case: &Case, policy: &Policy, now: Timestamp) -> Self {
        let contact = &case.contact;
        Self {
            at: contact.address.as_deref().map(visible),
            key: contact.key.is_some(),
            lost: contact.unreachable_since.map(|at| When::new(at, now, policy)),
        }
    }
}

/// Whom a reporter can turn to when nobody answers.
pub(crate) fn escalation(policy: &Policy) -> Vec<Contact> {
    policy.contacts.iter().filter(|contact| contact.how == "escalation").cloned().collect()
}
