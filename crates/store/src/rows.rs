//! Adding rows. All rows of a table go in as one JSON text, so that one prepared statement adds any
//! number of them; and what adds to several tables is sent as one.

use crate::engine::Tx;
use crate::failure::Failure;
use crate::value::Value;
use serde::ser::{Serialize, SerializeSeq as _, Serializer};
use sqlx::AssertSqlSafe;

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Int,
    Text,
    Bytes,
}

/// The columns of a table that rows are added to.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// What to do where a row is there already, in SQL.
    pub(crate) then: &'static str,
}

/// Rows for a table: their values, one after the other.
pub(crate) struct Rows {
    pub(crate) table: &'static Table,
    pub(crate) values: Vec<Value>,
}

impl Rows {
    /// The rows as JSON; bytes as hexadecimal digits.
    fn json(&self) -> Result<String, Failure> {
        let rows = self.values.chunks(self.table.columns.len());
        let rows: Vec<Row<'_>> = rows.map(Row).collect();
        serde_json::to_string(&rows).map_err(|error| Failure::Unreadable(error.to_string()))
    }
}

/// A row, to be written as JSON.
struct Row<'v>(&'v [Value]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut row = to.serialize_seq(Some(self.0.len()))?;
        for value in self.0 {
            match value {
                Value::Int(number) => row.serialize_element(number)?,
                Value::Text(text) => row.serialize_element(text)?,
                Value::Bytes(bytes) => row.serialize_element(&bytes.as_ref().map(hex::encode))?,
            }
        }
        row.end()
    }
}

/// Add these rows; how many of them are new, or changed what was there.
pub(crate) async fn add(tx: &mut Tx, rows: Rows) -> Result<u64, Failure> {
    let sql = rows.table.insert(1, tx);
    tx.run(AssertSqlSafe(sql), vec![Value::Text(Some(rows.json()?))]).await
}

/// Add rows to several tables at once, in whatever order the database likes.
pub(crate) async fn add_all(tx: &mut Tx, all: Vec<Rows>) -> Result<(), Failure> {
    let inserts = all.iter().zip(1..).map(|(rows, place)| rows.table.insert(place, tx));
    let sql = match tx {
        Tx::Sqlite(_) => inserts.collect::<Vec<_>>().join("; "),
        // PostgreSQL prepares one statement at a time, and a statement may hold others.
        Tx::Postgres(_) => {
            let parts = inserts.zip(1..).map(|(insert, number)| format!("t{number} as ({insert})"));
            format!("with {} select 1", parts.collect::<Vec<_>>().join(", "))
        }
    };
    let values: Result<_, Failure> =
        all.iter().map(|rows| Ok(Value::Text(Some(rows.json()?)))).collect();
    tx.run(AssertSqlSafe(sql), values?).await.map(drop)
}

impl Table {
    /// Adds the rows of the value at this place.
    fn insert(&self, place: usize, tx: &Tx) -> String {
        let names: Vec<_> = self.columns.iter().map(|(name, _)| *name).collect();
        let cells = self.columns.iter().enumerate().map(|(index, (_, kind))| match (kind, tx) {
            (Kind::Bytes, Tx::Sqlite(_)) => format!("unhex(r.value ->> {index})"),
            (Kind::Bytes, Tx::Postgres(_)) => format!("decode(r.value ->> {index}, 'hex')"),
            (Kind::Int, Tx::Postgres(_)) => format!("cast(r.value ->> {index} as bigint)"),
            (Kind::Int | Kind::Text, _) => format!("r.value ->> {index}"),
        });
        // SQLite's other function would write each row out as text, to be read again for each cell.
        let from = tx.either("jsonb_each", "jsonb_array_elements");
        let cast = tx.either("text", "jsonb");
        // "where true" keeps SQLite from reading "on conflict" as a join.
        format!(
            "insert into {} ({}) select {} from {from}(cast(${place} as {cast})) r where true {}",
            self.name,
            names.join(", "),
            cells.collect::<Vec<_>>().join(", "),
            self.then
        )
    }
}
