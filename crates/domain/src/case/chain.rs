//! Events as bytes, chained by hash. The chain covers each event's facts and the salted digest of
//! its content, so content can be erased without breaking it, and guessed from nothing.

use super::event::{By, Content, EVENT_SCHEMA, Event, News};
use super::fact::Fact;
use crate::words::Digest;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The end of a stream: how many events it has and the hash of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// How many events.
    pub seq: u64,
    /// The last one's hash.
    pub hash: Digest,
}

impl Head {
    /// Of an empty stream.
    pub fn empty(stream: &str) -> Self {
        Self { seq: 0, hash: Digest::of_parts(&[b"vulnerary stream", stream.as_bytes()]) }
    }
}

/// One event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its place in the stream, from 1.
    pub seq: u64,
    /// Facts as JSON text, exactly as hashed.
    pub facts: String,
    /// Content as bytes; `None` when it has none or was erased.
    #[serde(with = "crate::words::maybe_hex_bytes")]
    pub content: Option<Vec<u8>>,
    /// The content's salt; erased with it.
    #[serde(with = "crate::words::maybe_hex_bytes")]
    pub salt: Option<Vec<u8>>,
    /// The salted digest of the content, where it has or had any.
    pub content_digest: Option<Digest>,
    /// The hash of this event over everything above and the hash before.
    pub hash: Digest,
}

/// The part of an event that is never erased.
#[derive(Serialize, Deserialize)]
struct Facts<F> {
    schema: u16,
    at: Timestamp,
    by: By,
    policy: Digest,
    fact: F,
}

/// A stored event cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {seq}: {says}")]
pub struct Unreadable {
    /// Which.
    pub seq: u64,
    /// Why.
    pub says: String,
}

/// The first event whose chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{stream}: event {seq}: {says}")]
pub struct Broken {
    /// The stream.
    pub stream: String,
    /// The first bad event; one past the last where some are missing at the end.
    pub seq: u64,
    /// What is wrong with it.
    pub says: String,
}

fn content_digest(salt: &[u8], content: &[u8]) -> Digest {
    Digest::of_parts(&[b"content", salt, content])
}

pub(super) fn link_hash(
    stream: &str,
    before: &Digest,
    seq: u64,
    facts: &str,
    kept: Option<&Digest>,
) -> Digest {
    let kept: &[u8] = kept.map_or(&[], |digest| digest.bytes());
    Digest::of_parts(&[
        stream.as_bytes(),
        before.bytes(),
        &seq.to_be_bytes(),
        facts.as_bytes(),
        kept,
    ])
}

/// Write news after `head`. `salts` gives one salt for each piece of news.
pub fn extend<F: Serialize>(
    stream: &str,
    mut head: Head,
    (at, by, policy): (Timestamp, &By, Digest),
    news: &[News<F>],
    mut salts: impl FnMut() -> [u8; 16],
) -> (Vec<Link>, Head) {
    let mut links = Vec::with_capacity(news.len());
    for News { fact, content } in news {
        let seq = head.seq + 1;
        let facts = Facts { schema: EVENT_SCHEMA, at, by: by.clone(), policy, fact };
        let facts = serde_json::to_string(&facts).expect("facts are plain data");
        let (content, salt) = if content.0.is_empty() {
            (None, None)
        } else {
            let bytes = serde_json::to_vec(content).expect("content is plain data");
            (Some(bytes), Some(salts().to_vec()))
        };
        let kept = match (&salt, &content) {
            (Some(salt), Some(content)) => Some(content_digest(salt, content)),
            _ => None,
        };
        let hash = link_hash(stream, &head.hash, seq, &facts, kept.as_ref());
        links.push(Link { seq, facts, content, salt, content_digest: kept, hash });
        head = Head { seq, hash };
    }
    (links, head)
}

/// Read one stored event for the fold.
pub fn read_event(link: &Link) -> Result<Event, Unreadable> {
    let unreadable = |says: String| Unreadable { seq: link.seq, says };
    let facts: Facts<Fact> =
        serde_json::from_str(&link.facts).map_err(|error| unreadable(error.to_string()))?;
    if facts.schema > EVENT_SCHEMA {
        return Err(unreadable(format!("written by a newer version (schema {})", facts.schema)));
    }
    let content = match (&link.content, &link.content_digest) {
        (Some(bytes), _) => {
            Some(serde_json::from_slice::<Content>(bytes).map_err(|e| unreadable(e.to_string()))?)
        }
        (None, Some(_)) => None,
        (None, None) => Some(Content::default()),
    };
    let Facts { schema, at, by, policy, fact } = facts;
    Ok(Event { schema, seq: link.seq, at, by, policy, fact, content })
}

/// Verify a whole stream against the head the store remembers apart from it.
pub fn verify(stream: &str, links: &[Link], remembered: Head) -> Result<(), Broken> {
    check(stream, links, remembered, true)
}

/// Verify the chain of a stream whose contents are sealed, without their key: its facts, and that nothing
/// is missing. What the contents say is not looked at.
pub fn verify_facts(stream: &str, links: &[Link], remembered: Head) -> Result<(), Broken> {
    check(stream, links, remembered, false)
}

fn check(stream: &str, links: &[Link], remembered: Head, open: bool) -> Result<(), Broken> {
    let broken = |seq: u64, says: &str| Broken { stream: stream.into(), seq, says: says.into() };
    let erased: BTreeSet<u64> = links.iter().filter_map(erases).collect();
    let mut head = Head::empty(stream);
    for link in links {
        if link.seq != head.seq + 1 {
            return Err(broken(head.seq + 1, "is missing"));
        }
        let hash =
            link_hash(stream, &head.hash, link.seq, &link.facts, link.content_digest.as_ref());
        if hash != link.hash {
            let says = format!("its hash {} does not fit its facts, which make {hash}", link.hash);
            return Err(broken(link.seq, &says));
        }
        match (&link.content, &link.salt, &link.content_digest) {
            (None, None, None) => {}
            (Some(content), Some(salt), Some(kept)) if content_digest(salt, content) == *kept => {}
            (Some(_), _, Some(_)) if !open => {}
            (None, None, Some(_)) if erased.contains(&link.seq) => {}
            (None, None, Some(_)) => {
                return Err(broken(link.seq, "its content is gone without a tombstone"));
            }
            _ => {
                let says = format!("its content does not fit its digest; its hash is {hash}");
                return Err(broken(link.seq, &says));
            }
        }
        head = Head { seq: link.seq, hash };
    }
    if head != remembered {
        return Err(broken(head.seq + 1, "the stream does not end where the store remembers"));
    }
    Ok(())
}

/// Which earlier event this one erases, if it is a tombstone.
fn erases(link: &Link) -> Option<u64> {
    let facts: Facts<serde_json::Value> = serde_json::from_str(&link.facts).ok()?;
    let is_tombstone = facts.fact.get("kind")? == "redacted";
    is_tombstone.then(|| facts.fact.get("event")?.as_u64())?
}
