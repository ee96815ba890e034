//! Reads mail that came in: opens what is encrypted to the project's key, and checks signatures with
//! the keys that people gave. It also keeps a key of its own, in a file that is no part of any backup,
//! under which links and digests of addresses are made.

use crate::SystemChance;
use crate::openpgp::{MailKey, Verdict, verify};
use crate::{create_private, read_bounded};
use app::ports::chance::Chance as _;
use app::ports::post::{Envelope, Post};
use domain::mail::{Arrived, Signature};
use domain::policy::Policy;
use domain::words::Digest;
use formats::inbound::{ReadMail, Where, read_mail, read_opened, signed_within};
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::sync::OnceLock;

/// The most bytes that a mail may have once it is opened.
const OPENED_MAX: u64 = 20_000_000;

/// Reads mail for a project.
pub struct PostOffice {
    path: PathBuf,
    key: OnceLock<[u8; 32]>,
    domain: String,
    trusted: String,
    opener: Option<MailKey>,
}

impl PostOffice {
    /// With its key in this file, which is made when it is first needed.
    pub fn new(path: PathBuf, policy: &Policy) -> Self {
        let mut addresses = policy.contacts.iter().map(|contact| contact.address.as_str());
        let mail = addresses.find_map(|address| address.rsplit_once('@'));
        let domain = mail.map_or("localhost", |(_, domain)| domain).to_owned();
        Self { path, key: OnceLock::new(), domain, trusted: String::new(), opener: None }
    }

    /// Believe what this mail server found about senders.
    #[must_use]
    pub fn trusting(self, server: &str) -> Self {
        Self { trusted: server.to_owned(), ..self }
    }

    /// Open mail with this key.
    #[must_use]
    pub fn opening(self, opener: MailKey) -> Self {
        Self { opener: Some(opener), ..self }
    }

    fn key(&self) -> Result<&[u8; 32], String> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        if !self.path.exists() {
            self.make().map_err(|error| format!("making {}: {error}", self.path.display()))?;
        }
        let bytes = read_bounded(&self.path, 32)?;
        let wrong = || format!("{}: a key has 32 bytes", self.path.display());
        let key: [u8; 32] = bytes.try_into().map_err(|_| wrong())?;
        Ok(self.key.get_or_init(|| key))
    }

    /// Of two processes that begin at once, one makes the file and both read it.
    fn make(&self) -> std::io::Result<()> {
        let own = self.path.with_extension(format!("{}.new", std::process::id()));
        let key = SystemChance.secret();
        let mut file = create_private(&own)?;
        file.write_all(&key)?;
        file.sync_all()?;
        let made = std::fs::hard_link(&own, &self.path);
        std::fs::remove_file(&own)?;
        match made {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            made => made,
        }
    }

    /// Open what is encrypted in it, and take its words from there.
    fn opened(&self, mail: &mut ReadMail, keys: &[String]) {
        let Some(sealed) = &mail.sealed else { return };
        let opened = match &self.opener {
            Some(opener) => opener.open(sealed, keys, OPENED_MAX),
            None => Err("this project opens no encrypted mail".to_owned()),
        };
        match opened {
            Ok((bytes, verdict)) => {
                let (text, attached) = read_opened(&bytes);
                mail.arrived.text = text;
                mail.arrived.attached = attached;
                mail.arrived.checks.encrypted = true;
                mail.arrived.checks.signature = signature(verdict);
                if mail.arrived.checks.signature == Signature::None {
                    mail.signed = signed_within(&bytes);
                }
            }
            Err(why) => {
                mail.arrived.text = Some(format!("(encrypted; it could not be opened: {why})"));
                mail.arrived.checks.signature = Signature::Bad(why);
            }
        }
    }
}

fn signature(verdict: Verdict) -> Signature {
    match verdict {
        Verdict::None => Signature::None,
        Verdict::Good(key) => Signature::Good(key),
        Verdict::Unknown(key) => Signature::Unknown(key),
        Verdict::Bad(why) => Signature::Bad(why),
    }
}

impl Post for PostOffice {
    fn read(&self, raw: &[u8], envelope: &Envelope, keys: &[String]) -> Result<Arrived, String> {
        let at = Where {
            domain: &self.domain,
            trusted: &self.trusted,
            null_sender: envelope.null_sender,
            recipients: &envelope.recipients,
        };
        let mut mail = read_mail(raw, &at)?;
        self.opened(&mut mail, keys);
        if let Some((bytes, detached)) = &mail.signed {
            // Whether the last end of line is signed or belongs to the boundary is read either way.
            let ended = [bytes.as_slice(), b"\r\n"].concat();
            let verdict = match verify(bytes, detached, keys) {
                Verdict::Bad(_) => verify(&ended, detached, keys),
                verdict => verdict,
            };
            mail.arrived.checks.signature = signature(verdict);
        }
        Ok(mail.arrived)
    }

    fn keyed(&self, words: &[&[u8]]) -> Result<Digest, String> {
        let key = self.key()?;
        let words: Vec<&[u8]> = std::iter::once(&key[..]).chain(words.iter().copied()).collect();
        // Each part goes in with its length, so that a key in front is a key.
        Ok(Digest::of_parts(&words))
    }
}

#[cfg(test)]
mod tests;
