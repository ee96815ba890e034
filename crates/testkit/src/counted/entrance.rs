//! What it is asked of what lets people in.

use super::CountedStore;
use app::ports::store::{
    Challenge, Entrance, Identity, Invite, Passkey, Recovery, Session, StoreError, Token,
};
use async_trait::async_trait;
use domain::words::{AccountId, Digest};
use jiff::Timestamp;

#[async_trait]
impl Entrance for CountedStore {
    async fn sessions_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        self.many("sessions_of", self.inner.sessions_of(account, now).await)
    }

    async fn tokens_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Token>, StoreError> {
        self.many("tokens_of", self.inner.tokens_of(account, now).await)
    }

    async fn invites(&self, now: Timestamp) -> Result<Vec<Invite>, StoreError> {
        self.many("invites", self.inner.invites(now).await)
    }

    async fn recoveries(&self, now: Timestamp) -> Result<Vec<Recovery>, StoreError> {
        self.many("recoveries", self.inner.recoveries(now).await)
    }

    async fn recovery(
        &self,
        secret: &Digest,
        now: Timestamp,
    ) -> Result<Option<Recovery>, StoreError> {
        self.one("recovery", self.inner.recovery(secret, now).await)
    }

    async fn passkeys_of(&self, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
        self.many("passkeys_of", self.inner.passkeys_of(account).await)
    }

    async fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        self.one("passkey", self.inner.passkey(id).await)
    }

    async fn identities_of(&self, account: &AccountId) -> Result<Vec<Identity>, StoreError> {
        self.many("identities_of", self.inner.identities_of(account).await)
    }

    async fn identity(&self, handle: &Digest) -> Result<Option<Identity>, StoreError> {
        self.one("identity", self.inner.identity(handle).await)
    }

    async fn challenge(
        &self,
        id: &Digest,
        now: Timestamp,
    ) -> Result<Option<Challenge>, StoreError> {
        self.one("challenge", self.inner.challenge(id, now).await)
    }
}
