//! How a reporter is reached by mail, if they want to be.

use crate::case::{Content, Fact, News};
use crate::words::{CaseId, Digest, Refusal, one_line};
use jiff::Timestamp;

/// How a reporter is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Their address; `None` when they gave none, took it back, or it was erased.
    pub address: Option<String>,
    /// Their OpenPGP key, in letters and digits.
    pub key: Option<String>,
    /// What their answers carry, so that they find this case.
    pub token: Option<String>,
    /// The digest of that: the case is looked for by it.
    pub thread: Option<Digest>,
    /// Since when mail does not reach them.
    pub unreachable_since: Option<Timestamp>,
}

impl Contact {
    /// Where a notice goes, if one can.
    pub fn reached_at(&self) -> Option<&str> {
        self.address.as_deref().filter(|_| self.unreachable_since.is_none())
    }
}

/// No address is longer.
const ADDRESS_MAX: usize = 254;
/// No key is longer.
const KEY_MAX: usize = 100_000;

/// Whether this is one plain mail address: nothing that a header or a mail server would read otherwise.
pub fn is_address(text: &str) -> bool {
    let odd = |c: char| {
        c.is_whitespace() || c.is_control() || !c.is_ascii() || "<>()[]\",;:\\".contains(c)
    };
    let Some((who, at)) = text.rsplit_once('@') else { return false };
    !who.is_empty()
        && !who.contains('@')
        && at.contains('.')
        && !at.starts_with('.')
        && !at.ends_with('.')
        && text.len() <= ADDRESS_MAX
        && !text.chars().any(odd)
}

/// Whether two addresses are one person's: mail servers tell small and great letters apart by leave
/// only, and none does.
pub fn same_address(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// A new token of 32 random bytes, 200 of whose bits are used: nobody guesses one.
pub fn token(chance: [u8; 32]) -> String {
    let half = |at: usize| {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&chance[at..at + 16]);
        CaseId::from_chance(bytes).to_string()
    };
    half(0) + &half(16)
}

/// Whether this could be one.
pub fn is_token(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The digest by which a token is looked for.
pub fn thread_of(token: &str) -> Digest {
    Digest::of_parts(&[b"mail thread", token.to_ascii_lowercase().as_bytes()])
}

/// Where the reporter wants to be told that there is something to read; nothing, to be told no more.
/// The token stands in the addresses that they can answer.
pub fn give(address: &str, key: &str, token: &str) -> Result<News, Refusal> {
    let refused = |says: &str| Err(Refusal::new("contact", says));
    let (address, key) = (address.trim(), key.trim());
    if !address.is_empty() && !is_address(address) {
        return refused("this is no mail address such as me@example.org");
    }
    if address.is_empty() && !key.is_empty() {
        return refused("a key is for the mail that goes to an address; give that too");
    }
    if key.len() > KEY_MAX {
        return refused("a key has at most 100,000 characters; export it without photographs");
    }
    let begins = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    if !key.is_empty() && !key.starts_with(begins) {
        let says = format!("a key begins with {begins}: {}", one_line(key, 40));
        return refused(&says);
    }
    let given = !address.is_empty();
    let fact = Fact::ContactGiven { thread: given.then(|| thread_of(token)), under: Vec::new() };
    let content = Content::one("address", address).and("key", key);
    Ok(fact.with(if given { content.and("token", token) } else { content }))
}
