//! Files that come with a report or a message: received while they stream, named by an event, fetched by
//! who may read what they came with. Begin with `receive`; a message with files is performed by
//! [`crate::perform_with_files`], a report by [`crate::intake::submit_with_files`].

mod fetch;
mod receive;
mod stored;

pub use fetch::{Download, PREVIEW_MAX, Preview, fetch, preview};
pub use receive::Files;
pub use stored::{StoredFile, stored_files};

use crate::verb::Verb;
use domain::attachment::{Received, attach};
use domain::case::{Case, Fact, News};
use domain::policy::Policy;
use domain::words::Refusal;

/// Whether files may come with this verb: with every one that writes a message.
pub fn takes_files(verb: &Verb) -> bool {
    verb.fields.iter().any(|field| field.name == "body")
}

/// The place of the message among these news.
fn message(news: &[News]) -> Option<usize> {
    news.iter().position(|one| {
        matches!(
            one.fact,
            Fact::MessageSent { .. }
                | Fact::InfoAsked { .. }
                | Fact::ReporterWrote { .. }
                | Fact::PartyWrote { .. }
        )
    })
}

/// Record these files beside the message that was decided on.
pub(crate) fn with_files(
    case: &Case,
    policy: &Policy,
    news: &mut Vec<News>,
    files: &[Received],
) -> Result<(), Refusal> {
    if files.is_empty() {
        return Ok(());
    }
    let place = message(news).ok_or_else(|| {
        Refusal::new("attachments", "files come with a message, and this is none")
    })?;
    let of = case.version + 1 + place as u64;
    news.extend(attach(&case.attachments, &policy.attachments, of, files)?);
    Ok(())
}
