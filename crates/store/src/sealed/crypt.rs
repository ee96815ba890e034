//! Sealing and opening: XChaCha20-Poly1305 with nonces that are drawn, and what is bound to each. Sealed
//! bytes are a byte for the form, the nonce, and the rest; sealed text is that in base64 behind a mark.

use app::ports::chance::Chance;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::words::Digest;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The form in which everything is sealed now.
pub(super) const FORM: u8 = 1;
/// How sealed text begins.
const MARK: &str = "~1~";
const NONCE: usize = 24;

/// A key. It leaves memory with whoever holds it, and no message shows it.
#[derive(Clone)]
pub(super) struct Key(pub(super) Zeroizing<[u8; 32]>);

/// Why sealed bytes give nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Shut {
    /// The key is another one, or they were changed, cut, or taken from another place.
    #[error("it does not open: it was changed, or taken from another place")]
    Changed,
    /// A newer version wrote them.
    #[error("a newer version of this program sealed it")]
    Newer,
    /// They are not sealed, where everything is.
    #[error("it is not sealed, and everything here is: somebody else wrote it")]
    Plain,
}

/// What sealed bytes are bound to: what they are for, and their place.
pub(super) fn place(parts: &[&[u8]]) -> Digest {
    Digest::of_parts(parts)
}

impl Key {
    pub(super) fn drawn(chance: &dyn Chance) -> Self {
        Self(Zeroizing::new(chance.secret()))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.as_slice().into())
    }

    /// Seal this for this place, and for no other.
    pub(super) fn seal(&self, chance: &dyn Chance, plain: &[u8], place: &Digest) -> Vec<u8> {
        let drawn = chance.secret();
        let nonce = &drawn[..NONCE];
        let payload = Payload { msg: plain, aad: place.bytes() };
        let sealed = self.cipher().encrypt(XNonce::from_slice(nonce), payload);
        let sealed = sealed.expect("no text here is as long as the cipher allows");
        [&[FORM], nonce, &sealed].concat()
    }

    /// Open what was sealed for this place.
    pub(super) fn open(&self, sealed: &[u8], place: &Digest) -> Result<Zeroizing<Vec<u8>>, Shut> {
        let (form, rest) = sealed.split_first().ok_or(Shut::Changed)?;
        if *form != FORM {
            return Err(Shut::Newer);
        }
        let (nonce, msg) = rest.split_at_checked(NONCE).ok_or(Shut::Changed)?;
        let payload = Payload { msg, aad: place.bytes() };
        let plain = self.cipher().decrypt(XNonce::from_slice(nonce), payload);
        plain.map(Zeroizing::new).map_err(|_| Shut::Changed)
    }

    /// The same as text.
    pub(super) fn seal_text(&self, chance: &dyn Chance, plain: &str, place: &Digest) -> String {
        let sealed = self.seal(chance, plain.as_bytes(), place);
        format!("{MARK}{}", URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Back from text.
    pub(super) fn open_text(&self, sealed: &str, place: &Digest) -> Result<String, Shut> {
        let sealed = sealed.strip_prefix(MARK).ok_or(Shut::Plain)?;
        let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| Shut::Changed)?;
        let plain = self.open(&sealed, place)?;
        String::from_utf8(plain.to_vec()).map_err(|_| Shut::Changed)
    }

    /// What this is found by: alike for alike, and telling nothing to whoever has no key.
    pub(super) fn blind(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_slice())
            .expect("a key of any length makes a code");
        mac.update(Digest::of_parts(&[purpose.as_bytes(), value]).bytes());
        mac.finalize().into_bytes().into()
    }

    /// The same as text of so many bytes.
    pub(super) fn blind_text(&self, purpose: &str, value: &str, bytes: usize) -> String {
        let blind = self.blind(purpose, value.as_bytes());
        URL_SAFE_NO_PAD.encode(&blind[..bytes])
    }
}

/// Whether this text is sealed, or says so.
pub(super) fn is_marked(text: &str) -> bool {
    text.starts_with(MARK)
}
