//! What the store keeps of mail that came in.

use domain::words::{CaseId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailState {
    /// It is in a case.
    Case,
    /// A person is to look at it.
    Waiting,
    /// A machine sent it; it was not kept.
    Automatic,
    /// It told that a mail of ours did not arrive.
    Bounce,
    /// A person has looked and put it aside.
    Aside,
}

impl MailState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Case, Self::Waiting, Self::Automatic, Self::Bounce, Self::Aside];

    /// As the store writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Waiting => "waiting",
            Self::Automatic => "automatic",
            Self::Bounce => "bounce",
            Self::Aside => "aside",
        }
    }
}

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    /// Of its Message-ID and body.
    pub id: Digest,
    /// When it came.
    pub at: Timestamp,
    /// A keyed digest of the address it says it is from.
    pub sender: Digest,
    /// What became of it.
    pub state: MailState,
    /// In which case it is.
    pub case: Option<CaseId>,
    /// When its sender was answered by the program.
    pub acked_at: Option<Timestamp>,
    /// What whoever has its address can prove that with.
    pub challenge: Option<Digest>,
    /// When they did.
    pub confirmed_at: Option<Timestamp>,
    /// What a person who looks at it sees, as the use case wants it back; empty when nobody needs to.
    pub says: String,
    /// The whole mail in base64, while somebody may need it.
    pub raw: String,
}
