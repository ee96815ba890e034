//! Writing shipped units again, after a backup: each once, in their order, and only if no file is
//! missing between the backup and the last of them.

use super::note::is_shipped;
use super::parcel::{Parcel, Unit, unpack};
use crate::backup::BackupError;
use crate::engine::Tx;
use crate::failure::{Failure, must_touch};
use crate::unit::apply;
use app::ports::store::{StoreError, Write};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a backup says of the units that are shipped from its database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follows {
    /// Where they are shipped to.
    pub target: String,
    /// The backup holds all units of so many files,
    pub files: u64,
    /// and these.
    pub units: Vec<i64>,
}

/// What was written again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replayed {
    /// Files that were read.
    pub files: u64,
    /// Units that the backup did not hold.
    pub units: u64,
}

/// Where the reading of files stands.
struct Reading<'f> {
    follows: &'f Follows,
    known: BTreeSet<i64>,
    last: Option<(u64, String)>,
    done: Replayed,
}

fn refused(name: &str, says: &str) -> BackupError {
    BackupError::Refused(format!("{name}: {says}"))
}

/// Write all units of these files that the backup does not hold.
pub(crate) async fn replay(
    tx: &mut Tx,
    follows: &Follows,
    parcels: &mut (dyn Iterator<Item = Result<Parcel, String>> + Send),
) -> Result<Replayed, BackupError> {
    let known = follows.units.iter().copied().collect();
    let mut reading = Reading { follows, known, last: None, done: Replayed::default() };
    for parcel in parcels {
        let parcel = parcel.map_err(BackupError::Refused)?;
        let units = reading.read(&parcel)?;
        for unit in units {
            write(tx, &unit).await.map_err(|error| {
                let says = format!("unit {} cannot be written: {error}", unit.unit);
                refused(&parcel.name, &says)
            })?;
            reading.done.units += 1;
        }
    }
    let last = reading.last.map_or(0, |(number, _)| number);
    if last < follows.files {
        let says = format!(
            "the backup was taken after file {} was shipped, and the last file here is {last}: \
             these are not all files, or those of another time",
            follows.files
        );
        return Err(BackupError::Refused(says));
    }
    Ok(reading.done)
}

impl Reading<'_> {
    /// The units of this file that nobody has yet, if it is the one that must come.
    fn read(&mut self, parcel: &Parcel) -> Result<Vec<Unit>, BackupError> {
        let name = &parcel.name;
        let (header, units) = unpack(&parcel.bytes).map_err(|error| match error {
            BackupError::Refused(says) => refused(name, &says),
            other => refused(name, &other.to_string()),
        })?;
        if header.target != self.follows.target || header.file != parcel.number {
            let target = &self.follows.target;
            return Err(refused(name, &format!("is not the file of this number for {target}")));
        }
        match &self.last {
            Some((number, _)) if parcel.number != number + 1 => {
                return Err(refused(name, &format!("file {} is missing before it", number + 1)));
            }
            Some((_, sha256)) if *sha256 != header.before => {
                return Err(refused(name, "follows another file than the one before it here"));
            }
            None if parcel.number > self.follows.files + 1 => {
                let needed = self.follows.files + 1;
                return Err(refused(name, &format!("file {needed} is missing before it")));
            }
            _ => {}
        }
        self.last = Some((parcel.number, parcel.sha256.clone()));
        self.done.files += 1;
        if parcel.number <= self.follows.files {
            return Ok(Vec::new());
        }
        Ok(units.into_iter().filter(|unit| self.known.insert(unit.unit)).collect())
    }
}

async fn write(tx: &mut Tx, unit: &Unit) -> Result<(), StoreError> {
    for one in &unit.writes {
        if !is_shipped(one) {
            let says = "holds what is never shipped: somebody else wrote it";
            return Err(StoreError::Outside(says.to_owned()));
        }
        again(tx, one).await?;
    }
    Ok(())
}

/// Write one of a unit again. Leases are not shipped, so that a job is done or has failed here without
/// ever having been taken.
async fn again(tx: &mut Tx, write: &Write) -> Result<(), Failure> {
    let (sql, values) = match write {
        Write::JobDone { key, attempt } => {
            let sql = "update job set state = 'done', due_at = run_at, attempt = $2 where key = $1";
            (sql, vec![key.into(), (*attempt).into()])
        }
        Write::JobFailed { key, attempt, again_at, says } => {
            let state = if again_at.is_some() { "waiting" } else { "dead" };
            let sql = "update job set state = $3, attempt = $2, says = $4,
                run_at = coalesce($5, run_at), due_at = coalesce($5, due_at) where key = $1";
            let at = (*again_at).into();
            (sql, vec![key.into(), (*attempt).into(), state.into(), says.into(), at])
        }
        other => return apply(tx, other).await,
    };
    must_touch(tx.run(sql, values).await?, "the job")
}
