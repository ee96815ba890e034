//! What lets people in, as the store keeps it beside accounts: lists of what is open, and what ends
//! it.

use super::StoreError;
use super::people::{Challenge, Identity, Invite, Passkey, Recovery, Session, Token};
use async_trait::async_trait;
use domain::words::{AccountId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A write about what lets people in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntranceWrite {
    /// A session was used at this instant.
    SessionUsed(Digest, Timestamp),
    /// End this session of this person; conflict when it is not there.
    EndSession(AccountId, Digest),
    /// End every session of this person but this one.
    EndOthers(AccountId, Option<Digest>),
    /// A token was used at this instant.
    TokenUsed(Digest, Timestamp),
    /// End this token of this person; conflict when it is not there.
    EndToken(AccountId, Digest),
    /// Keep that somebody may be let in again, or replace it.
    Recovery(Recovery),
    /// Forget that.
    DropRecovery(AccountId),
    /// Use a link up; conflict when it is gone.
    UseRecovery(AccountId, Digest),
    /// Insert a passkey; conflict when there is one of this id.
    Passkey(Passkey),
    /// A passkey of this person, by the digest of its id, was used: its record from now on, and when.
    /// Conflict when it is not there.
    PasskeyUsed(AccountId, Digest, String, Timestamp),
    /// Take a passkey of this person away; conflict when it is not there.
    DropPasskey(AccountId, Digest),
    /// Insert that a provider knows a person; conflict when it is known of somebody.
    Identity(Identity),
    /// This person came in by it; conflict when it is not there.
    IdentityUsed(AccountId, Digest, Timestamp),
    /// Forget one of this person; conflict when it is not there.
    DropIdentity(AccountId, Digest),
    /// Remember what somebody was asked, and forget what is too old at this instant.
    Challenge(Challenge, Timestamp),
    /// It was answered; conflict when it is gone.
    UseChallenge(Digest),
    /// Everything goes that could still let this person in, or somebody whom they invited.
    CloseAll(AccountId),
}

impl EntranceWrite {
    /// Whether it is carried to another place: keys of people are, and what takes them away. What lets
    /// whoever holds it in is not: it is made anew there.
    pub fn is_carried(&self) -> bool {
        use EntranceWrite as W;
        matches!(
            self,
            W::Passkey(_)
                | W::PasskeyUsed(..)
                | W::DropPasskey(..)
                | W::Identity(_)
                | W::IdentityUsed(..)
                | W::DropIdentity(..)
                | W::CloseAll(_)
        )
    }
}

/// What lets people in.
#[async_trait]
pub trait Entrance: Send + Sync {
    /// Sessions of this person that have not expired, the last opened first.
    async fn sessions_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError>;
    /// Tokens of this person that have not expired, the last made first.
    async fn tokens_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Token>, StoreError>;
    /// Pending invitations, the last made first.
    async fn invites(&self, now: Timestamp) -> Result<Vec<Invite>, StoreError>;
    /// Who waits to be let in again, at most one for each person.
    async fn recoveries(&self, now: Timestamp) -> Result<Vec<Recovery>, StoreError>;
    /// The one that this secret opens.
    async fn recovery(
        &self,
        secret: &Digest,
        now: Timestamp,
    ) -> Result<Option<Recovery>, StoreError>;
    /// Passkeys of this person, the last made first.
    async fn passkeys_of(&self, account: &AccountId) -> Result<Vec<Passkey>, StoreError>;
    /// The passkey of this id.
    async fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, StoreError>;
    /// Where providers know this person from, the last one first.
    async fn identities_of(&self, account: &AccountId) -> Result<Vec<Identity>, StoreError>;
    /// The one of this handle.
    async fn identity(&self, handle: &Digest) -> Result<Option<Identity>, StoreError>;
    /// What somebody was asked and has not answered yet.
    async fn challenge(&self, id: &Digest, now: Timestamp)
    -> Result<Option<Challenge>, StoreError>;
}
