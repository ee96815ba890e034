//! Secrets that are shown once: tracking tokens, sessions, invitations, API tokens.

use super::Digest;
use std::fmt;

/// A secret in the clear. Never stored; only its [`Digest`] is.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// From 32 random bytes, with a prefix that tells people and scanners what it opens.
    pub fn from_chance(prefix: &str, chance: [u8; 32]) -> Self {
        Self(format!("{prefix}_{}", hex::encode(chance)))
    }

    /// As somebody typed it.
    pub fn read(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// In the clear, to be shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored and compared.
    pub fn digest(&self) -> Digest {
        Digest::of_parts(&[b"vulnerary secret", self.0.as_bytes()])
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}
