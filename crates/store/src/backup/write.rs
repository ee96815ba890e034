//! Writing a backup while everybody else goes on working.

use super::tables::{TABLES, Table};
use super::{BackupError, End, FORMAT, Header, Summary};
use crate::engine::{Database, For, Tx};
use crate::failure::Failure;
use crate::migrate::SCHEMA;
use crate::shipping::{self, Replayed};
use futures::TryStreamExt;
use serde::Serialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;
use std::io::Write;

/// Lines under compression, with the digest of all so far.
pub(crate) struct Packed<W: Write> {
    out: zstd::Encoder<'static, W>,
    digest: Sha256,
}

impl<W: Write> Packed<W> {
    pub(crate) fn begin(out: W) -> Result<Self, BackupError> {
        let mut out = zstd::Encoder::new(out, 0)?;
        out.include_checksum(true)?;
        Ok(Self { out, digest: Sha256::new() })
    }

    pub(crate) fn write(&mut self, line: &impl Serialize) -> Result<(), BackupError> {
        self.write_text(&serde_json::to_string(line).map_err(std::io::Error::from)?)
    }

    pub(crate) fn write_text(&mut self, line: &str) -> Result<(), BackupError> {
        for part in [line.as_bytes(), b"\n"] {
            self.digest.update(part);
            self.out.write_all(part)?;
        }
        Ok(())
    }

    /// Of everything so far, in hexadecimal digits.
    pub(crate) fn digest(&self) -> String {
        hex::encode(self.digest.clone().finalize())
    }

    pub(crate) fn finish(self) -> Result<(), BackupError> {
        Ok(self.out.finish()?.flush()?)
    }

    fn end(mut self, rows: BTreeMap<String, u64>) -> Result<Summary, BackupError> {
        let sha256 = self.digest();
        self.write(&End { rows: rows.clone(), sha256: sha256.clone() })?;
        self.finish()?;
        Ok(Summary { schema: SCHEMA, rows, sha256, replayed: Replayed::default() })
    }
}

/// Write all tables as they are at this instant.
pub async fn backup(db: &Database, out: impl Write) -> Result<Summary, BackupError> {
    let mut lines = Packed::begin(out)?;
    let columns = |table: &Table| table.columns.iter().map(|c| c.name.to_owned()).collect();
    let tables = TABLES.iter().map(|table| (table.name.to_owned(), columns(table))).collect();
    let mut tx = db.begin(For::Snapshot).await?;
    let follows = shipping::follows(&mut tx).await?;
    lines.write(&Header { vulnerary_backup: FORMAT, schema: SCHEMA, tables, follows })?;
    let mut rows = BTreeMap::new();
    for table in TABLES {
        let count = write_table(&mut tx, table, &mut lines).await?;
        rows.insert(table.name.to_owned(), count);
    }
    tx.rollback().await?;
    lines.end(rows)
}

async fn write_table<W: Write>(
    tx: &mut Tx,
    table: &Table,
    lines: &mut Packed<W>,
) -> Result<u64, BackupError> {
    let mut rows = tx.stream(AssertSqlSafe(table.select()));
    let mut count = 0;
    while let Some(row) = rows.try_next().await.map_err(Failure::from)? {
        let mut cells = row.cells();
        let mut line = vec![Json::from(table.name)];
        for column in table.columns {
            line.push(column.kind.read(&mut cells)?);
        }
        lines.write(&line)?;
        count += 1;
    }
    Ok(count)
}
