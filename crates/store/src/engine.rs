//! The one place that knows there are two engines: pools, transactions, binding, and the few words
//! of SQL that only one of them has. Everything else is one SQL text with `$1` placeholders.

use crate::failure::Failure;
use crate::group::Line;
use crate::lanes::{self, Lane, Turn};
use crate::value::{Row, Value};
use futures::stream::{BoxStream, StreamExt};
use sqlx::postgres::{PgPool, Postgres};
use sqlx::sqlite::SqliteConnection;
use sqlx::{SqlSafeStr, Transaction};
use std::sync::Arc;

/// An open database, ready to serve as `app`'s store. Cloning shares it.
#[derive(Clone)]
pub struct Database(pub(crate) Pools, pub(crate) Arc<Line>);

/// Connections. SQLite has one writer; in memory, reader and writer are the same connection.
#[derive(Clone)]
pub(crate) enum Pools {
    Sqlite { writer: Lane, reader: Lane },
    Postgres(PgPool),
}

/// A transaction, rolled back where it is dropped.
pub(crate) enum Tx {
    Sqlite(Turn),
    Postgres(Transaction<'static, Postgres>),
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Writing: SQLite takes its lock at once, because a late one fails instead of waiting.
    Writing,
    /// Reading many things as they were at one instant.
    Snapshot,
}

/// A query with its values bound.
macro_rules! bound {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Int(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
            };
        }
        query
    }};
}

/// Run the same on whichever engine it is.
macro_rules! on {
    ($tx:expr, $it:ident => $what:expr) => {
        match $tx {
            Tx::Sqlite(turn) => {
                let $it = turn.connection()?;
                $what
            }
            Tx::Postgres(transaction) => {
                let $it = &mut **transaction;
                $what
            }
        }
    };
}

impl Tx {
    /// Do this; how many rows it touched.
    pub(crate) async fn run(
        &mut self,
        sql: impl SqlSafeStr + Send,
        values: Vec<Value>,
    ) -> Result<u64, Failure> {
        Ok(on!(self, it => bound!(sql, values).execute(it).await?.rows_affected()))
    }

