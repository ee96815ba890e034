//! What events make of the way to a reporter.

use super::Contact;
use crate::case::{Case, Event, Fact};

/// One event more.
pub(crate) fn apply(case: &mut Case, event: &Event) {
    match &event.fact {
        Fact::ContactGiven { thread, .. } => {
            let text = |key: &str| {
                let text = event.content.as_ref().map(|content| content.get(key).to_owned());
                text.filter(|text| !text.is_empty())
            };
            case.contact = Contact {
                address: text("address"),
                key: text("key"),
                token: text("token"),
                thread: *thread,
                unreachable_since: None,
            };
        }
        Fact::Unreachable => case.contact.unreachable_since = Some(event.at),
        _ => {}
    }
}
