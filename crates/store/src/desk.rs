//! What people keep for themselves: filters of the case list, and the secret of their calendar.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken};
use app::ports::store::{CalendarKey, SavedFilter, StoreError};
use domain::words::{AccountId, Digest};

/// Keep a filter under its name.
pub(crate) async fn put_filter(tx: &mut Tx, filter: &SavedFilter) -> Result<(), Failure> {
    let sql = "insert into saved_filter (account, name, asks) values ($1, $2, $3)
        on conflict (account, name) do update set asks = excluded.asks";
    let asks = serde_json::json!(filter.asks).to_string();
    let values = vec![(&filter.account).into(), (&filter.name).into(), (&asks).into()];
    tx.run(sql, values).await.map(drop)
}

/// Forget a filter, if it is kept.
pub(crate) async fn drop_filter(
    tx: &mut Tx,
    account: &AccountId,
    name: &str,
) -> Result<(), Failure> {
    let sql = "delete from saved_filter where account = $1 and name = $2";
    tx.run(sql, vec![account.into(), name.into()]).await.map(drop)
}

/// The filters of a person, by name.
pub(crate) async fn filters(
    db: &Database,
    account: &AccountId,
) -> Result<Vec<SavedFilter>, StoreError> {
    let sql = "select name, asks from saved_filter where account = $1 order by name";
    let rows = db.read(sql, vec![account.into()]).await?;
    let filter = |row: &crate::value::Row| {
        let mut cells = row.cells();
        let (name, asks) = (cells.text()?, cells.text()?);
        let asks = serde_json::from_str(&asks).map_err(|_| cells.unreadable("filter"))?;
        Ok(SavedFilter { account: account.clone(), name, asks })
    };
    Ok(rows.iter().map(filter).collect::<Result<_, Failure>>()?)
}

/// Give a person's calendar a new secret; the one before opens nothing any more.
pub(crate) async fn put_calendar(tx: &mut Tx, key: &CalendarKey) -> Result<(), Failure> {
    let sql = "insert into calendar (account, secret, everything) values ($1, $2, $3)
        on conflict (account) do update set secret = excluded.secret,
            everything = excluded.everything";
    let values = vec![(&key.account).into(), (&key.secret).into(), key.everything.into()];
    tx.run(sql, values).await.or_taken("the calendar's secret").map(drop)
}

/// Close a person's calendar, if it is open.
pub(crate) async fn drop_calendar(tx: &mut Tx, account: &AccountId) -> Result<(), Failure> {
    tx.run("delete from calendar where account = $1", vec![account.into()]).await.map(drop)
}

/// The calendar that this secret opens.
pub(crate) async fn calendar(
    db: &Database,
    secret: &Digest,
) -> Result<Option<CalendarKey>, StoreError> {
    let sql = "select account, everything from calendar where secret = $1";
    let row = db.read_one(sql, vec![secret.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let mut cells = row.cells();
    Ok(Some(CalendarKey { account: cells.account()?, secret: *secret, everything: cells.yes()? }))
}

/// The calendar of this person.
pub(crate) async fn calendar_of(
    db: &Database,
    account: &AccountId,
) -> Result<Option<CalendarKey>, StoreError> {
    let sql = "select secret, everything from calendar where account = $1";
    let row = db.read_one(sql, vec![account.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let mut cells = row.cells();
    let secret = cells.digest()?;
    Ok(Some(CalendarKey { account: account.clone(), secret, everything: cells.yes()? }))
}
