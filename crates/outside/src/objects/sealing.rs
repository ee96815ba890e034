//! Sealing a stream: pieces of 64 KiB under AES-256-GCM in the STREAM construction, in which a piece that
//! was changed, moved, left out or cut off does not open. The key is used for one object and no other,
//! so its nonce begins at nothing.

use aes_gcm::aead::stream::EncryptorBE32;
use aes_gcm::{Aes256Gcm, KeyInit as _};
use domain::attachment::FileKey;

/// How many bytes one piece holds.
pub(super) const PIECE: usize = 64 * 1024;
/// How much longer a piece is when it is sealed.
pub(super) const TAG: usize = 16;

/// A stream that is being sealed.
pub(super) struct Sealing {
    stream: EncryptorBE32<Aes256Gcm>,
    waiting: Vec<u8>,
}

pub(super) fn cipher(key: &FileKey) -> Aes256Gcm {
    Aes256Gcm::new(key.bytes().into())
}

impl Sealing {
    pub(super) fn new(key: &FileKey) -> Self {
        let stream = EncryptorBE32::from_aead(cipher(key), &Default::default());
        Self { stream, waiting: Vec::new() }
    }

    /// Take bytes until a piece is full that is not the last one: what is left to take, and the piece.
    pub(super) fn add<'b>(
        &mut self,
        bytes: &'b [u8],
    ) -> Result<(&'b [u8], Option<Vec<u8>>), String> {
        let room = PIECE - self.waiting.len();
        if bytes.len() <= room {
            self.waiting.extend_from_slice(bytes);
            return Ok((&[], None));
        }
        let (now, rest) = bytes.split_at(room);
        self.waiting.extend_from_slice(now);
        let sealed = self.stream.encrypt_next(self.waiting.as_slice());
        self.waiting.clear();
        Ok((rest, Some(sealed.map_err(|_| "the file is too long to be sealed".to_owned())?)))
    }

    /// The last piece.
    pub(super) fn last(self) -> Result<Vec<u8>, String> {
        let sealed = self.stream.encrypt_last(self.waiting.as_slice());
        sealed.map_err(|_| "the file is too long to be sealed".to_owned())
    }
}
