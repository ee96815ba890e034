//! OpenPGP with keys that somebody gives: cleartext signatures of text, and encryption of what is kept
//! elsewhere.

mod mail;
mod sealing;

pub use mail::{MailKey, check_public_key};
pub(crate) use mail::{Verdict, verify};
pub use sealing::{OpeningKey, Recipients, Sealing};

use crate::read_bounded;
use sequoia_openpgp as openpgp;

use openpgp::Cert;
use openpgp::crypto::KeyPair;
use openpgp::parse::Parse as _;
use openpgp::policy::StandardPolicy;
use openpgp::serialize::stream::{Message, Signer};
use std::io::Write as _;
use std::path::Path;
use std::time::SystemTime;

/// Larger files are no keys.
const KEY_MAX: usize = 1_000_000;

/// A key that can sign.
pub struct SigningKey {
    pair: KeyPair,
    fingerprint: String,
}

impl SigningKey {
    /// The first key of this file that may sign now and needs no passphrase.
    pub fn read(path: &Path) -> Result<Self, String> {
        let at = |says: &dyn std::fmt::Display| format!("{}: {says}", path.display());
        let bytes = read_bounded(path, KEY_MAX)?;
        let cert = Cert::from_bytes(&bytes).map_err(|error| at(&error))?;
        Self::of(&cert).map_err(|says| at(&says))
    }

    fn of(cert: &Cert) -> Result<Self, String> {
        let policy = StandardPolicy::new();
        let keys = || {
            let all = cert.keys().with_policy(&policy, None).supported().alive().revoked(false);
            all.for_signing()
        };
        if keys().next().is_none() {
            let says = "holds no key that may sign: it is expired, revoked, weak or for other uses";
            return Err(says.to_owned());
        }
        if keys().secret().next().is_none() {
            return Err("holds no secret key; export it with its secret".to_owned());
        }
        let Some(key) = keys().unencrypted_secret().next() else {
            return Err("the secret key asks for a passphrase; give a file without one".to_owned());
        };
        let pair = key.key().clone().into_keypair().map_err(|error| error.to_string())?;
        Ok(Self { pair, fingerprint: cert.fingerprint().to_hex() })
    }

    /// The fingerprint of the certificate, in hexadecimal digits.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// This text with a cleartext signature of this instant.
    pub fn sign(&self, text: &str, now: jiff::Timestamp) -> Result<String, String> {
        let fail = |error: &dyn std::fmt::Display| format!("signing: {error}");
        let mut signed = Vec::new();
        let message = Message::new(&mut signed);
        let signer = Signer::new(message, self.pair.clone()).map_err(|error| fail(&error))?;
        let signer = signer.cleartext().creation_time(SystemTime::from(now));
        let mut signer = signer.build().map_err(|error| fail(&error))?;
        signer.write_all(text.as_bytes()).map_err(|error| fail(&error))?;
        signer.finalize().map_err(|error| fail(&error))?;
        let signed = String::from_utf8(signed).map_err(|error| fail(&error))?;
        Ok(if signed.ends_with('\n') { signed } else { signed + "\n" })
    }
}

#[cfg(test)]
mod tests;
