//! What reads mail that came in, and keeps the key behind links and digests of addresses.

use domain::mail::Arrived;
use domain::words::Digest;

/// What mail servers told each other about a mail.
#[derive(Debug, Clone, Default)]
pub struct Envelope {
    /// Whether it came from nobody, as what must not be answered does.
    pub null_sender: bool,
    /// To whom.
    pub recipients: Vec<String>,
}

/// Reads mail.
pub trait Post: Send + Sync {
    /// Read a mail; what was signed is checked with these keys of a person. Never fails on a stranger:
    /// `Err` says why it is no mail at all.
    fn read(&self, raw: &[u8], envelope: &Envelope, keys: &[String]) -> Result<Arrived, String>;

    /// A digest of these words under a key that is in no database.
    fn keyed(&self, words: &[&[u8]]) -> Result<Digest, String>;
}
