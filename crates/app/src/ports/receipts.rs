//! Who signs receipts. Anybody can check one with nothing but the public key.

/// Signs what a receipt says.
pub trait Receipts: Send + Sync {
    /// This text with a signature below it, as a signed note (c2sp.org/signed-note).
    fn sign(&self, text: &str) -> Result<String, String>;
    /// The public keys that receipts of this instance are checked with, the one in use first.
    fn keys(&self) -> Result<Vec<String>, String>;
}
