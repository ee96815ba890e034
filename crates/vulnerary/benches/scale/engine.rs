//! The databases of the benchmark: where they are, and statements behind the store's back.

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, SqliteConnection};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where an instance is.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) url: String,
    /// Files that are not in the database: the policy, samples for measuring.
    pub(crate) folder: PathBuf,
    server: Option<(String, String)>,
}

impl Place {
    pub(crate) fn sqlite(folder: &Path, name: &str) -> Self {
        let folder = folder.join(format!("sqlite-{name}"));
        std::fs::create_dir_all(&folder).unwrap();
        let url = format!("sqlite:{}", folder.join("vulnerary.db").display());
        Self { url, folder, server: None }
    }

    /// A database of its own on this server.
    pub(crate) async fn postgres(folder: &Path, server: &str, name: &str) -> Self {
        let folder = folder.join(format!("postgres-{name}"));
        std::fs::create_dir_all(&folder).unwrap();
        let name = format!("vulnerary_bench_{name}");
        let mut url = PgConnectOptions::from_str(server).unwrap();
        let mut connection = url.clone().connect().await.unwrap();
        let there = format!("select 1 from pg_database where datname = '{name}'");
        let there = connection.fetch_optional(AssertSqlSafe(there)).await.unwrap();
        if there.is_none() {
            connection.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
        }
        url = url.database(&name);
        let url = url.to_url_lossy().to_string();
        Self { url, folder, server: Some((server.to_owned(), name)) }
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.server.is_none()
    }

    /// What kind it is, for a table.
    pub(crate) fn engine(&self) -> &'static str {
        if self.is_sqlite() { "SQLite" } else { "PostgreSQL" }
    }

    pub(crate) async fn connect(&self) -> Raw {
        if self.is_sqlite() {
            // Exactly what the store asks of its writer.
            let options = SqliteConnectOptions::from_str(&self.url)
                .unwrap()
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .pragma("secure_delete", "on")
                .pragma("cache_size", "-65536")
                .pragma("temp_store", "memory")
                .pragma("wal_autocheckpoint", "8192")
                .disable_statement_logging();
            return Raw::Sqlite(Box::new(options.connect().await.unwrap()));
        }
        Raw::Postgres(Box::new(PgConnection::connect(&self.url).await.unwrap()))
    }

    /// Bytes on disk.
    pub(crate) async fn bytes(&self) -> u64 {
        if self.is_sqlite() {
            let files = std::fs::read_dir(&self.folder).unwrap();
            return files.map(|file| file.unwrap().metadata().unwrap().len()).sum();
        }
        let mut raw = self.connect().await;
        raw.number("select pg_database_size(current_database())").await as u64
    }

    /// Take it away.
    pub(crate) async fn leave(self) {
        if let Some((server, name)) = &self.server {
            let mut connection = PgConnection::connect(server).await.unwrap();
            let sql = format!("drop database if exists {name} with (force)");
            connection.execute(AssertSqlSafe(sql)).await.unwrap();
        }
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

/// A connection of its own.
pub(crate) enum Raw {
    Sqlite(Box<SqliteConnection>),
    Postgres(Box<PgConnection>),
}

impl Raw {
    /// Statements without values.
    pub(crate) async fn script(&mut self, sql: &str) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(raw) => drop(sql.execute(&mut **raw).await.unwrap()),
            Self::Postgres(raw) => drop(sql.execute(&mut **raw).await.unwrap()),
        }
    }

    /// Bring home what waits in SQLite's log: else whoever comes next pays for it.
    pub(crate) async fn cut_log(&mut self) {
        if let Self::Sqlite(_) = self {
            self.script("pragma wal_checkpoint(truncate)").await;
        }
    }

    /// A statement with texts.
    pub(crate) async fn texts(&mut self, sql: &str, texts: &[&str]) {
        macro_rules! run {
            ($raw:expr) => {{
                let mut query = sqlx::query(AssertSqlSafe(sql.to_owned()));
                for text in texts {
                    query = query.bind(*text);
                }
                query.execute(&mut **$raw).await.unwrap();
            }};
        }
        match self {
            Self::Sqlite(raw) => run!(raw),
            Self::Postgres(raw) => run!(raw),
        }
    }

    /// One number.
    pub(crate) async fn number(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(raw) => sqlx::query_scalar(sql).fetch_one(&mut **raw).await.unwrap(),
            Self::Postgres(raw) => sqlx::query_scalar(sql).fetch_one(&mut **raw).await.unwrap(),
        }
    }
}
