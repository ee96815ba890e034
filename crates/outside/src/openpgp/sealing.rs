//! Encrypts what leaves for a place that others may read, to certificates that somebody names; and
//! opens it again with a secret key.

use super::KEY_MAX;
use crate::read_bounded;
use sequoia_openpgp as openpgp;

use openpgp::Cert;
use openpgp::crypto::SessionKey;
use openpgp::packet::{PKESK, SKESK};
use openpgp::parse::Parse as _;
use openpgp::parse::stream::{
    DecryptionHelper, DecryptorBuilder, MessageLayer, MessageStructure, VerificationHelper,
};
use openpgp::policy::StandardPolicy;
use openpgp::serialize::stream::{Encryptor, LiteralWriter, Message, Recipient};
use openpgp::types::SymmetricAlgorithm;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

const POLICY: &StandardPolicy<'static> = &StandardPolicy::new();

/// Who can read what is sealed.
pub struct Recipients(Vec<Cert>);

/// Something that is being sealed.
pub struct Sealing<'a>(Message<'a>);

impl Write for Sealing<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

impl Sealing<'_> {
    /// Write the end; without it nobody can open it.
    pub fn finish(self) -> Result<(), String> {
        self.0.finalize().map_err(|error| format!("encrypting: {error}"))
    }
}

/// The keys of a certificate that others may encrypt to now.
pub(super) fn recipients(cert: &Cert) -> Vec<Recipient<'_>> {
    let keys = cert.keys().with_policy(POLICY, None).supported().alive().revoked(false);
    keys.for_storage_encryption().for_transport_encryption().map(Into::into).collect()
}

impl Recipients {
    /// The certificates in these files; nothing where none is named. Each must be able to read.
    pub fn read(paths: &[PathBuf]) -> Result<Option<Self>, String> {
        let mut certs = Vec::new();
        for path in paths {
            let at = |says: &dyn std::fmt::Display| format!("{}: {says}", path.display());
            let cert =
                Cert::from_bytes(&read_bounded(path, KEY_MAX)?).map_err(|error| at(&error))?;
            if recipients(&cert).is_empty() {
                let says =
                    "holds no key to encrypt to: it is expired, revoked, weak or for other uses";
                return Err(at(&says));
            }
            certs.push(cert);
        }
        Ok((!certs.is_empty()).then_some(Self(certs)))
    }

    /// Their fingerprints, in hexadecimal digits.
    pub fn fingerprints(&self) -> Vec<String> {
        self.0.iter().map(|cert| cert.fingerprint().to_hex()).collect()
    }

    /// Seal everything that is written from now on.
    pub fn seal<'a>(&'a self, out: impl Write + Send + Sync + 'a) -> Result<Sealing<'a>, String> {
        let fail = |error: openpgp::anyhow::Error| format!("encrypting: {error}");
        let keys = self.0.iter().flat_map(recipients);
        let message = Encryptor::for_recipients(Message::new(out), keys).build().map_err(fail)?;
        LiteralWriter::new(message).build().map(Sealing).map_err(fail)
    }
}

/// The secret key in this file; `else_says` where it holds none that can be used without asking.
pub(super) fn secret_key(path: &Path, else_says: &str) -> Result<Cert, String> {
    let at = |says: &dyn std::fmt::Display| format!("{}: {says}", path.display());
    let cert = Cert::from_bytes(&read_bounded(path, KEY_MAX)?).map_err(|error| at(&error))?;
    match cert.keys().unencrypted_secret().next() {
        Some(_) => Ok(cert),
        None => Err(at(&else_says)),
    }
}

/// A key that opens what was sealed to it.
#[derive(Clone)]
pub struct OpeningKey(Cert);

impl OpeningKey {
    /// The secret key in this file, which must ask for no passphrase.
    pub fn read(path: &Path) -> Result<Self, String> {
        let says = "holds no secret key, or one that asks for a passphrase; give a file with its \
                    secret and without one, or decrypt with another program";
        secret_key(path, says).map(Self)
    }

    /// Read what was sealed. What was changed on its way fails while it is read.
    pub fn open<'a>(
        &self,
        sealed: impl Read + Send + Sync + 'a,
    ) -> Result<Box<dyn Read + 'a>, String> {
        let fail = |error: openpgp::anyhow::Error| format!("decrypting: {error}");
        let builder = DecryptorBuilder::from_reader(sealed).map_err(fail)?;
        let opened = builder.with_policy(POLICY, None, self.clone()).map_err(fail)?;
        Ok(Box::new(opened))
    }
}

/// What is sealed is not signed: digests of its own say whether it is whole.
impl VerificationHelper for OpeningKey {
    fn get_certs(&mut self, _: &[openpgp::KeyHandle]) -> openpgp::Result<Vec<Cert>> {
        Ok(Vec::new())
    }

    /// A message may hold text that nobody encrypted; it opens without any key.
    fn check(&mut self, structure: MessageStructure<'_>) -> openpgp::Result<()> {
        match structure.iter().next() {
            Some(MessageLayer::Encryption { .. }) => Ok(()),
            _ => Err(openpgp::anyhow::anyhow!("it is not encrypted")),
        }
    }
}

impl DecryptionHelper for OpeningKey {
    fn decrypt(
        &mut self,
        pkesks: &[PKESK],
        _: &[SKESK],
        hint: Option<SymmetricAlgorithm>,
        open: &mut dyn FnMut(Option<SymmetricAlgorithm>, &SessionKey) -> bool,
    ) -> openpgp::Result<Option<Cert>> {
        for key in self.0.keys().unencrypted_secret() {
            let mut pair = key.key().clone().into_keypair()?;
            for pkesk in pkesks {
                if pkesk.decrypt(&mut pair, hint).is_some_and(|(how, key)| open(how, &key)) {
                    return Ok(None);
                }
            }
        }
        Err(openpgp::Error::InvalidOperation("it is not encrypted to this key".into()).into())
    }
}
