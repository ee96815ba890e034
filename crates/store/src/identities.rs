//! That a provider of single sign-on knows a person.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, must_touch};
use crate::value::Cells;
use app::ports::store::{Identity, StoreError};
use domain::words::{AccountId, Digest};
use jiff::Timestamp;

/// Insert one; nobody there is two people here.
pub(crate) async fn put(tx: &mut Tx, one: &Identity) -> Result<(), Failure> {
    let sql = "insert into identity (handle, account, issuer, subject, made_at, used_at)
        values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
    let values = vec![
        (&one.handle).into(),
        (&one.account).into(),
        (&one.issuer).into(),
        (&one.subject).into(),
        one.made_at.into(),
        one.used_at.into(),
    ];
    must_touch(tx.run(sql, values).await?, "the account at the provider")
}

/// They came in by it.
pub(crate) async fn used(
    tx: &mut Tx,
    account: &AccountId,
    handle: &Digest,
    at: Timestamp,
) -> Result<(), Failure> {
    let sql = "update identity set used_at = $3 where handle = $1 and account = $2";
    let rows = tx.run(sql, vec![handle.into(), account.into(), at.into()]).await?;
    must_touch(rows, "the account at the provider")
}

/// Forget one.
pub(crate) async fn drop_one(
    tx: &mut Tx,
    account: &AccountId,
    handle: &Digest,
) -> Result<(), Failure> {
    let sql = "delete from identity where account = $1 and handle = $2";
    let rows = tx.run(sql, vec![account.into(), handle.into()]).await?;
    must_touch(rows, "the account at the provider")
}

fn read(mut cells: Cells<'_>) -> Result<Identity, Failure> {
    Ok(Identity {
        handle: cells.digest()?,
        account: cells.account()?,
        issuer: cells.text()?,
        subject: cells.text()?,
        made_at: cells.at()?,
        used_at: cells.maybe_at()?,
    })
}

/// Those of a person, the last made first.
pub(crate) async fn of(db: &Database, account: &AccountId) -> Result<Vec<Identity>, StoreError> {
    let sql = "select handle, account, issuer, subject, made_at, used_at from identity
        where account = $1 order by made_at desc, handle";
    db.each(sql, vec![account.into()], read).await
}

/// The one of this handle.
pub(crate) async fn one(db: &Database, handle: &Digest) -> Result<Option<Identity>, StoreError> {
    let sql = "select handle, account, issuer, subject, made_at, used_at from identity
        where handle = $1";
    let found = db.each(sql, vec![handle.into()], read).await?;
    Ok(found.into_iter().next())
}
