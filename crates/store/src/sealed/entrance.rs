//! What lets people in, sealed on its way in and opened on its way out. What is sealed is bound to whose it
//! is: who can write to the database, and has no key, lets nobody in.

use super::crypt::place;
use super::{Inner, Sealed};
use app::ports::store::{
    Challenge, Entrance, EntranceWrite, Identity, Invite, Passkey, Recovery, Session, StoreError,
    Token,
};
use async_trait::async_trait;
use domain::words::{AccountId, Digest};
use jiff::Timestamp;

/// What a part of a passkey is bound to: whose it is above all.
fn passkey_place(what: &[u8], account: &AccountId, handle: &Digest) -> Digest {
    place(&[b"passkey", what, account.as_str().as_bytes(), handle.bytes()])
}

fn identity_place(what: &[u8], account: &AccountId, handle: &Digest) -> Digest {
    place(&[b"identity", what, account.as_str().as_bytes(), handle.bytes()])
}

fn challenge_place(challenge: &Challenge) -> Digest {
    let Challenge { id, kind, account, expires_at, .. } = challenge;
    let whose = account.as_ref().map(AccountId::as_str).unwrap_or_default();
    let until = expires_at.as_microsecond().to_be_bytes();
    place(&[b"challenge", id.bytes(), kind.as_bytes(), whose.as_bytes(), &until])
}

impl Inner {
    /// What the secret of a link is kept as, which lets this person in again: who can write to the database
    /// lets nobody in with it.
    fn way_back(&self, account: &AccountId, secret: &Digest) -> Digest {
        let whole = Digest::of_parts(&[account.as_str().as_bytes(), secret.bytes()]);
        Digest::of(&self.index.blind("recovery", whole.bytes()))
    }

    /// What is sealed of what lets people in.
    pub(super) fn seal_entrance(&self, write: &mut EntranceWrite) {
        match write {
            EntranceWrite::Recovery(Recovery { account, secret: Some(secret), .. })
            | EntranceWrite::UseRecovery(account, secret) => {
                *secret = self.way_back(account, secret);
            }
            EntranceWrite::Passkey(key) => self.seal_passkey(key),
            EntranceWrite::PasskeyUsed(account, handle, record, _) => {
                *record = self.seal_text(record, &passkey_place(b"record", account, handle));
            }
            EntranceWrite::Identity(one) => self.seal_identity(one),
            EntranceWrite::IdentityUsed(_, handle, _) | EntranceWrite::DropIdentity(_, handle) => {
                *handle = self.identity_name(handle);
            }
            EntranceWrite::Challenge(challenge, _) => self.seal_challenge(challenge),
            EntranceWrite::Recovery(Recovery { secret: None, .. })
            | EntranceWrite::SessionUsed(..)
            | EntranceWrite::EndSession(..)
            | EntranceWrite::EndOthers(..)
            | EntranceWrite::TokenUsed(..)
            | EntranceWrite::EndToken(..)
            | EntranceWrite::DropRecovery(_)
            | EntranceWrite::DropPasskey(..)
            | EntranceWrite::UseChallenge(_)
            | EntranceWrite::CloseAll(_) => {}
        }
    }

    fn seal_passkey(&self, key: &mut Passkey) {
        let (account, handle) = (key.account.clone(), key.handle());
        key.name = self.seal_text(&key.name, &passkey_place(b"name", &account, &handle));
        key.record = self.seal_text(&key.record, &passkey_place(b"record", &account, &handle));
    }

    fn open_passkey(&self, mut key: Passkey) -> Result<Passkey, StoreError> {
        let (account, handle) = (key.account.clone(), key.handle());
        // No earlier version kept any, so none is ever in the clear.
        let open = |text: &str, what| {
            let opened = self.instance.open_text(text, &passkey_place(what, &account, &handle));
            opened.map_err(|shut| StoreError::Outside(format!("a passkey: {shut}")))
        };
        key.name = open(&key.name, b"name")?;
        key.record = open(&key.record, b"record")?;
        Ok(key)
    }

