//! What the store keeps of sealing. Keys are only kept under a master key, which no store has.

use serde::{Deserialize, Serialize};

/// The key of what is sealed for one owner, under a master key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealingKey {
    /// Whose: a stream, or what is common to the instance.
    pub owner: String,
    /// The id of the master key that opens it.
    pub master: String,
    /// The key, sealed.
    #[serde(with = "domain::words::hex_bytes")]
    pub wrapped: Vec<u8>,
    /// The key is there already, under this master key; nothing for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// Sealed texts of a stream, instead of what stood there in the clear. What was erased stays erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reseal {
    /// The stream.
    pub stream: String,
    /// Contents by the number of their event; the salt is within.
    pub contents: Vec<(u64, Sealed)>,
    /// The title in the queue, where the stream is a case's.
    pub title: Option<String>,
}

/// Sealed bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(#[serde(with = "domain::words::hex_bytes")] pub Vec<u8>);
