//! Restoring a backup into an empty database: all of it, after every line was read and the digest
//! agreed, or nothing.

use super::tables::{Column, LEFT_BEHIND, MADE, TABLES, Table};
use super::{BackupError, End, FORMAT, Header, Summary};
use crate::engine::{Database, For, Tx};
use crate::migrate::SCHEMA;
use crate::reads;
use crate::sealing_keys;
use crate::shipping::{Parcel, Replayed, replay};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, ErrorKind, Read};

/// A longer line is nothing that this program wrote.
const LINE_MAX: u64 = 1 << 30;

fn refused(says: impl Into<String>) -> BackupError {
    BackupError::Refused(says.into())
}

/// Decompressed lines, with the digest of all so far.
pub(crate) struct Lines<R: Read> {
    from: BufReader<zstd::Decoder<'static, BufReader<R>>>,
    line: Vec<u8>,
    digest: Sha256,
}

impl<R: Read> Lines<R> {
    pub(crate) fn begin(from: R) -> Result<Self, BackupError> {
        let from = BufReader::new(zstd::Decoder::new(from)?);
        Ok(Self { from, line: Vec::new(), digest: Sha256::new() })
    }

    /// The next line, which must be whole.
    pub(crate) fn next(&mut self) -> Result<&[u8], BackupError> {
        self.digest.update(&self.line);
        self.line.clear();
        let read = self.from.by_ref().take(LINE_MAX).read_until(b'\n', &mut self.line);
        read.map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => refused("the backup is cut off"),
            _ => refused(format!("the backup cannot be read: {error}")),
        })?;
        match self.line.last() {
            Some(b'\n') => Ok(&self.line),
            _ => Err(refused("the backup is cut off")),
        }
    }

    /// The line that was read last.
    pub(crate) fn line(&self) -> &[u8] {
        &self.line
    }

    /// Of all lines before that one, in hexadecimal digits.
    pub(crate) fn digest(&self) -> String {
        hex::encode(self.digest.clone().finalize())
    }

    /// After the last line comes nothing.
    pub(crate) fn is_over(&mut self) -> bool {
        matches!(self.from.read(&mut [0]), Ok(0))
    }
}

fn parse<T: DeserializeOwned>(line: &[u8], what: &str) -> Result<T, BackupError> {
    serde_json::from_slice(line).map_err(|error| refused(format!("{what}: {error}")))
}

/// How the rows of one table are written.
struct Target {
    insert: String,
    columns: Vec<&'static Column>,
    rows: u64,
}

/// Read a backup into an empty database.
pub async fn restore(db: &Database, input: impl Read) -> Result<Summary, BackupError> {
    restore_all(db, input, None).await
}

/// Read a backup into an empty database, and then the units that were shipped after it: files in the
/// order of their numbers. All of it, or nothing.
pub async fn restore_with(
    db: &Database,
    input: impl Read,
    parcels: &mut (dyn Iterator<Item = Result<Parcel, String>> + Send),
) -> Result<Summary, BackupError> {
    restore_all(db, input, Some(parcels)).await
}

type Parcels<'p> = &'p mut (dyn Iterator<Item = Result<Parcel, String>> + Send);

async fn restore_all(
    db: &Database,
    input: impl Read,
    parcels: Option<Parcels<'_>>,
) -> Result<Summary, BackupError> {
    let mut lines = Lines::begin(input)?;
    let header = header(lines.next()?)?;
    let follows = match (&header.follows, &parcels) {
        (None, Some(_)) => {
            return Err(refused("no units were shipped when this backup was taken; take another"));
        }
        (follows, _) => follows.as_ref(),
    };
    let mut targets = targets(&header)?;
    let mut tx = db.begin(For::Writing).await?;
    let filled = async {
        let end = fill(&mut tx, &mut lines, &mut targets).await?;
        reads::make_places(&mut tx).await?;
        let replayed = match (follows, parcels) {
            (Some(follows), Some(parcels)) => replay(&mut tx, follows, parcels).await?,
            _ => Replayed::default(),
        };
        // What an earlier version wrote does not say when the cases of a word were received.
        let sql = "update case_word set received_at =
                (select c.received_at from cases c where c.id = case_word.case_id)
            where received_at = 0";
        tx.run(sql, vec![]).await?;
        sealing_keys::note_unsealed(&mut tx, !header.tables.contains_key("unsealed")).await?;
        Ok((end, replayed))
    };
    match filled.await {
        Ok((end, replayed)) => {
            tx.commit().await?;
            Ok(Summary { schema: header.schema, rows: end.rows, sha256: end.sha256, replayed })
        }
        Err(error) => {
            tx.rollback().await?;
            Err(error)
        }
    }
}

