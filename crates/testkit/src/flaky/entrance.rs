//! The same faults where it is asked what lets people in.

use super::Flaky;
use app::ports::store::{
    Challenge, Entrance, Identity, Invite, Passkey, Recovery, Session, StoreError, Token,
};
use async_trait::async_trait;
use domain::words::{AccountId, Digest};
use jiff::Timestamp;

#[async_trait]
impl Entrance for Flaky {
    async fn sessions_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        self.read()?.sessions_of(account, now).await
    }

    async fn tokens_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Token>, StoreError> {
        self.read()?.tokens_of(account, now).await
    }

    async fn invites(&self, now: Timestamp) -> Result<Vec<Invite>, StoreError> {
        self.read()?.invites(now).await
    }

    async fn recoveries(&self, now: Timestamp) -> Result<Vec<Recovery>, StoreError> {
        self.read()?.recoveries(now).await
    }

    async fn recovery(
        &self,
        secret: &Digest,
        now: Timestamp,
    ) -> Result<Option<Recovery>, StoreError> {
        self.read()?.recovery(secret, now).await
    }

    async fn passkeys_of(&self, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
        self.read()?.passkeys_of(account).await
    }

    async fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        self.read()?.passkey(id).await
    }

    async fn identities_of(&self, account: &AccountId) -> Result<Vec<Identity>, StoreError> {
        self.read()?.identities_of(account).await
    }

    async fn identity(&self, handle: &Digest) -> Result<Option<Identity>, StoreError> {
        self.read()?.identity(handle).await
    }

    async fn challenge(
        &self,
        id: &Digest,
        now: Timestamp,
    ) -> Result<Option<Challenge>, StoreError> {
        self.read()?.challenge(id, now).await
    }
}
