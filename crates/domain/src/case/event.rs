//! What happened to a case. A fact holds ids, moves and instants; content holds texts and names.
//! The two are separate parts from the first day, so that content can be sealed or erased alone.

use super::fact::Fact;
use crate::policy::{Left, PauseReason, Stops};
use crate::words::{AccountId, Digest, PartyId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version in which new events are written. Readers know this one and all before it.
pub const EVENT_SCHEMA: u16 = 1;

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The person who reported.
    Reporter,
    /// Somebody with an account.
    Person(AccountId),
    /// A timer or the outbox.
    System,
    /// Somebody who takes part in the case from outside.
    Participant(PartyId),
}

impl By {
    /// The account, where it was a person with one.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            By::Person(account) => Some(account),
            By::Reporter | By::System | By::Participant(_) => None,
        }
    }
}

/// Texts and names of one event, by key. The journal keeps its salted digest in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Content(pub BTreeMap<String, String>);

impl Content {
    /// With one text.
    pub fn one(key: &str, text: impl Into<String>) -> Self {
        Self::default().and(key, text)
    }

    /// And another text; blank texts are left out.
    #[must_use]
    pub fn and(mut self, key: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.0.insert(key.to_owned(), text);
        }
        self
    }

    /// The text under this key, or nothing.
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }
}

/// A clock set going: computed once, kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Due at.
    pub at: Timestamp,
    /// What meets it.
    pub stops: Stops,
    /// Whether it opens a right of the reporter instead of binding the team.
    pub right: bool,
    /// What happens on the way and after, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub steps: BTreeMap<String, Timestamp>,
}

/// A clock that stands still: why, and what is left of it, computed once as everything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why.
    pub because: PauseReason,
    /// What is left until it is due.
    pub left: Left,
    /// What is left until each step that is still to come.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub steps: BTreeMap<String, Left>,
}

/// Clocks set going by an event, by id.
pub type Dues = BTreeMap<String, Due>;

/// Who is meant to read a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The reporter and the team.
    Reporter,
    /// The team only.
    Team,
    /// One participant and the team.
    Party(PartyId),
}

/// A fact with its content, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News<F = Fact> {
    /// What happened.
    pub fact: F,
    /// Its texts.
    pub content: Content,
}

impl From<Fact> for News {
    fn from(fact: Fact) -> Self {
        Self { fact, content: Content::default() }
    }
}

/// One event as the fold reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The version it was written in.
    pub schema: u16,
    /// Its place in the case, from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// The policy in force.
    pub policy: Digest,
    /// What.
    pub fact: Fact,
    /// Its texts; `None` when they were erased.
    pub content: Option<Content>,
}