    /// Do this and have all its rows.
    pub(crate) async fn rows(
        &mut self,
        sql: impl SqlSafeStr + Send,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, Failure> {
        Ok(match self {
            Tx::Sqlite(tx) => {
                let rows = bound!(sql, values).fetch_all(tx.connection()?).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Tx::Postgres(tx) => {
                let rows = bound!(sql, values).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Do this and have its rows one by one.
    pub(crate) fn stream<'t>(
        &'t mut self,
        sql: impl SqlSafeStr + Send + 't,
    ) -> BoxStream<'t, Result<Row, sqlx::Error>> {
        match self {
            Tx::Sqlite(tx) => match tx.connection() {
                Ok(it) => sqlx::query(sql).fetch(it).map(|row| row.map(Row::Sqlite)).boxed(),
                Err(error) => futures::stream::once(async { Err(error) }).boxed(),
            },
            Tx::Postgres(tx) => {
                sqlx::query(sql).fetch(&mut **tx).map(|row| row.map(Row::Postgres)).boxed()
            }
        }
    }

    /// Several statements without values.
    pub(crate) async fn script(&mut self, sql: impl SqlSafeStr + Send) -> Result<(), Failure> {
        on!(self, it => sqlx::raw_sql(sql).execute(it).await.map(drop))?;
        Ok(())
    }

    /// Wait until nobody else changes the schema. SQLite's write lock already says so.
    pub(crate) async fn lock_schema(&mut self) -> Result<(), Failure> {
        const VULNERARY: i64 = 0x76_75_6c_6e;
        if let Tx::Postgres(_) = self {
            self.rows("select pg_advisory_xact_lock($1)", vec![VULNERARY.into()]).await?;
        }
        Ok(())
    }

    /// Let nobody else write to these tables until the end; in the mode "access exclusive" nobody reads
    /// them either. SQLite's write lock already keeps writers away.
    pub(crate) async fn lock_tables(&mut self, tables: &str, mode: &str) -> Result<(), Failure> {
        if let Tx::Postgres(_) = self {
            let sql = format!("lock table {tables} in {mode} mode");
            self.script(sqlx::AssertSqlSafe(sql)).await?;
        }
        Ok(())
    }

    /// The end of a subquery that takes a row for itself and passes over what others have taken.
    pub(crate) fn skip_locked(&self) -> &'static str {
        match self {
            Tx::Sqlite(_) => "",
            Tx::Postgres(_) => "for update skip locked",
        }
    }

    /// This engine's of two texts.
    pub(crate) fn either(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Tx::Sqlite(_) => sqlite,
            Tx::Postgres(_) => postgres,
        }
    }

    pub(crate) async fn commit(self) -> Result<(), Failure> {
        match self {
            Tx::Sqlite(turn) => turn.end("commit").await,
            Tx::Postgres(tx) => Ok(tx.commit().await?),
        }
    }

    pub(crate) async fn rollback(self) -> Result<(), Failure> {
        match self {
            Tx::Sqlite(turn) => turn.end("rollback").await,
            Tx::Postgres(tx) => Ok(tx.rollback().await?),
        }
    }
}

/// In a task of its own: where the waiting caller is dropped in the middle, sqlx would hand the
/// connection back with the transaction still open on the server.
async fn begin_apart(pool: &PgPool, statement: &'static str) -> Result<Tx, Failure> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(statement).await });
    let begun = begun.await.map_err(|e| Failure::Unreadable(format!("nothing begun: {e}")))?;
    Ok(Tx::Postgres(begun?))
}

impl Database {
    /// Begin a transaction.
    pub(crate) async fn begin(&self, purpose: For) -> Result<Tx, Failure> {
        match (&self.0, purpose) {
            (Pools::Sqlite { writer, .. }, For::Writing) => {
                Ok(Tx::Sqlite(Turn::begin(writer, "begin immediate").await?))
            }
            (Pools::Sqlite { reader, .. }, For::Snapshot) => {
                Ok(Tx::Sqlite(Turn::begin(reader, "begin deferred").await?))
            }
            (Pools::Postgres(pool), For::Writing) => {
                begin_apart(pool, "begin isolation level read committed").await
            }
            (Pools::Postgres(pool), For::Snapshot) => {
                begin_apart(pool, "begin isolation level repeatable read read only").await
            }
        }
    }

    /// Read outside of any transaction.
    pub(crate) async fn read(
        &self,
        sql: impl SqlSafeStr + Send,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, Failure> {
        Ok(match &self.0 {
            Pools::Sqlite { reader, .. } => {
                let ask = async |it: &mut SqliteConnection| bound!(sql, values).fetch_all(it).await;
                let rows = lanes::with(reader, ask).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Pools::Postgres(pool) => {
                let rows = bound!(sql, values).fetch_all(pool).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Read at most one row.
    pub(crate) async fn read_one(
        &self,
        sql: impl SqlSafeStr + Send,
        values: Vec<Value>,
    ) -> Result<Option<Row>, Failure> {
        Ok(self.read(sql, values).await?.into_iter().next())
    }

    /// What was erased must not wait in SQLite's log for the next checkpoint: bring all of it into
    /// the database, which overwrites what it frees, and cut the log to nothing. PostgreSQL's log is
    /// its operator's.
    pub(crate) async fn cut_log(&self) -> Result<(), Failure> {
        if let Pools::Sqlite { writer, .. } = &self.0 {
            let cut = async |it: &mut SqliteConnection| {
                sqlx::query("pragma wal_checkpoint(truncate)").fetch_all(it).await
            };
            lanes::with(writer, cut).await?;
        }
        Ok(())
    }

    /// Finish what runs and close every connection.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { writer, reader } => lanes::close(writer, reader).await,
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}
