//! Public advisories, kept apart from all cases: what is read here may be shown to anybody.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, must_touch};
use crate::value::{Cells, Value};
use app::ports::store::StoreError;
use domain::embargo::PublishedRow;
use sqlx::SqlSafeStr;

/// Edition 1 takes a free number; each later one replaces the one before it. Either is a new
/// revision of all that is public.
pub(crate) async fn publish(tx: &mut Tx, row: &PublishedRow) -> Result<(), Failure> {
    write(tx, row).await?;
    let sql = "insert into revision (name, number) values ('publications', 1)
        on conflict (name) do update set number = revision.number + 1";
    tx.run(sql, vec![]).await.map(drop)
}

async fn write(tx: &mut Tx, row: &PublishedRow) -> Result<(), Failure> {
    let mut values: Vec<Value> = vec![
        row.number.into(),
        (&row.id).into(),
        row.edition.into(),
        row.modified_at.into(),
        (&row.record).into(),
    ];
    if row.edition <= 1 {
        let sql = "insert into publication (number, id, edition, modified_at, record)
            values ($1, $2, $3, $4, $5) on conflict do nothing";
        return must_touch(tx.run(sql, values).await?, "the advisory number");
    }
    values.push((row.edition - 1).into());
    let sql = "update publication set edition = $3, modified_at = $4, record = $5
        where number = $1 and id = $2 and edition = $6";
    must_touch(tx.run(sql, values).await?, "the advisory's edition")
}

fn publication(mut cells: Cells<'_>) -> Result<PublishedRow, Failure> {
    Ok(PublishedRow {
        number: cells.count()?,
        id: cells.text()?,
        edition: cells.count()?,
        modified_at: cells.at()?,
        record: cells.text()?,
    })
}

/// Newest first: numbers below `below`.
pub(crate) async fn page(
    db: &Database,
    below: Option<u32>,
    limit: u32,
) -> Result<Vec<PublishedRow>, StoreError> {
    let sql = "select number, id, edition, modified_at, record from publication
        where number < $1 order by number desc limit $2";
    let below = below.map_or(i64::MAX, i64::from);
    let rows = db.read(sql, vec![below.into(), limit.into()]).await?;
    Ok(rows.iter().map(|row| publication(row.cells())).collect::<Result<_, Failure>>()?)
}

/// The last changed first.
pub(crate) async fn changed(db: &Database, limit: u32) -> Result<Vec<PublishedRow>, StoreError> {
    let sql = "select number, id, edition, modified_at, record from publication
        order by modified_at desc, number desc limit $1";
    let rows = db.read(sql, vec![limit.into()]).await?;
    Ok(rows.iter().map(|row| publication(row.cells())).collect::<Result<_, Failure>>()?)
}

/// How often anything public was written.
pub(crate) async fn revision(db: &Database) -> Result<u64, StoreError> {
    let sql = "select number from revision where name = 'publications'";
    let row = db.read_one(sql, vec![]).await?;
    Ok(row.map_or(Ok(0), |row| row.cells().count())?)
}

async fn one(
    db: &Database,
    sql: impl SqlSafeStr + Send,
    value: Value,
) -> Result<Option<PublishedRow>, StoreError> {
    let row = db.read_one(sql, vec![value]).await?;
    Ok(row.map(|row| publication(row.cells())).transpose()?)
}

/// By its id.
pub(crate) async fn of_id(db: &Database, id: &str) -> Result<Option<PublishedRow>, StoreError> {
    let sql = "select number, id, edition, modified_at, record from publication where id = $1";
    one(db, sql, id.into()).await
}

/// By its number.
pub(crate) async fn of_number(
    db: &Database,
    number: u32,
) -> Result<Option<PublishedRow>, StoreError> {
    let sql = "select number, id, edition, modified_at, record from publication where number = $1";
    one(db, sql, number.into()).await
}

/// The greatest number in use.
pub(crate) async fn last_number(db: &Database) -> Result<Option<u32>, StoreError> {
    let sql = "select number from publication order by number desc limit 1";
    let row = db.read_one(sql, vec![]).await?;
    Ok(row.map(|row| row.cells().count()).transpose()?)
}
