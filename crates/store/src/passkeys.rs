//! Passkeys, and what somebody was asked while an answer is awaited.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, must_touch};
use crate::value::Cells;
use app::ports::store::{Challenge, Passkey, StoreError};
use domain::words::{AccountId, Digest};
use jiff::Timestamp;

/// Insert one; ids are nobody's twice.
pub(crate) async fn put(tx: &mut Tx, key: &Passkey) -> Result<(), Failure> {
    let sql = "insert into passkey (handle, id, account, name, record, made_at, used_at)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
    let values = vec![
        (&key.handle()).into(),
        key.id.as_slice().into(),
        (&key.account).into(),
        (&key.name).into(),
        (&key.record).into(),
        key.made_at.into(),
        key.used_at.into(),
    ];
    must_touch(tx.run(sql, values).await?, "the passkey")
}

/// It was used.
pub(crate) async fn used(
    tx: &mut Tx,
    (account, handle): (&AccountId, &Digest),
    record: &str,
    at: Timestamp,
) -> Result<(), Failure> {
    let sql = "update passkey set record = $2, used_at = $3 where handle = $1 and account = $4";
    let values = vec![handle.into(), record.into(), at.into(), account.into()];
    must_touch(tx.run(sql, values).await?, "the passkey")
}

/// Take one away.
pub(crate) async fn drop_one(
    tx: &mut Tx,
    account: &AccountId,
    handle: &Digest,
) -> Result<(), Failure> {
    let sql = "delete from passkey where account = $1 and handle = $2";
    must_touch(tx.run(sql, vec![account.into(), handle.into()]).await?, "the passkey")
}

fn read(mut cells: Cells<'_>) -> Result<Passkey, Failure> {
    Ok(Passkey {
        id: cells.bytes()?,
        account: cells.account()?,
        name: cells.text()?,
        record: cells.text()?,
        made_at: cells.at()?,
        used_at: cells.maybe_at()?,
    })
}

/// Those of a person, the last made first.
pub(crate) async fn of(db: &Database, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
    let sql = "select id, account, name, record, made_at, used_at from passkey
        where account = $1 order by made_at desc, handle";
    db.each(sql, vec![account.into()], read).await
}

/// The one of this id.
pub(crate) async fn one(db: &Database, id: &[u8]) -> Result<Option<Passkey>, StoreError> {
    let sql = "select id, account, name, record, made_at, used_at from passkey where handle = $1";
    let found = db.each(sql, vec![(&Passkey::handle_of(id)).into()], read).await?;
    Ok(found.into_iter().next())
}

/// Remember what was asked. What nobody answered goes on the way, so that there is never more of it
/// than was asked lately.
pub(crate) async fn put_challenge(
    tx: &mut Tx,
    challenge: &Challenge,
    now: Timestamp,
) -> Result<(), Failure> {
    tx.run("delete from challenge where expires_at <= $1", vec![now.into()]).await?;
    let sql = "insert into challenge (id, kind, account, state, expires_at)
        values ($1, $2, $3, $4, $5) on conflict do nothing";
    let values = vec![
        (&challenge.id).into(),
        (&challenge.kind).into(),
        challenge.account.as_ref().map(AccountId::as_str).into(),
        (&challenge.state).into(),
        challenge.expires_at.into(),
    ];
    must_touch(tx.run(sql, values).await?, "the challenge")
}

/// It is answered once.
pub(crate) async fn use_challenge(tx: &mut Tx, id: &Digest) -> Result<(), Failure> {
    let sql = "delete from challenge where id = $1";
    must_touch(tx.run(sql, vec![id.into()]).await?, "the challenge")
}

/// What was asked and is not answered yet.
pub(crate) async fn challenge(
    db: &Database,
    id: &Digest,
    now: Timestamp,
) -> Result<Option<Challenge>, StoreError> {
    let sql = "select id, kind, account, state, expires_at from challenge
        where id = $1 and expires_at > $2";
    let read = |mut cells: Cells<'_>| {
        Ok(Challenge {
            id: cells.digest()?,
            kind: cells.text()?,
            account: cells.maybe_account()?,
            state: cells.text()?,
            expires_at: cells.at()?,
        })
    };
    let found = db.each(sql, vec![id.into(), now.into()], read).await?;
    Ok(found.into_iter().next())
}
