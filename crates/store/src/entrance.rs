//! What is open for whom, and what ends it: lists of sessions, tokens and invitations, and links that
//! let somebody back in.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, must_touch};
use crate::identities;
use crate::passkeys;
use crate::people::{read_invite, read_session, read_token};
use crate::value::{Cells, Value};
use app::ports::store::{
    Challenge, Entrance, EntranceWrite, Identity, Invite, Made, Passkey, Recovery, Session,
    StoreError, Token,
};
use async_trait::async_trait;
use domain::words::{AccountId, Digest};
use jiff::Timestamp;

/// Write one of them.
pub(crate) async fn apply(tx: &mut Tx, write: &EntranceWrite) -> Result<(), Failure> {
    use EntranceWrite as W;
    match write {
        W::SessionUsed(secret, at) => {
            let sql = "update session set used_at = $2 where secret = $1";
            tx.run(sql, vec![secret.into(), (*at).into()]).await.map(drop)
        }
        W::EndSession(account, secret) => {
            let sql = "delete from session where account = $1 and secret = $2";
            let rows = tx.run(sql, vec![account.into(), secret.into()]).await?;
            must_touch(rows, "the session")
        }
        W::EndOthers(account, keep) => {
            let mut values: Vec<Value> = vec![account.into()];
            let Some(keep) = keep else {
                return tx.run("delete from session where account = $1", values).await.map(drop);
            };
            values.push(keep.into());
            let sql = "delete from session where account = $1 and secret <> $2";
            tx.run(sql, values).await.map(drop)
        }
        W::TokenUsed(secret, at) => {
            let sql = "update token set used_at = $2 where secret = $1";
            tx.run(sql, vec![secret.into(), (*at).into()]).await.map(drop)
        }
        W::EndToken(account, secret) => {
            let sql = "delete from token where account = $1 and secret = $2";
            let rows = tx.run(sql, vec![account.into(), secret.into()]).await?;
            must_touch(rows, "the token")
        }
        W::Recovery(recovery) => put_recovery(tx, recovery).await,
        W::DropRecovery(account) => {
            let sql = "delete from recovery where account = $1";
            tx.run(sql, vec![account.into()]).await.map(drop)
        }
        W::UseRecovery(account, secret) => {
            let sql = "delete from recovery where account = $1 and secret = $2";
            let rows = tx.run(sql, vec![account.into(), secret.into()]).await?;
            must_touch(rows, "the link")
        }
        W::Passkey(key) => passkeys::put(tx, key).await,
        W::PasskeyUsed(account, handle, record, at) => {
            passkeys::used(tx, (account, handle), record, *at).await
        }
        W::DropPasskey(account, handle) => passkeys::drop_one(tx, account, handle).await,
        W::Identity(one) => identities::put(tx, one).await,
        W::IdentityUsed(account, handle, at) => identities::used(tx, account, handle, *at).await,
        W::DropIdentity(account, handle) => identities::drop_one(tx, account, handle).await,
        W::Challenge(challenge, now) => passkeys::put_challenge(tx, challenge, *now).await,
        W::UseChallenge(id) => passkeys::use_challenge(tx, id).await,
        W::CloseAll(account) => close_all(tx, account).await,
    }
}

/// Nothing is left that could let them in, nor anybody whom they invited.
async fn close_all(tx: &mut Tx, account: &AccountId) -> Result<(), Failure> {
    for sql in [
        "delete from session where account = $1",
        "delete from token where account = $1",
        "delete from calendar where account = $1",
        "delete from recovery where account = $1 or asked_by = $1",
        "delete from invite where made_by = $1",
        "delete from passkey where account = $1",
        "delete from identity where account = $1",
        "delete from challenge where account = $1",
    ] {
        tx.run(sql, vec![account.into()]).await?;
    }
    Ok(())
}

async fn put_recovery(tx: &mut Tx, recovery: &Recovery) -> Result<(), Failure> {
    let sql = "insert into recovery (account, asked_by, asked_at, secret, expires_at)
        values ($1, $2, $3, $4, $5) on conflict (account) do update
        set asked_by = excluded.asked_by, asked_at = excluded.asked_at, secret = excluded.secret,
            expires_at = excluded.expires_at";
    let values = vec![
        (&recovery.account).into(),
        recovery.asked.by.as_ref().map(AccountId::as_str).into(),
        recovery.asked.at.into(),
        recovery.secret.as_ref().into(),
        recovery.expires_at.into(),
    ];
    tx.run(sql, values).await.map(drop)
}

fn recovery(mut cells: Cells<'_>) -> Result<Recovery, Failure> {
    Ok(Recovery {
        account: cells.account()?,
        asked: Made { by: cells.maybe_account()?, at: cells.at()? },
        secret: cells.maybe_digest()?,
        expires_at: cells.at()?,
    })
}

impl Database {
    pub(crate) async fn each<T>(
        &self,
        sql: &'static str,
        values: Vec<Value>,
        read: impl Fn(Cells<'_>) -> Result<T, Failure>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.read(sql, values).await?;
        Ok(rows.iter().map(|row| read(row.cells())).collect::<Result<_, _>>()?)
    }
}

#[async_trait]
impl Entrance for Database {
    async fn sessions_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let sql = "select secret, account, form_token, expires_at, how, device, opened_at, used_at
            from session where account = $1 and expires_at > $2 order by opened_at desc, secret";
        self.each(sql, vec![account.into(), now.into()], read_session).await
    }

    async fn tokens_of(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<Token>, StoreError> {
        let sql = "select secret, account, label, expires_at, scope, made_at, used_at
            from token where account = $1 and expires_at > $2 order by made_at desc, secret";
        self.each(sql, vec![account.into(), now.into()], read_token).await
    }

    async fn invites(&self, now: Timestamp) -> Result<Vec<Invite>, StoreError> {
        let sql = "select secret, roles, expires_at, made_by, made_at from invite
            where expires_at > $1 order by made_at desc, secret";
        self.each(sql, vec![now.into()], read_invite).await
    }

    async fn recoveries(&self, now: Timestamp) -> Result<Vec<Recovery>, StoreError> {
        let sql = "select account, asked_by, asked_at, secret, expires_at from recovery
            where expires_at > $1 order by asked_at desc, account";
        self.each(sql, vec![now.into()], recovery).await
    }

    async fn recovery(
        &self,
        secret: &Digest,
        now: Timestamp,
    ) -> Result<Option<Recovery>, StoreError> {
        let sql = "select account, asked_by, asked_at, secret, expires_at from recovery
            where secret = $1 and expires_at > $2";
        let found = self.each(sql, vec![secret.into(), now.into()], recovery).await?;
        Ok(found.into_iter().next())
    }

    async fn passkeys_of(&self, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
        passkeys::of(self, account).await
    }

    async fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        passkeys::one(self, id).await
    }

    async fn identities_of(&self, account: &AccountId) -> Result<Vec<Identity>, StoreError> {
        identities::of(self, account).await
    }

    async fn identity(&self, handle: &Digest) -> Result<Option<Identity>, StoreError> {
        identities::one(self, handle).await
    }

    async fn challenge(
        &self,
        id: &Digest,
        now: Timestamp,
    ) -> Result<Option<Challenge>, StoreError> {
        passkeys::challenge(self, id, now).await
    }
}
