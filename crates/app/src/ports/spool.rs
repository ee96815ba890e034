//! Where notices leave from.

use crate::mail::AckKind;
use async_trait::async_trait;
use domain::advisory::Advisory;
use domain::embargo::Public;
use domain::policy::Countdown;
use domain::words::Digest;
use jiff::Timestamp;

/// One announcement to one list. Its key makes a repeat harmless.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// Names this announcement for ever; part of its Message-ID.
    pub key: String,
    /// To whom.
    pub to: String,
    /// From whom.
    pub from: String,
    /// What it announces; only public things can be announced, and all words are written from it.
    pub about: Public<Advisory>,
}

/// One reminder to the team that a release line ends. It is about public dates and nothing else; all
/// words are written from it.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// Names this reminder for ever; part of its Message-ID.
    pub key: String,
    /// To whom.
    pub to: String,
    /// From whom.
    pub from: String,
    /// Which line, and when it ends.
    pub about: Countdown,
    /// When it is given.
    pub at: Timestamp,
}

/// One notice that a timer of a case went off. It holds titles of the policy and instants, and never
/// a word of the case; people outside are not even told which case it is.
#[derive(Debug, Clone)]
pub struct Told {
    /// Names this notice for ever; part of its Message-ID.
    pub key: String,
    /// To whom.
    pub to: String,
    /// From whom.
    pub from: String,
    /// Which case, for people of the team.
    pub case: Option<String>,
    /// Whether it is about the queue, and no case.
    pub desk: bool,
    /// What about.
    pub about: String,
    /// What it is, in a sentence.
    pub says: String,
    /// When it was due.
    pub due_at: Timestamp,
    /// When it is given.
    pub at: Timestamp,
    /// What names several notices of one case to one person, and nothing else.
    pub thread: Digest,
    /// What an answer carries, so that it finds the case.
    pub token: Option<String>,
    /// What the team wrote, and the key of whom it is for: it goes encrypted, or not at all.
    pub words: Option<(String, String)>,
}

/// One warning that somebody guesses at ids, secrets or log-ins. It holds a number and an instant:
/// nothing of who guessed, and nothing of what they asked for.
#[derive(Debug, Clone)]
pub struct Warning {
    /// Names this warning for ever; part of its Message-ID.
    pub key: String,
    /// To whom.
    pub to: String,
    /// From whom.
    pub from: String,
    /// How many guesses there were since the warning before.
    pub guesses: u64,
    /// When it is given.
    pub at: Timestamp,
}

/// One answer to a mail that came in.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Names this answer for ever; part of its Message-ID.
    pub key: String,
    /// To whom.
    pub to: String,
    /// From whom.
    pub from: String,
    /// What is answered.
    pub kind: AckKind,
    /// The Message-ID of what is answered.
    pub in_reply_to: Option<String>,
    /// The signed receipt of a report.
    pub receipt: Option<String>,
    /// What an answer carries.
    pub token: Option<String>,
    /// What opens the page of a report once.
    pub link: Option<String>,
    /// When it is given.
    pub at: Timestamp,
}

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsent {
    /// Not now, or nobody knows whether it did: it is tried again.
    #[error("{0}")]
    Later(String),
    /// Refused for good: to try again changes nothing until a person has looked.
    #[error("{0}")]
    Never(String),
}

impl From<String> for Unsent {
    fn from(says: String) -> Self {
        Unsent::Later(says)
    }
}

/// Hands announcements to the operator's mail system.
#[async_trait]
pub trait Spool: Send + Sync {
    /// Hand it over; the same key twice is handed over once.
    async fn announce(&self, announcement: &Announcement) -> Result<(), Unsent>;
    /// Hand a reminder over; the same key twice is handed over once.
    async fn remind(&self, reminder: &Reminder) -> Result<(), Unsent>;
    /// Hand a notice over; the same key twice is handed over once.
    async fn tell(&self, told: &Told) -> Result<(), Unsent>;
    /// Hand a warning over; the same key twice is handed over once.
    async fn warn(&self, warning: &Warning) -> Result<(), Unsent>;
    /// Hand an answer over; the same key twice is handed over once.
    async fn answer(&self, answer: &Answered) -> Result<(), Unsent>;
}
