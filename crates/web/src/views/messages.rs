//! The words exchanged about a case.

use super::files::{FileView, Shelf};
use crate::refuse::sentence;
use crate::when::When;
use domain::case::{Audience, By, Message};
use domain::mail::Checks;
use domain::policy::Policy;
use domain::words::visible;
use jiff::Timestamp;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MessageView {
    /// Its number in the timeline.
    pub(crate) seq: u64,
    /// Who wrote it.
    pub(crate) author: String,
    /// When.
    pub(crate) at: When,
    /// The text; `None` when erased.
    pub(crate) body: Option<String>,
    /// The files that came with it.
    pub(crate) files: Vec<FileView>,
    /// `reporter`, `team` or `note`.
    pub(crate) look: &'static str,
    /// What was checked of it, where it came by mail.
    pub(crate) badges: Vec<Badge>,
}

/// One thing that was checked of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Badge {
    /// How its chip looks.
    pub(crate) look: &'static str,
    /// What it says.
    pub(crate) says: String,
}

/// What was checked of a mail, for people.
pub(crate) fn badges(checks: &Checks) -> Vec<Badge> {
    let badge = |(good, says): (bool, String)| Badge {
        look: if good { "yes" } else { "no" },
        says: sentence(&visible(&says)),
    };
    let by_mail = Badge { look: "note", says: "By mail".to_owned() };
    std::iter::once(by_mail).chain(checks.badges().into_iter().map(badge)).collect()
}

/// These messages, with names as this reader sees them.
pub(crate) fn messages(
    list: &[Message],
    shelf: &Shelf<'_>,
    policy: &Policy,
    now: Timestamp,
    name: impl Fn(&By) -> String,
) -> Vec<MessageView> {
    list.iter()
        .map(|message| MessageView {
            seq: message.seq,
            author: name(&message.by),
            at: When::new(message.at, now, policy),
            body: message.body.as_deref().map(visible),
            files: shelf.of(message.seq),
            badges: message.mail.as_ref().map(badges).unwrap_or_default(),
            look: match (&message.to, &message.by) {
                (Audience::Team, _) => "note",
                (_, By::Participant(_)) => "reporter",
                (_, By::Reporter) => "reporter",
                _ => "team",
            },
        })
        .collect()
}
