//! Opening what was sealed, piece by piece. What does not open is an error, and nothing of its piece is
//! handed out.

use super::sealing::{PIECE, TAG, cipher};
use aes_gcm::Aes256Gcm;
use aes_gcm::aead::stream::DecryptorBE32;
use app::ports::objects::Chunks;
use domain::attachment::FileKey;
use futures::{StreamExt as _, TryStreamExt as _, stream};

const SEALED: usize = PIECE + TAG;

struct Opening {
    stored: Chunks,
    waiting: Vec<u8>,
    /// `None` after the last piece.
    stream: Option<DecryptorBE32<Aes256Gcm>>,
}

impl Opening {
    /// The next piece; `None` when there was a last one.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        let Some(mut stream) = self.stream.take() else { return Ok(None) };
        while self.waiting.len() <= SEALED
            && let Some(more) = self.stored.try_next().await?
        {
            self.waiting.extend(more);
        }
        let changed = |_| "it is not what was stored: it was changed or cut off".to_owned();
        if self.waiting.len() > SEALED {
            let rest = self.waiting.split_off(SEALED);
            let piece = std::mem::replace(&mut self.waiting, rest);
            let opened = stream.decrypt_next(piece.as_slice()).map_err(changed)?;
            self.stream = Some(stream);
            return Ok(Some(opened));
        }
        stream.decrypt_last(self.waiting.as_slice()).map(Some).map_err(changed)
    }
}

/// The pieces of what was sealed with this key; the first one is opened before this returns.
pub(super) async fn open(stored: Chunks, key: &FileKey) -> Result<Chunks, String> {
    let stream = DecryptorBE32::from_aead(cipher(key), &Default::default());
    let mut opening = Opening { stored, waiting: Vec::new(), stream: Some(stream) };
    let first = opening.next().await?;
    let rest = stream::try_unfold(opening, async |mut opening| {
        Ok(opening.next().await?.map(|piece| (piece, opening)))
    });
    let first = stream::iter(first.map(Ok));
    Ok(first.chain(rest).boxed())
}