    /// What an account at a provider is found by: who knows whom it is of, and has no key, does not find
    /// it, nor puts one there.
    fn identity_name(&self, handle: &Digest) -> Digest {
        Digest::of(&self.index.blind("identity", handle.bytes()))
    }

    fn seal_identity(&self, one: &mut Identity) {
        one.handle = self.identity_name(&one.handle);
        let place = |what| identity_place(what, &one.account, &one.handle);
        let issuer = self.seal_text(&one.issuer, &place(b"issuer"));
        let subject = self.seal_text(&one.subject, &place(b"subject"));
        (one.issuer, one.subject) = (issuer, subject);
    }

    fn open_identity(&self, mut one: Identity) -> Result<Identity, StoreError> {
        let open = |text: &str, what| {
            let opened =
                self.instance.open_text(text, &identity_place(what, &one.account, &one.handle));
            opened.map_err(|shut| StoreError::Outside(format!("an account at a provider: {shut}")))
        };
        let (issuer, subject) = (open(&one.issuer, b"issuer")?, open(&one.subject, b"subject")?);
        one.handle = Identity::handle_of(&issuer, &subject);
        (one.issuer, one.subject) = (issuer, subject);
        Ok(one)
    }

    fn seal_challenge(&self, challenge: &mut Challenge) {
        challenge.state = self.seal_text(&challenge.state, &challenge_place(challenge));
    }

    fn open_challenge(&self, mut challenge: Challenge) -> Result<Challenge, StoreError> {
        let place = challenge_place(&challenge);
        let opened = self.instance.open_text(&challenge.state, &place);
        challenge.state =
            opened.map_err(|shut| StoreError::Outside(format!("a challenge: {shut}")))?;
        Ok(challenge)
    }
}

#[async_trait]
impl Entrance for Sealed {
    async fn sessions_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let found = self.0.db.sessions_of(account, now).await?.into_iter();
        found.map(|session| self.0.open_session(session)).collect()
    }

    async fn tokens_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Token>, StoreError> {
        let found = self.0.db.tokens_of(account, now).await?.into_iter();
        found.map(|token| self.0.open_token(token)).collect()
    }

    async fn invites(&self, now: Timestamp) -> Result<Vec<Invite>, StoreError> {
        let found = self.0.db.invites(now).await?.into_iter();
        found.map(|invite| self.0.open_invite(invite)).collect()
    }

    async fn recoveries(&self, now: Timestamp) -> Result<Vec<Recovery>, StoreError> {
        self.0.db.recoveries(now).await
    }

    async fn recovery(
        &self,
        secret: &Digest,
        now: Timestamp,
    ) -> Result<Option<Recovery>, StoreError> {
        // A link is kept as that of one person; there are never many.
        let found = self.0.db.recoveries(now).await?.into_iter();
        let mut found =
            found.filter(|one| one.secret == Some(self.0.way_back(&one.account, secret)));
        Ok(found.next().map(|one| Recovery { secret: Some(*secret), ..one }))
    }

    async fn passkeys_of(&self, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
        let all = self.0.db.passkeys_of(account).await?.into_iter();
        all.map(|key| self.0.open_passkey(key)).collect()
    }

    async fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        let found = self.0.db.passkey(id).await?;
        found.map(|key| self.0.open_passkey(key)).transpose()
    }

    async fn identities_of(&self, account: &AccountId) -> Result<Vec<Identity>, StoreError> {
        let all = self.0.db.identities_of(account).await?.into_iter();
        all.map(|one| self.0.open_identity(one)).collect()
    }

    async fn identity(&self, handle: &Digest) -> Result<Option<Identity>, StoreError> {
        let found = self.0.db.identity(&self.0.identity_name(handle)).await?;
        found.map(|one| self.0.open_identity(one)).transpose()
    }

    async fn challenge(
        &self,
        id: &Digest,
        now: Timestamp,
    ) -> Result<Option<Challenge>, StoreError> {
        let found = self.0.db.challenge(id, now).await?;
        found.map(|challenge| self.0.open_challenge(challenge)).transpose()
    }
}
