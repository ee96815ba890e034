//! Who works here, and what lets them in.

use domain::words::{AccountId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A person who works here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// How they log in.
    pub login: String,
    /// How they are called.
    pub name: String,
    /// Granted roles; see [`Account::roles_at`] for those that are in force.
    pub roles: BTreeSet<String>,
    /// Until when they are granted, of those that end by themselves.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub until: BTreeMap<String, Timestamp>,
    /// What is kept of the password; empty when they cannot log in.
    pub password: String,
    /// The second factor's secret; empty when not set up.
    #[serde(with = "domain::words::hex_bytes")]
    pub totp: Vec<u8>,
    /// The last used step of the second factor, against replay.
    pub totp_step: i64,
    /// Failed log-ins since the last good one.
    pub failures: u32,
    /// No log-in before this instant.
    pub locked_until: Option<Timestamp>,
    /// Whether the account is in use.
    pub active: bool,
    /// Domains of the organisations that they work for beside the project.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub ties: BTreeSet<String>,
    /// Its version, against lost updates: [`super::Write::Account`] conflicts unless the stored one is
    /// one less (or the account is new and this is 1).
    pub version: u64,
}

impl Account {
    /// One that begins, with these roles, and nothing yet by which anybody could log in.
    pub fn begin(id: AccountId, login: &str, name: &str, roles: BTreeSet<String>) -> Self {
        Self {
            id,
            login: login.to_owned(),
            name: name.to_owned(),
            roles,
            until: BTreeMap::new(),
            password: String::new(),
            totp: Vec::new(),
            totp_step: 0,
            failures: 0,
            locked_until: None,
            active: true,
            ties: BTreeSet::new(),
            version: 1,
        }
    }

    /// Whether it is in use and has a password.
    pub fn can_log_in(&self) -> bool {
        self.active && !self.password.is_empty()
    }

    /// The roles that are in force at an instant: what has ended is not there.
    pub fn roles_at(&self, now: Timestamp) -> BTreeSet<String> {
        let ended = |role: &&String| self.until.get(*role).is_some_and(|until| *until <= now);
        self.roles.iter().filter(|role| !ended(role)).cloned().collect()
    }
}

/// An invitation to make an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Its secret, by digest.
    pub secret: Digest,
    /// Roles that come with it.
    pub roles: BTreeSet<String>,
    /// Until when.
    pub expires_at: Timestamp,
    /// Who made it, and when.
    #[serde(default)]
    pub made: Made,
}

/// Who made something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Made {
    /// Who; nobody where the console did.
    pub by: Option<AccountId>,
    /// When; at the beginning of time where an earlier version did not say.
    pub at: Timestamp,
}

/// Somebody logged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its secret, by digest.
    pub secret: Digest,
    /// Whose.
    pub account: AccountId,
    /// What forms must bring along.
    pub form_token: String,
    /// Until when.
    pub expires_at: Timestamp,
    /// How it came about, for its holder to recognise.
    #[serde(default)]
    pub seen: Seen,
}

/// How a session came about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seen {
    /// With what they logged in.
    pub how: String,
    /// On what, in plain words.
    pub device: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was last used, to a few minutes.
    pub used_at: Timestamp,
}

/// An API token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its secret, by digest.
    pub secret: Digest,
    /// Whose.
    pub account: AccountId,
    /// What it is for.
    pub label: String,
    /// Until when.
    pub expires_at: Timestamp,
    /// What it may do, and what became of it.
    #[serde(default)]
    pub grant: TokenGrant,
}

/// What a token may do, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenGrant {
    /// What it may do, in the words of [`domain::access::Scope`].
    pub scope: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was last used, to a few minutes.
    pub used_at: Option<Timestamp>,
}

impl Default for TokenGrant {
    /// As before there were scopes.
    fn default() -> Self {
        Self { scope: "all".to_owned(), made_at: Timestamp::default(), used_at: None }
    }
}

/// That somebody may be let in again who has lost what they log in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// Who.
    pub account: AccountId,
    /// Who asked, and when.
    pub asked: Made,
    /// The secret of the link, by digest; none until a second person agreed.
    pub secret: Option<Digest>,
    /// Until when: to agree, and then to use it.
    pub expires_at: Timestamp,
}

/// A passkey: a public key, and no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// As its authenticator names it.
    #[serde(with = "domain::words::hex_bytes")]
    pub id: Vec<u8>,
    /// Whose.
    pub account: AccountId,
    /// By which they know it again.
    pub name: String,
    /// What checks its signatures.
    pub record: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

impl Passkey {
    /// What it is kept under and called in forms.
    pub fn handle(&self) -> Digest {
        Self::handle_of(&self.id)
    }

    /// The same of an id.
    pub fn handle_of(id: &[u8]) -> Digest {
        Digest::of_parts(&[b"passkey", id])
    }
}

/// That the provider of single sign-on knows this person, and under what name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// What it is kept under and called in forms: [`Identity::handle_of`].
    pub handle: Digest,
    /// Who they are here.
    pub account: AccountId,
    /// The provider.
    pub issuer: String,
    /// Who they are there: a name that it gives to nobody else, ever.
    pub subject: String,
    /// Since when.
    pub made_at: Timestamp,
    /// When they last came in by it.
    pub used_at: Option<Timestamp>,
}

impl Identity {
    /// What stands for a person at a provider.
    pub fn handle_of(issuer: &str, subject: &str) -> Digest {
        Digest::of_parts(&[b"identity", issuer.as_bytes(), subject.as_bytes()])
    }
}

/// What somebody outside was asked, and must answer: for a short while, and once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// The secret that comes back with the answer, by digest.
    pub id: Digest,
    /// What for.
    pub kind: String,
    /// Who was asked, where that is known.
    pub account: Option<AccountId>,
    /// What the answer is checked with.
    pub state: String,
    /// Until when.
    pub expires_at: Timestamp,
}
