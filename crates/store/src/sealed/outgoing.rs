//! On the way in: what of each write is sealed. A kind of write that is not here does not compile.

use super::crypt::{Key, place};
use super::{INSTANCE, Inner, SealError, Sealed};
use app::ports::store::{Once, Store as _, StoreError, Write};
use domain::case::{Head, Link};
use domain::words::{CaseId, Digest};
use std::collections::{BTreeMap, BTreeSet};

/// How often a unit is tried again that met somebody who sealed the same old case.
const TRIES: usize = 4;
/// Bytes of what a word is found by: enough that hardly two words of an instance are taken for one.
const WORD: usize = 6;
/// Bytes of what a key, a login or an address is found by.
pub(super) const NAME: usize = 18;

/// The stream of a case, which is also whose key it is.
pub(super) fn owner_of(case: &CaseId) -> String {
    format!("case/{case}")
}

/// What the content of an event is bound to: its place, and its hash, in which are the facts of this and
/// of every event before it. Who writes another history has to have the key.
pub(super) fn event_place(stream: &str, link: &Link) -> Digest {
    place(&[b"event", stream.as_bytes(), &link.seq.to_be_bytes(), link.hash.bytes()])
}

/// What the title of a case is bound to: the case, and the secret that opens it for its reporter, so that
/// nobody puts a secret of their own there.
pub(super) fn title_place(owner: &str, secret: &Digest) -> Digest {
    place(&[b"title", owner.as_bytes(), secret.bytes()])
}

/// What an answer is bound to: its scope and the key that it is found by.
pub(super) fn once_place(scope: &str, key: &str) -> Digest {
    place(&[b"once", scope.as_bytes(), key.as_bytes()])
}

/// Content and salt in one: the salt would let whoever guesses a short text see that the guess is right.
pub(super) fn content_of(salt: Option<&[u8]>, content: &[u8]) -> Vec<u8> {
    let salt = salt.unwrap_or_default();
    let length = u8::try_from(salt.len()).unwrap_or(u8::MAX);
    [&[length], &salt[..usize::from(length)], content].concat()
}

