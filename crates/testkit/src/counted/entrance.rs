//! What it is asked of what lets people in.

use super::CountedStore;
use app::ports::store::{Entrance, Invite, Recovery, Session, StoreError, Token};
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
}
