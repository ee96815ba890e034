//! OpenPGP in mail: opened with the project's key, checked with the keys that people gave, and sealed
//! to them. A key of a stranger proves nothing, so nobody's is looked for elsewhere.

use super::sealing::{recipients, secret_key};
use sequoia_openpgp as openpgp;

use openpgp::Cert;
use openpgp::crypto::SessionKey;
use openpgp::packet::{PKESK, SKESK};
use openpgp::parse::Parse as _;
use openpgp::parse::stream::{
    DecryptionHelper, DecryptorBuilder, DetachedVerifierBuilder, GoodChecksum, MessageLayer,
    MessageStructure, VerificationError, VerificationHelper, VerificationResult,
};
use openpgp::policy::StandardPolicy;
use openpgp::serialize::stream::{Armorer, Encryptor, LiteralWriter, Message, Signer};
use openpgp::types::SymmetricAlgorithm;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::SystemTime;

const POLICY: &StandardPolicy<'static> = &StandardPolicy::new();

/// What a signature proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// There is none.
    None,
    /// It is good, by a key that was given; its fingerprint.
    Good(String),
    /// By a key that nobody gave.
    Unknown(String),
    /// It does not fit, or its key is no longer good.
    Bad(String),
}

/// The project's key for mail: it opens, and signs.
#[derive(Clone)]
pub struct MailKey(Cert);

impl MailKey {
    /// The secret key in this file, which must ask for no passphrase.
    pub fn read(path: &Path) -> Result<Self, String> {
        let says = "holds no secret key, or one that asks for a passphrase; give a file without";
        secret_key(path, says).map(Self)
    }

    /// The fingerprint, in hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint().to_hex()
    }

    /// When it expires, if it does. What was sealed to it before opens all the same.
    pub fn expires_at(&self) -> Option<jiff::Timestamp> {
        let valid = self.0.with_policy(POLICY, None).ok()?;
        let ends = valid.primary_key().key_expiration_time()?;
        jiff::Timestamp::try_from(ends).ok()
    }

    /// Open what was sealed to it, up to so many bytes, and check what was signed with it.
    pub(crate) fn open(
        &self,
        sealed: &[u8],
        keys: &[String],
        bytes_max: u64,
    ) -> Result<(Vec<u8>, Verdict), String> {
        let plain =
            |error: &dyn std::fmt::Display| domain::words::one_line(&error.to_string(), 200);
        let builder = DecryptorBuilder::from_bytes(sealed).map_err(|error| plain(&error))?;
        let helper = Helper::new(Some(self), keys);
        let mut opened =
            builder.with_policy(POLICY, None, helper).map_err(|error| plain(&error))?;
        let mut bytes = Vec::new();
        let read = (&mut opened).take(bytes_max + 1).read_to_end(&mut bytes);
        read.map_err(|error| plain(&error))?;
        if bytes.len() as u64 > bytes_max {
            return Err(format!("opened, it has more than {bytes_max} bytes"));
        }
        let helper = opened.into_helper();
        if !helper.encrypted {
            return Err("it is not encrypted".to_owned());
        }
        Ok((bytes, helper.verdict))
    }

    /// A text, signed, for whoever has the secret of this key and nobody else. Refused where that key
    /// is expired, revoked or of no use.
    pub(crate) fn seal(
        &self,
        text: &str,
        to: &str,
        now: jiff::Timestamp,
    ) -> Result<String, String> {
        let fail = |error: &dyn std::fmt::Display| format!("encrypting: {error}");
        let to = Cert::from_bytes(to.as_bytes()).map_err(|error| fail(&error))?;
        let keys = recipients(&to);
        if keys.is_empty() {
            return Err("the reporter's key is expired, revoked, weak or for other uses".to_owned());
        }
        let ours = self.0.keys().with_policy(POLICY, None).supported().alive().revoked(false);
        let Some(ours) = ours.for_signing().unencrypted_secret().next() else {
            return Err("the project's key is expired, or cannot sign".to_owned());
        };
        let pair = ours.key().clone().into_keypair().map_err(|error| fail(&error))?;
        let mut out = Vec::new();
        let message = Armorer::new(Message::new(&mut out)).build().map_err(|error| fail(&error))?;
        let message = Encryptor::for_recipients(message, keys).build().map_err(|e| fail(&e))?;
        let signer = Signer::new(message, pair).map_err(|error| fail(&error))?;
        let signer = signer.creation_time(SystemTime::from(now)).add_intended_recipient(&to);
        let message = signer.build().map_err(|error| fail(&error))?;
        let mut message = LiteralWriter::new(message).build().map_err(|error| fail(&error))?;
        message.write_all(text.as_bytes()).map_err(|error| fail(&error))?;
        message.finalize().map_err(|error| fail(&error))?;
        String::from_utf8(out).map_err(|error| fail(&error))
    }
}

