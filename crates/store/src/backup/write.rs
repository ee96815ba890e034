//! Writing a backup while everybody else goes on working.

use super::tables::{TABLES, Table};
use super::{BackupError, End, FORMAT, Header, Summary};
use crate::engine::{Database, For, Tx};
use crate::failure::Failure;
use crate::migrate::SCHEMA;
use futures::TryStreamExt;
use serde::Serialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;
use std::io::Write;

/// Lines under compression, with the digest of all so far.
struct Lines<W: Write> {
    out: zstd::Encoder<'static, W>,
    digest: Sha256,
}

impl<W: Write> Lines<W> {
    fn begin(out: W) -> Result<Self, BackupError> {
        let mut out = zstd::Encoder::new(out, 0)?;
        out.include_checksum(true)?;
        Ok(Self { out, digest: Sha256::new() })
    }

    fn write(&mut self, line: &impl Serialize) -> Result<(), BackupError> {
        let mut text = serde_json::to_vec(line).map_err(std::io::Error::from)?;
        text.push(b'\n');
        self.digest.update(&text);
        self.out.write_all(&text)?;
        Ok(())
    }

    fn end(mut self, rows: BTreeMap<String, u64>) -> Result<Summary, BackupError> {
        let sha256 = hex::encode(self.digest.clone().finalize());
        self.write(&End { rows: rows.clone(), sha256: sha256.clone() })?;
        self.out.finish()?.flush()?;
        Ok(Summary { schema: SCHEMA, rows, sha256 })
    }
}

/// Write all tables as they are at this instant.
pub async fn backup(db: &Database, out: impl Write) -> Result<Summary, BackupError> {
    let mut lines = Lines::begin(out)?;
    let columns = |table: &Table| table.columns.iter().map(|c| c.name.to_owned()).collect();
    let tables = TABLES.iter().map(|table| (table.name.to_owned(), columns(table))).collect();
    lines.write(&Header { vulnerary_backup: FORMAT, schema: SCHEMA, tables })?;
    let mut tx = db.begin(For::Snapshot).await?;
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
    lines: &mut Lines<W>,
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
