//! Master keys: each a line of `vulnerary-master`, its id, and the key. The first seals, all open.

use super::SealError;
use super::crypt::{Key, Shut, place};
use app::ports::chance::Chance;
use app::ports::master::MasterText;
use app::ports::store::SealingKey;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::words::Digest;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use zeroize::Zeroizing;

/// How every line begins.
const WORD: &str = "vulnerary-master";

/// A master key with its id, which tells nothing of it.
#[derive(Clone)]
pub(super) struct Master {
    pub(super) id: String,
    key: Key,
}

/// A new master key, as a line of its text.
pub fn generate(chance: &dyn Chance) -> String {
    let key = Key::drawn(chance);
    format!("{WORD} {} {}", id_of(&key), URL_SAFE_NO_PAD.encode(key.0.as_slice()))
}

/// The ids of the master keys of a text, the one that seals first.
pub fn master_ids(text: &str) -> Result<Vec<String>, String> {
    Ok(read(text)?.into_iter().map(|master| master.id).collect())
}

fn id_of(key: &Key) -> String {
    Digest::of_parts(&[b"id of a master key", key.0.as_slice()]).to_string()[..16].to_owned()
}

/// Lines, or keys parted by commas where a variable holds no lines.
fn read(text: &str) -> Result<Vec<Master>, String> {
    let mut masters: Vec<Master> = Vec::new();
    for (line, number) in text.split(['\n', ',']).map(str::trim).zip(1..) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        // What is wrong is said without the line: it may be a key.
        let wrong = |says: &str| format!("line {number}: {says}");
        let words: Vec<&str> = line.split_whitespace().collect();
        let &[WORD, id, key] = words.as_slice() else {
            return Err(wrong("a master key is \"vulnerary-master\", its id and the key"));
        };
        let bytes = URL_SAFE_NO_PAD.decode(key).map(Zeroizing::new);
        let bytes = bytes.ok().and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
        let key = Key(Zeroizing::new(bytes.ok_or_else(|| wrong("the key is cut or misspelt"))?));
        if id_of(&key) != id {
            return Err(wrong("the key is not the one of this id: one of them is misspelt"));
        }
        if !masters.iter().any(|master| master.id == id) {
            masters.push(Master { id: id.to_owned(), key });
        }
    }
    match masters.is_empty() {
        true => Err("it holds no key".to_owned()),
        false => Ok(masters),
    }
}

/// What was read last, and what it was read from.
struct Read {
    stamp: Option<(SystemTime, u64)>,
    masters: Arc<Vec<Master>>,
}

/// The master keys of a running process. They are read again where the text may have changed, so that
/// a key that was added elsewhere seals here too, and before one is found missing.
pub(super) struct Masters {
    text: Arc<dyn MasterText>,
    read: Mutex<Read>,
}

impl Masters {
    pub(super) fn new(text: Arc<dyn MasterText>) -> Result<Self, SealError> {
        let read = Mutex::new(again(&*text)?);
        Ok(Self { text, read })
    }

    /// All of them, the one that seals first.
    pub(super) fn all(&self) -> Result<Arc<Vec<Master>>, SealError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if self.text.stamp() != read.stamp {
            *read = again(&*self.text)?;
        }
        Ok(Arc::clone(&read.masters))
    }

    fn of_id(&self, id: &str) -> Result<Master, SealError> {
        let found = |all: &[Master]| all.iter().find(|master| master.id == id).cloned();
        if let Some(master) = found(&self.all()?) {
            return Ok(master);
        }
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        *read = again(&*self.text)?;
        let held = read.masters.iter().map(|master| master.id.clone()).collect();
        found(&read.masters).ok_or(SealError::MasterMissing {
            needed: id.to_owned(),
            held,
            at: self.text.name(),
        })
    }

    /// A key under the master key that seals.
    pub(super) fn wrap(
        &self,
        chance: &dyn Chance,
        (owner, key, plain): (&str, &Key, bool),
        before: Option<String>,
    ) -> Result<SealingKey, SealError> {
        let all = self.all()?;
        let master = &all[0];
        let mut bytes = Zeroizing::new([u8::from(plain); 33]);
        bytes[..32].copy_from_slice(key.0.as_slice());
        let place = place(&[b"key", owner.as_bytes(), master.id.as_bytes()]);
        let wrapped = master.key.seal(chance, bytes.as_slice(), &place);
        Ok(SealingKey { owner: owner.to_owned(), master: master.id.clone(), wrapped, before })
    }

    /// A key, and whether what it belongs to may hold what is in the clear.
    pub(super) fn unwrap(&self, kept: &SealingKey) -> Result<(Key, bool), SealError> {
        let master = self.of_id(&kept.master)?;
        let place = place(&[b"key", kept.owner.as_bytes(), kept.master.as_bytes()]);
        let shut =
            |shut: Shut| SealError::Key { owner: kept.owner.clone(), says: shut.to_string() };
        let bytes = master.key.open(&kept.wrapped, &place).map_err(shut)?;
        let (plain, key) = bytes.split_last().ok_or_else(|| shut(Shut::Changed))?;
        let key = <[u8; 32]>::try_from(key).map_err(|_| shut(Shut::Changed))?;
        Ok((Key(Zeroizing::new(key)), *plain != 0))
    }
}

fn again(text: &dyn MasterText) -> Result<Read, SealError> {
    // Asked before the text is read: a change meanwhile is then seen the next time.
    let stamp = text.stamp();
    let wrong = |says: String| SealError::Master(format!("{}: {says}", text.name()));
    let said = Zeroizing::new(text.read().map_err(SealError::Master)?);
    let masters = Arc::new(read(&said).map_err(wrong)?);
    Ok(Read { stamp, masters })
}
