//! The keys that sign receipts: a file with a key on each line, of which the first signs and all are
//! shown to the public. Receipts are signed notes (c2sp.org/signed-note) with Ed25519, so that
//! programs which are not ours can check them.

use crate::{create_private, read_text, write_whole};
use app::ports::receipts::Receipts;
use domain::intake::Statement;
use rand_core::OsRng;
use signed_note::{
    Note, NoteError, Signer as _, StandardSigner, StandardVerifier, Verifier, VerifierList,
    generate_key,
};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Larger files are no keys and no receipts.
pub const RECEIPT_MAX: usize = 100_000;

/// Keys of receipts.
pub struct ReceiptKeys {
    /// The one that signs first.
    signers: Vec<StandardSigner>,
    /// What each is checked with.
    public: Vec<String>,
}

impl ReceiptKeys {
    /// Read them, a key on each line.
    pub fn read(text: &str) -> Result<Self, String> {
        let (mut signers, mut public) = (Vec::new(), Vec::new());
        for (line, number) in text.lines().map(str::trim).zip(1..).filter(|(l, _)| !l.is_empty()) {
            // What is wrong with a key is said without the key.
            let wrong = |says: &dyn std::fmt::Display| format!("line {number}: {says}");
            signers.push(StandardSigner::new(line).map_err(|error| wrong(&error))?);
            public.push(public_of(line).map_err(|says| wrong(&says))?);
        }
        match signers.is_empty() {
            true => Err("it holds no key".to_owned()),
            false => Ok(Self { signers, public }),
        }
    }

    /// A new key, as a line of the file. The name says whose receipts it signs.
    pub fn generate(name: &str) -> String {
        let plain = |c: char| if c.is_whitespace() || c == '+' || c.is_control() { '-' } else { c };
        let name: String = name.chars().map(plain).collect();
        let name = if name.is_empty() { "receipts".to_owned() } else { name };
        generate_key(&mut OsRng, &name).0
    }

    /// What receipts are checked with, the key that signs first.
    pub fn public(&self) -> &[String] {
        &self.public
    }

    /// This text with a signature.
    pub fn sign(&self, text: &str) -> Result<String, String> {
        let fail = |error: &dyn std::fmt::Display| format!("signing a receipt: {error}");
        let mut note = Note::new(text.as_bytes(), &[]).map_err(|error| fail(&error))?;
        let signer = self.signers.first().ok_or_else(|| fail(&"there is no key"))?;
        note.add_sigs(&[signer]).map_err(|error| fail(&error))?;
        String::from_utf8(note.to_bytes()).map_err(|error| fail(&error))
    }
}

/// The public half of a key of ours.
fn public_of(line: &str) -> Result<String, String> {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::STANDARD;
    // Two words, a name, a number; what follows may have a plus of its own.
    let key = line.splitn(5, '+').nth(4).map(|key| engine.decode(key));
    let Some(Ok(key)) = key else { return Err("a malformed key".to_owned()) };
    // The first byte names the algorithm; there is one.
    let secret: [u8; 32] =
        key.get(1..).and_then(|key| key.try_into().ok()).ok_or("a malformed key")?;
    let secret = ed25519_dalek::SigningKey::from_bytes(&secret);
    let signer = StandardSigner::new(line).map_err(|error| error.to_string())?;
    Ok(signed_note::new_ed25519_verifier_key(signer.name(), &secret.verifying_key()))
}

/// The keys of an instance, in a file that is made when it is first needed.
pub struct ReceiptKeyFile {
    path: PathBuf,
    name: String,
    keys: OnceLock<ReceiptKeys>,
    /// Held while the file is made: this process has one name for it while it is not whole.
    making: Mutex<()>,
}

impl ReceiptKeyFile {
    /// In this file; a new key has this name.
    pub fn new(path: PathBuf, name: String) -> Self {
        Self { path, name, keys: OnceLock::new(), making: Mutex::new(()) }
    }

    fn keys(&self) -> Result<&ReceiptKeys, String> {
        if let Some(keys) = self.keys.get() {
            return Ok(keys);
        }
        let making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.path.exists() {
            self.make().map_err(|error| format!("making {}: {error}", self.path.display()))?;
        }
        drop(making);
        let read = read_keys(&self.path)?;
        Ok(self.keys.get_or_init(|| read))
    }

    /// Of two processes that begin at once, one makes the file and both read it.
    fn make(&self) -> std::io::Result<()> {
        let own = self.path.with_extension(format!("{}.new", std::process::id()));
        let mut file = create_private(&own)?;
        file.write_all(format!("{}\n", ReceiptKeys::generate(&self.name)).as_bytes())?;
        file.sync_all()?;
        let made = std::fs::hard_link(&own, &self.path);
        std::fs::remove_file(&own)?;
        match made {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            made => made,
        }
    }

    /// A new key signs from now on; receipts of the ones before stay good. The new public key.
    pub fn rotate(&self) -> Result<String, String> {
        self.keys()?;
        let before = read_text(&self.path, RECEIPT_MAX)?;
        let text = format!("{}\n{before}", ReceiptKeys::generate(&self.name));
        let keys = ReceiptKeys::read(&text)?;
        write_whole(&self.path, &text)?;
        Ok(keys.public[0].clone())
    }
}

fn read_keys(path: &Path) -> Result<ReceiptKeys, String> {
    let text = read_text(path, RECEIPT_MAX)?;
    ReceiptKeys::read(&text).map_err(|says| format!("{}: {says}", path.display()))
}

impl Receipts for ReceiptKeyFile {
    fn sign(&self, text: &str) -> Result<String, String> {
        self.keys()?.sign(text)
    }

    fn keys(&self) -> Result<Vec<String>, String> {
        Ok(ReceiptKeyFile::keys(self)?.public.clone())
    }
}

/// What a receipt says, if one of these keys signed it, with the name of that key; else why it proves
/// nothing.
pub fn verify_receipt(receipt: &[u8], keys: &[String]) -> Result<(Statement, String), String> {
    let mut known: Vec<Box<dyn Verifier>> = Vec::new();
    for (key, number) in keys.iter().zip(1..) {
        let wrong = |error| format!("key {number}: {error}");
        known.push(Box::new(StandardVerifier::new(key).map_err(wrong)?));
    }
    // An editor may have changed the ends of lines; what is signed has plain ones.
    let text = String::from_utf8(receipt.to_vec()).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = format!("{}\n", text.replace("\r\n", "\n").trim_end());
    let note = Note::from_bytes(text.as_bytes())
        .map_err(|_| "no signed note: five lines, an empty one, and a signature".to_owned())?;
    let (by, _) = note.verify(&VerifierList::new(known)).map_err(|error| match error {
        NoteError::UnverifiedNote => "none of the given keys signed it".to_owned(),
        NoteError::InvalidSignature { .. } => {
            "its signature does not fit: it was changed, or cut".to_owned()
        }
        error => error.to_string(),
    })?;
    let says = String::from_utf8(note.text().to_vec()).map_err(|error| error.to_string())?;
    let name = by.first().map(|by| by.name().to_owned()).unwrap_or_default();
    Ok((Statement::read(&says)?, name))
}

#[cfg(test)]
mod tests;
