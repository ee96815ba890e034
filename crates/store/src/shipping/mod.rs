//! Shipping units of work to another place as they are written, so that a backup of last night and
//! what was shipped since make the database of the moment before the disk was lost.
//!
//! While it is on, every unit is also kept as JSON until somebody has taken it away. What lets people
//! in is left out, as it is of a backup. Begin with [`begin`]; files are made by [`pack`], and read
//! again by [`crate::backup::restore_with`].

mod note;
mod parcel;
mod replay;

pub(crate) use note::note;
pub use parcel::{Parcel, pack};
pub(crate) use replay::replay;
pub use replay::{Follows, Replayed};

use crate::backup::BackupError;
use crate::engine::{Database, For, Tx};
use crate::failure::Failure;
use crate::value::Value;
use sqlx::AssertSqlSafe;

/// Units of one file.
const UNITS: u32 = 500;
/// Numbers in one statement.
const CHUNK: usize = 100;

/// A unit that waits to be taken away: its number and its JSON.
pub type Waiting = (i64, String);

fn refused(says: String) -> BackupError {
    BackupError::Refused(says)
}

/// Keep every unit from now on, for this target. Units that run at this moment are waited for: each
/// is either kept or seen by every backup that is taken after this. Whether it begins only now.
pub async fn begin(db: &Database, target: &str) -> Result<bool, BackupError> {
    let mut tx = db.begin(For::Writing).await?;
    tx.lock_tables("shipping, unit_log", "access exclusive").await?;
    let before = target_of(&mut tx).await?;
    match before.as_deref() {
        Some(before) if before == target => {}
        Some(other) => {
            tx.rollback().await?;
            return Err(refused(format!("units are shipped to {other} already; end that first")));
        }
        None => {
            let sql = "insert into shipping (target, files) values ($1, 0)";
            tx.run(sql, vec![target.into()]).await?;
        }
    }
    tx.commit().await?;
    Ok(before.is_none())
}

/// Keep no more units, and forget those that nobody took; where they were shipped to.
pub async fn end(db: &Database) -> Result<Option<String>, BackupError> {
    let mut tx = db.begin(For::Writing).await?;
    tx.lock_tables("shipping, unit_log", "access exclusive").await?;
    let before = target_of(&mut tx).await?;
    tx.run("delete from shipping", vec![]).await?;
    tx.run("delete from unit_log", vec![]).await?;
    tx.commit().await?;
    Ok(before)
}

async fn target_of(tx: &mut Tx) -> Result<Option<String>, Failure> {
    let rows = tx.rows("select target from shipping", vec![]).await?;
    rows.first().map(|row| row.cells().text()).transpose()
}

/// The first units that nobody took yet, as many as go into one file.
pub async fn waiting(db: &Database) -> Result<Vec<Waiting>, BackupError> {
    let sql = "select id, body from unit_log order by id limit $1";
    let rows = db.read(sql, vec![UNITS.into()]).await?;
    let unit = |row: &crate::value::Row| {
        let mut cells = row.cells();
        Ok((cells.int()?, cells.text()?))
    };
    Ok(rows.iter().map(unit).collect::<Result<_, Failure>>()?)
}

/// These units lie safely in the file of this number.
pub async fn taken(db: &Database, units: &[Waiting], file: u64) -> Result<(), BackupError> {
    let mut tx = db.begin(For::Writing).await?;
    let sql = "update shipping set files = $1 where files < $1";
    if tx.run(sql, vec![file.into()]).await? == 0 {
        tx.rollback().await?;
        let says = "shipping was ended, another process does it, or files are gone from the folder";
        return Err(refused(says.to_owned()));
    }
    for chunk in units.chunks(CHUNK) {
        let places: Vec<String> = (1..=chunk.len()).map(|place| format!("${place}")).collect();
        let sql = format!("delete from unit_log where id in ({})", places.join(", "));
        let values: Vec<Value> = chunk.iter().map(|(id, _)| (*id).into()).collect();
        tx.run(AssertSqlSafe(sql), values).await?;
    }
    Ok(tx.commit().await?)
}

/// What a backup that is being taken holds of what is shipped: every unit of the files so far, and
/// those that wait.
pub(crate) async fn follows(tx: &mut Tx) -> Result<Option<Follows>, Failure> {
    let rows = tx.rows("select target, files from shipping", vec![]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let mut cells = row.cells();
    let (target, files) = (cells.text()?, cells.count()?);
    let rows = tx.rows("select id from unit_log order by id", vec![]).await?;
    let units = rows.iter().map(|row| row.cells().int()).collect::<Result<_, Failure>>()?;
    Ok(Some(Follows { target, files, units }))
}