fn header(line: &[u8]) -> Result<Header, BackupError> {
    let header: Header = parse(line, "this is no backup of this program")?;
    if header.vulnerary_backup > FORMAT || header.schema > SCHEMA {
        return Err(refused("the backup was written by a newer version of this program"));
    }
    Ok(header)
}

fn targets(header: &Header) -> Result<BTreeMap<&'static str, Target>, BackupError> {
    let mut targets = BTreeMap::new();
    for (name, columns) in &header.tables {
        let table: Option<&Table> = TABLES.iter().find(|table| table.name == name);
        let table = table.ok_or_else(|| refused(format!("there is no table {name}")))?;
        let find = |name: &String| table.columns.iter().find(|column| column.name == name);
        let columns: Option<Vec<_>> = columns.iter().map(find).collect();
        let columns =
            columns.ok_or_else(|| refused(format!("the table {name} has other columns")))?;
        let target = Target { insert: table.insert(&columns), columns, rows: 0 };
        targets.insert(table.name, target);
    }
    Ok(targets)
}

async fn fill<R: Read>(
    tx: &mut Tx,
    lines: &mut Lines<R>,
    targets: &mut BTreeMap<&'static str, Target>,
) -> Result<End, BackupError> {
    must_be_empty(tx).await?;
    loop {
        let line = lines.next()?;
        if line.starts_with(b"{") {
            break;
        }
        let row: Vec<Json> = parse(line, "a row of the backup")?;
        insert(tx, &row, targets).await?;
    }
    let end: End = parse(&lines.line, "the last line of the backup")?;
    if end.sha256 != lines.digest() || !lines.is_over() {
        return Err(refused("the backup was changed after it was written"));
    }
    let counted = targets.iter().map(|(name, target)| ((*name).to_owned(), target.rows));
    if end.rows != counted.collect() {
        return Err(refused("the backup does not have as many rows as it says"));
    }
    Ok(end)
}

async fn must_be_empty(tx: &mut Tx) -> Result<(), BackupError> {
    let all: Vec<&str> =
        TABLES.iter().map(|table| table.name).chain([LEFT_BEHIND, MADE].concat()).collect();
    tx.lock_tables(&all.join(", "), "exclusive").await?;
    for table in all {
        let rows = tx.rows(AssertSqlSafe(format!("select 1 from {table} limit 1")), vec![]).await?;
        if !rows.is_empty() {
            return Err(refused("the database is not empty"));
        }
    }
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    row: &[Json],
    targets: &mut BTreeMap<&'static str, Target>,
) -> Result<(), BackupError> {
    let (name, cells) = row.split_first().ok_or_else(|| refused("a row has no table"))?;
    let target = name.as_str().and_then(|name| targets.get_mut(name));
    let target = target.ok_or_else(|| refused(format!("a row is of no known table: {name}")))?;
    let values: Option<Vec<_>> = if cells.len() == target.columns.len() {
        target.columns.iter().zip(cells).map(|(column, json)| column.kind.value(json)).collect()
    } else {
        None
    };
    let values = values.ok_or_else(|| refused(format!("a row of {name} has other columns")))?;
    tx.run(AssertSqlSafe(target.insert.clone()), values).await?;
    target.rows += 1;
    Ok(())
}
