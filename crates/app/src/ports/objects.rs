//! Where files are kept: sealed while they stream, under the digest of what is stored. Whoever has no
//! key of an object has nothing but its length.

use async_trait::async_trait;
use domain::attachment::FileKey;
use domain::words::Digest;
use futures::stream::BoxStream;
use jiff::Timestamp;

/// A file as it comes back, piece by piece; what was changed or cut is an error, never silent.
pub type Chunks = BoxStream<'static, Result<Vec<u8>, String>>;

/// What is known of an object once it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of what is stored, and its name.
    pub object: Digest,
    /// SHA-256 of what was given.
    pub sha256: Digest,
    /// How many bytes were given.
    pub length: u64,
}

/// An object on its way. One that is dropped before it is finished leaves nothing behind.
#[async_trait]
pub trait Incoming: Send {
    /// More of it.
    async fn write(&mut self, bytes: &[u8]) -> Result<(), String>;
    /// That was all. It is on disk when this returns.
    async fn finish(self: Box<Self>) -> Result<Kept, String>;
}

/// The store of objects.
#[async_trait]
pub trait Objects: Send + Sync {
    /// Begin to keep something, sealed with this key.
    async fn begin(&self, key: &FileKey) -> Result<Box<dyn Incoming>, String>;
    /// Read one from its beginning. Its first piece was looked at when this returns.
    async fn open(&self, object: &Digest, key: &FileKey) -> Result<Chunks, String>;
    /// Remove one; one that is not there is removed.
    async fn remove(&self, object: &Digest) -> Result<(), String>;
    /// The names of all that were stored before this instant. What was begun before it and never
    /// finished is removed on the way.
    async fn before(&self, instant: Timestamp) -> Result<Vec<Digest>, String>;
}
