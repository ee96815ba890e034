//! An attachment as the fold knows it.

use crate::case::{By, Content};
use crate::words::{AttachmentId, Digest};
use jiff::Timestamp;
use std::fmt;

/// The key that opens one stored object. It is drawn for one attachment and kept in its event alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FileKey([u8; 32]);

impl FileKey {
    /// From 32 random bytes.
    pub fn from_chance(chance: [u8; 32]) -> Self {
        Self(chance)
    }

    /// For whoever seals and opens objects.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn read(text: &str) -> Option<Self> {
        hex::decode(text).ok()?.try_into().ok().map(Self)
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(hidden)")
    }
}

/// What is known of a file until its event is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name, made harmless.
    pub name: String,
    /// SHA-256 of what was received.
    pub sha256: Digest,
    /// How many bytes it has.
    pub length: u64,
    /// SHA-256 of what is stored, which is its name in the store of objects.
    pub object: Digest,
    /// What opens that.
    pub key: FileKey,
}

impl KeptFile {
    /// As content of an event.
    pub(super) fn content(&self) -> Content {
        Content::one("name", &self.name)
            .and("sha256", self.sha256.to_string())
            .and("length", self.length.to_string())
            .and("object", self.object.to_string())
            .and("key", hex::encode(self.key.bytes()))
    }

    pub(super) fn read(content: &Content) -> Option<Self> {
        Some(Self {
            name: content.get("name").to_owned(),
            sha256: Digest::read(content.get("sha256"))?,
            length: content.get("length").parse().ok()?,
            object: Digest::read(content.get("object"))?,
            key: FileKey::read(content.get("key"))?,
        })
    }
}

/// One attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id, which is its address.
    pub id: AttachmentId,
    /// The event that holds it.
    pub seq: u64,
    /// The event of the report or the message that it came with.
    pub of: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// The file; `None` when erased.
    pub file: Option<KeptFile>,
    /// Whether it is held back.
    pub held: bool,
}

impl Content {
    /// Without what opens the object of a file: nobody is shown that, whatever they may read.
    #[must_use]
    pub fn without_keys(mut self) -> Self {
        self.0.remove("key");
        self.0.remove("object");
        self
    }
}