/// Whether this can be encrypted to now; else why not.
pub fn check_public_key(text: &str) -> Result<(), String> {
    let cert = Cert::from_bytes(text.as_bytes()).map_err(|error| error.to_string())?;
    match recipients(&cert).is_empty() {
        true => Err("it is expired, revoked, weak or for other uses than encryption".to_owned()),
        false => Ok(()),
    }
}

/// What a detached signature proves.
pub(crate) fn verify(bytes: &[u8], detached: &[u8], keys: &[String]) -> Verdict {
    let verified = DetachedVerifierBuilder::from_bytes(detached)
        .and_then(|builder| builder.with_policy(POLICY, None, Helper::new(None, keys)))
        .and_then(|mut verifier| {
            verifier.verify_bytes(bytes)?;
            Ok(verifier.into_helper().verdict)
        });
    verified.unwrap_or_else(|error| Verdict::Bad(domain::words::one_line(&error.to_string(), 200)))
}

/// Looks at what is in a message.
struct Helper<'a> {
    opener: Option<&'a MailKey>,
    known: Vec<Cert>,
    encrypted: bool,
    verdict: Verdict,
}

impl<'a> Helper<'a> {
    fn new(opener: Option<&'a MailKey>, keys: &[String]) -> Self {
        let known = keys.iter().filter_map(|key| Cert::from_bytes(key.as_bytes()).ok()).collect();
        Self { opener, known, encrypted: false, verdict: Verdict::None }
    }

    fn judge(&mut self, result: &VerificationResult<'_>) {
        let verdict = match result {
            Ok(GoodChecksum { ka, .. }) => Verdict::Good(ka.cert().fingerprint().to_hex()),
            Err(VerificationError::MissingKey { sig }) => {
                let by = sig.get_issuers().first().map(ToString::to_string);
                Verdict::Unknown(by.unwrap_or_else(|| "nobody".to_owned()))
            }
            Err(error) => Verdict::Bad(domain::words::one_line(&error.to_string(), 200)),
        };
        // The worst counts, and a good one before one that proves nothing.
        let worth = |verdict: &Verdict| match verdict {
            Verdict::None => 0,
            Verdict::Unknown(_) => 1,
            Verdict::Good(_) => 2,
            Verdict::Bad(_) => 3,
        };
        if worth(&verdict) > worth(&self.verdict) {
            self.verdict = verdict;
        }
    }
}

impl VerificationHelper for Helper<'_> {
    fn get_certs(&mut self, _: &[openpgp::KeyHandle]) -> openpgp::Result<Vec<Cert>> {
        Ok(self.known.clone())
    }

    fn check(&mut self, structure: MessageStructure<'_>) -> openpgp::Result<()> {
        for (at, layer) in structure.into_iter().enumerate() {
            match layer {
                MessageLayer::Encryption { .. } => self.encrypted |= at == 0,
                MessageLayer::SignatureGroup { results } => {
                    results.iter().for_each(|result| self.judge(result));
                }
                MessageLayer::Compression { .. } => {}
            }
        }
        Ok(())
    }
}

impl DecryptionHelper for Helper<'_> {
    fn decrypt(
        &mut self,
        pkesks: &[PKESK],
        _: &[SKESK],
        hint: Option<SymmetricAlgorithm>,
        open: &mut dyn FnMut(Option<SymmetricAlgorithm>, &SessionKey) -> bool,
    ) -> openpgp::Result<Option<Cert>> {
        let keys = self.opener.into_iter().flat_map(|opener| opener.0.keys().unencrypted_secret());
        for key in keys {
            let mut pair = key.key().clone().into_keypair()?;
            for pkesk in pkesks {
                if pkesk.decrypt(&mut pair, hint).is_some_and(|(how, key)| open(how, &key)) {
                    return Ok(None);
                }
            }
        }
        Err(openpgp::Error::InvalidOperation("it is not encrypted to this project".into()).into())
    }
}