impl Sealed {
    pub(super) async fn seal_and_commit(&self, unit: Vec<Write>) -> Result<(), StoreError> {
        let mut tries = 0;
        loop {
            let (sealed, new) = self.seal_all(&unit).await?;
            match self.0.db.commit(sealed).await {
                Ok(()) => {
                    new.iter().for_each(|(owner, key)| self.0.ring.keep(owner, key));
                    return Ok(());
                }
                // Somebody else sealed an old case meanwhile.
                Err(StoreError::Conflict(what))
                    if what == "the key of what is sealed" && tries < TRIES =>
                {
                    tries += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The unit as it is written, and the keys that begin with it.
    async fn seal_all(
        &self,
        unit: &[Write],
    ) -> Result<(Vec<Write>, BTreeMap<String, Key>), SealError> {
        let (owners, begun) = owners_of(unit);
        let mut keys = match owners.is_empty() {
            true => BTreeMap::new(),
            false => self.0.keys_of(&owners).await?,
        };
        let mut new = BTreeMap::new();
        let mut wrapped = Vec::new();
        for owner in owners.into_iter().chain(begun) {
            if keys.contains_key(&owner) {
                continue;
            }
            // What is there in the clear is sealed before anything is added to it.
            if self.may_be_plain()
                && let Some(key) = self.seal_stream(&owner).await?
            {
                keys.insert(owner, key);
                continue;
            }
            let key = Key::drawn(&*self.0.chance);
            let kept = self.0.masters.wrap(&*self.0.chance, (&owner, &key, false), None)?;
            wrapped.push(Write::SealingKey(kept));
            new.insert(owner.clone(), key.clone());
            keys.insert(owner, key);
        }
        let sealed = unit.iter().map(|write| self.0.seal(write, &keys));
        let mut sealed: Vec<Write> = sealed.collect::<Result<_, _>>()?;
        // Last: what is taken already is then named by what took it.
        sealed.extend(wrapped);
        Ok((sealed, new))
    }
}

/// Whose keys a unit needs, and apart from them those of cases that it begins.
fn owners_of(unit: &[Write]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut owners, mut begun) = (BTreeSet::new(), BTreeSet::new());
    for write in unit {
        match write {
            Write::Append { stream, after, links } => {
                let has_text = links.iter().any(|link| link.content.is_some());
                if stream.starts_with("case/") && *after == Head::empty(stream) {
                    begun.insert(stream.clone());
                } else if has_text {
                    owners.insert(stream.clone());
                }
            }
            Write::Case(row) => {
                owners.insert(owner_of(&row.id));
            }
            _ => {}
        }
    }
    owners.retain(|owner| !begun.contains(owner));
    (owners, begun)
}

impl Inner {
    /// A write as it is written.
    fn seal(&self, write: &Write, keys: &BTreeMap<String, Key>) -> Result<Write, SealError> {
        let mut write = write.clone();
        match &mut write {
            Write::Append { stream, links, .. } => {
                for link in links {
                    self.seal_link(stream, link, keys)?;
                }
            }
            Write::Case(row) => {
                let owner = owner_of(&row.id);
                let key = keys.get(&owner).ok_or_else(|| no_key(&owner))?;
                row.title =
                    key.seal_text(&*self.chance, &row.title, &title_place(&owner, &row.secret));
            }
            Write::Words { words, .. } => {
                let whole = words.iter().filter(|word| !word.is_empty());
                *words = whole.map(|word| self.word(word)).collect();
            }
            Write::Keys { keys, .. } => *keys = keys.iter().map(|key| self.name(key)).collect(),
            Write::Account(account) => self.seal_account(account),
            Write::Invite(invite) => self.seal_invite(invite),
            Write::Session(session) => self.seal_session(session),
            Write::Token(token) => self.seal_token(token),
            Write::Filter(filter) => self.seal_filter(filter),
            Write::Mail(row) => self.seal_mail(row),
            Write::JobAgain { key, .. } => *key = self.job_key(key),
            Write::Entrance(write) => self.seal_entrance(write),
            Write::DropFilter { account, name } => *name = self.filter_name(account, name),
            Write::Job(job) => self.seal_job(job),
            Write::JobKept { key, .. } | Write::JobDone { key, .. } => *key = self.job_key(key),
            Write::JobFailed { key, says, .. } => {
                *key = self.job_key(key);
                *says = self.seal_text(says, &place(&[b"says", key.as_bytes()]));
            }
            Write::Once(once) => self.seal_once(once),
            Write::Policy { digest, files } => {
                *files = self.seal_text(files, &place(&[b"policy", digest.bytes()]));
            }
            // Ids, instants, numbers and digests of secrets that nobody can guess; and what is public.
            Write::Erase { .. }
            | Write::Measures { .. }
            | Write::Publish(_)
            | Write::UseInvite(_)
            | Write::EndSession(_)
            | Write::EndAll(_)
            | Write::Calendar(_)
            | Write::DropCalendar(_)
            | Write::Read(_)
            | Write::SealingKey(_)
            | Write::MailSettled { .. }
            | Write::MailConfirmed { .. }
            | Write::Reseal(_) => {}
        }
        Ok(write)
    }

    fn seal_link(
        &self,
        stream: &str,
        link: &mut Link,
        keys: &BTreeMap<String, Key>,
    ) -> Result<(), SealError> {
        let Some(content) = &link.content else { return Ok(()) };
        let key = keys.get(stream).ok_or_else(|| no_key(stream))?;
        let whole = zeroize::Zeroizing::new(content_of(link.salt.as_deref(), content));
        link.content = Some(key.seal(&*self.chance, &whole, &event_place(stream, link)));
        link.salt = None;
        Ok(())
    }

    /// What a word is found by.
    pub(super) fn word(&self, word: &str) -> String {
        self.index.blind_text("word", word, WORD)
    }

    /// What a key of a case is found by.
    pub(super) fn name(&self, key: &str) -> String {
        self.index.blind_text("key", key, NAME)
    }

    /// A text that belongs to no case.
    pub(super) fn seal_text(&self, text: &str, place: &Digest) -> String {
        self.instance.seal_text(&*self.chance, text, place)
    }

    /// What the key of a request is found by.
    pub(super) fn once_key(&self, scope: &str, key: &str) -> String {
        let value = Digest::of_parts(&[scope.as_bytes(), key.as_bytes()]).to_string();
        self.index.blind_text("once", &value, NAME)
    }

    /// The digest of the request is sealed with the answer: it tells whether a guess of it is right.
    pub(super) fn seal_once(&self, once: &mut Once) {
        once.key = self.once_key(&once.scope, &once.key);
        let whole = format!("{} {}", once.request, once.answer);
        once.answer = self.seal_text(&whole, &once_place(&once.scope, &once.key));
        once.request = Digest::of(b"");
    }
}

fn no_key(owner: &str) -> SealError {
    SealError::Key { owner: owner.to_owned(), says: "there is none".to_owned() }
}

/// Whether a stream is the instance's own.
pub(super) fn is_instance(stream: &str) -> bool {
    stream == INSTANCE
}
