//! What a third party gets when nobody answers: the timeline of a case without a word of it, and
//! what proves it. Anybody can check it without us. Begin with [`make`] and [`check`].

use super::chain::{Broken, Head, Link, link_hash, read_event};
use super::event::{Audience, By};
use super::fact::Fact;
use super::state::Case;
use crate::policy::Policy;
use crate::words::Digest;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The most events of a packet that are looked at.
const EVENTS_MAX: usize = 100_000;

/// One event: what happened and when, and its place in the chain. Texts are there by digest only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 1.
    pub seq: u64,
    /// Facts as JSON text, exactly as hashed.
    pub facts: String,
    /// The salted digest of its texts, where it has or had any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_digest: Option<Digest>,
    /// Its hash.
    pub hash: Digest,
}

/// A clock as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Which.
    pub id: String,
    /// For people.
    pub title: String,
    /// When it is or was due.
    pub due_at: Timestamp,
    /// When it was met.
    pub met_at: Option<Timestamp>,
    /// Whether it opens a right of the reporter.
    pub right: bool,
    /// Whether it was missed when the packet was made.
    pub late: bool,
}

/// The packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// The version of this format.
    pub packet: u32,
    /// Whose case it is.
    pub project: String,
    /// The journal's stream, which every hash covers.
    pub stream: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The policy then in force.
    pub policy: Digest,
    /// The last message that a person of the project wrote to the reporter.
    pub last_word: Option<Timestamp>,
    /// Clocks.
    pub clocks: Vec<Standing>,
    /// How many events there are.
    pub events: u64,
    /// The hash of the last.
    pub head: Digest,
    /// The timeline.
    pub timeline: Vec<Entry>,
}

/// The packet of a case, from its journal.
pub fn make(case: &Case, links: &[Link], policy: &Policy, now: Timestamp) -> Packet {
    let stream = format!("case/{}", case.id);
    let clocks = case.clocks.iter().map(|(id, clock)| Standing {
        id: id.clone(),
        title: policy.clock(id).map_or_else(|| id.clone(), |clock| clock.title.clone()),
        due_at: clock.due.at,
        met_at: clock.met_at,
        right: clock.due.right,
        late: clock.is_late(now),
    });
    let head = links.last().map_or_else(|| Head::empty(&stream).hash, |link| link.hash);
    let entry = |link: &Link| Entry {
        seq: link.seq,
        facts: link.facts.clone(),
        content_digest: link.content_digest,
        hash: link.hash,
    };
    Packet {
        packet: 1,
        project: policy.project.name.clone(),
        made_at: now,
        policy: policy.digest,
        last_word: links.iter().rev().find_map(word),
        clocks: clocks.collect(),
        events: links.len() as u64,
        head,
        timeline: links.iter().map(entry).collect(),
        stream,
    }
}

/// When a person of the project wrote to the reporter, if this event is that.
fn word(link: &Link) -> Option<Timestamp> {
    let event = read_event(link).ok()?;
    let human = matches!(event.by, By::Person(_));
    let said = match &event.fact {
        Fact::MessageSent { to, automatic, .. } => *to == Audience::Reporter && !automatic,
        Fact::InfoAsked { .. } => true,
        _ => false,
    };
    (human && said).then_some(event.at)
}

/// One line of the timeline, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its place.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: String,
    /// Who: the reporter, the team, the program or a participant.
    pub by: &'static str,
}

/// Check a packet alone: its chain, its end, and whether it says of the last word what its events
/// say. The timeline, or the first thing that does not hold.
pub fn check(packet: &Packet) -> Result<Vec<Told>, Broken> {
    let stream = &packet.stream;
    let broken = |seq: u64, says: &str| Broken { stream: stream.clone(), seq, says: says.into() };
    if packet.packet != 1 {
        return Err(broken(0, "this format is not known"));
    }
    if packet.timeline.len() > EVENTS_MAX {
        return Err(broken(0, "it has more events than a case has"));
    }
    let mut head = Head::empty(stream);
    let (mut told, mut last_word) = (Vec::new(), None);
    for entry in &packet.timeline {
        let Entry { seq, facts, content_digest, hash } = entry;
        if *seq != head.seq + 1 {
            return Err(broken(head.seq + 1, "is missing"));
        }
        if link_hash(stream, &head.hash, *seq, facts, content_digest.as_ref()) != *hash {
            return Err(broken(*seq, "its hash does not fit its facts"));
        }
        let (facts, content_digest) = (facts.clone(), *content_digest);
        let link =
            Link { seq: *seq, facts, content: None, salt: None, content_digest, hash: *hash };
        let event = read_event(&link).map_err(|error| broken(*seq, &error.says))?;
        last_word = word(&link).or(last_word);
        let by = match event.by {
            By::Reporter => "reporter",
            By::Person(_) => "team",
            By::System => "program",
            By::Participant(_) => "participant",
        };
        told.push(Told { seq: *seq, at: event.at, kind: event.fact.kind(), by });
        head = Head { seq: *seq, hash: *hash };
    }
    if head.seq != packet.events || head.hash != packet.head {
        return Err(broken(head.seq + 1, "the timeline does not end where the packet says"));
    }
    if last_word != packet.last_word {
        return Err(broken(head.seq, "the last word of the project is another one"));
    }
    if told.last().is_some_and(|last| last.at > packet.made_at) {
        return Err(broken(head.seq, "the packet is older than its last event"));
    }
    Ok(told)
}
