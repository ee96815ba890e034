//! Adding rows. All rows of a table go in as one JSON text, so that one prepared statement adds any
//! number of them; and what adds to several tables is sent as one.

use crate::engine::Tx;
use crate::failure::Failure;
use crate::value::Value;
use serde_json::Value as Json;
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
    fn json(&self) -> String {
        let cell = |value: &Value| match value {
            Value::Int(number) => Json::from(*number),
            Value::Text(text) => Json::from(text.as_deref()),
            Value::Bytes(bytes) => bytes.as_ref().map(hex::encode).into(),
        };
        let rows = self.values.chunks(self.table.columns.len());
        let rows: Json = rows.map(|row| row.iter().map(cell).collect::<Json>()).collect();
        rows.to_string()
    }
}

/// Add these rows; how many of them are new, or changed what was there.
pub(crate) async fn add(tx: &mut Tx, rows: Rows) -> Result<u64, Failure> {
    let sql = rows.table.insert(1, tx);
    tx.run(AssertSqlSafe(sql), vec![Value::Text(Some(rows.json()))]).await
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
    let values = all.iter().map(|rows| Value::Text(Some(rows.json()))).collect();
    tx.run(AssertSqlSafe(sql), values).await.map(drop)
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
        let from = tx.either("json_each", "jsonb_array_elements");
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
