//! What events make of attachments.

use super::state::{Attachment, KeptFile};
use crate::case::{Case, Event, Fact};

/// One event more.
pub(crate) fn apply(case: &mut Case, event: &Event) {
    match &event.fact {
        Fact::Attached { attachment, of } => case.attachments.push(Attachment {
            id: attachment.clone(),
            seq: event.seq,
            of: *of,
            at: event.at,
            by: event.by.clone(),
            file: event.content.as_ref().and_then(KeptFile::read),
            held: false,
        }),
        Fact::AttachmentHeld { attachment, held } => {
            let it = case.attachments.iter_mut().find(|one| one.id == *attachment);
            it.into_iter().for_each(|one| one.held = *held);
        }
        _ => {}
    }
}
