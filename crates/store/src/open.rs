//! From a URL to an open, migrated database. What is said when that fails never shows a password.

use crate::engine::{Database, Pools};
use crate::failure::Failure;
use crate::group::Line;
use crate::lanes::{Lane, lane, open_one};
use crate::migrate::migrate;
use app::ports::store::StoreError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Executor};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Connections where nobody says how many.
const CONNECTIONS: u32 = 8;
/// How many groups of units PostgreSQL writes at once; what comes meanwhile makes the next groups.
const WRITERS: u32 = 4;
/// Statements that a connection keeps prepared.
const PREPARED: usize = 300;
/// How long SQLite waits for another process's write.
const BUSY: Duration = Duration::from_secs(10);
/// What SQLite's writer keeps of the database in memory, in KiB.
const WRITER_CACHE_KIB: u32 = 64 * 1024;
/// So many pages of SQLite's log (of 4 KiB) are brought into the database at once.
const LOG_PAGES: u32 = 8 * 1024;
/// How long anybody waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(15);

/// Open `sqlite:PATH`, `sqlite::memory:` or `postgres://…` and bring its schema up to date.
pub async fn open(url: &str) -> Result<Database, StoreError> {
    open_with(url, CONNECTIONS).await
}

/// The same with at most so many connections (for readers only on SQLite, which has one writer).
pub async fn open_with(url: &str, connections: u32) -> Result<Database, StoreError> {
    let pools = if let Some(path) = url.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        open_sqlite(path, connections).await?
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        open_postgres(url, connections).await.map_err(|error| hide_password(url, error))?
    } else {
        let says = "a database is sqlite:PATH, sqlite::memory: or postgres://…";
        return Err(StoreError::Outside(says.to_owned()));
    };
    let line = match &pools {
        Pools::Sqlite { .. } => Line::new(1),
        Pools::Postgres(_) => Line::new(connections.clamp(1, WRITERS)),
    };
    let db = Database(pools, Arc::new(line));
    migrate(&db).await?;
    Ok(db)
}

async fn open_sqlite(path: &str, connections: u32) -> Result<Pools, StoreError> {
    let options = SqliteConnectOptions::new()
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .statement_cache_capacity(PREPARED)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "on")
        .disable_statement_logging();
    if path == ":memory:" {
        let memory = one_for_ever(options.filename(":memory:")).await?;
        return Ok(Pools::Sqlite { writer: memory.clone(), reader: memory });
    }
    make_private(Path::new(path))?;
    let options = options.filename(path).journal_mode(SqliteJournalMode::Wal);
    // Words of a report belong all over their index: a writer that keeps its pages, and a log that
    // brings them home seldom, write each of them once for many reports.
    let writer = options
        .clone()
        .pragma("cache_size", format!("-{WRITER_CACHE_KIB}"))
        .pragma("temp_store", "memory")
        .pragma("wal_autocheckpoint", LOG_PAGES.to_string());
    let writer = one_for_ever(writer).await?;
    let reader = lane(options.pragma("query_only", "on"), connections.max(1), ACQUIRE)?;
    Ok(Pools::Sqlite { writer, reader })
}

/// One connection: a memory database lives in it, and a writer needs no other.
async fn one_for_ever(options: SqliteConnectOptions) -> Result<Lane, Failure> {
    let one = lane(options, 1, ACQUIRE)?;
    open_one(&one).await?;
    Ok(one)
}

/// Make the file for its owner alone, before SQLite makes it for all; its companions follow it.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        let says = format!("database: there is no folder {}", folder.display());
        return Err(StoreError::Outside(says));
    }
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(path);
    opened.map(drop).map_err(|error| {
        StoreError::Outside(format!("database: opening {}: {error}", path.display()))
    })
}

async fn open_postgres(url: &str, connections: u32) -> Result<Pools, Failure> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("vulnerary")
        .statement_cache_capacity(PREPARED)
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(connections.max(1))
        .acquire_timeout(ACQUIRE)
        // The second line of defence behind `Database::begin`: whatever a connection was left in,
        // the next user finds it outside of any transaction. Without one the server only warns,
        // and we ask it not to.
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute("set client_min_messages = error").await?;
                Ok(())
            })
        })
        .after_release(|connection, _| {
            Box::pin(async move {
                connection.execute("rollback").await?;
                Ok(true)
            })
        });
    Ok(Pools::Postgres(pool.connect_with(options).await?))
}

/// What failed, without the password of this URL wherever it may have got into the sentence.
fn hide_password(url: &str, failure: Failure) -> StoreError {
    let StoreError::Outside(says) = StoreError::from(failure) else {
        return StoreError::Outside("database: taken by somebody else".to_owned());
    };
    let authority = url.split_once("://").map_or("", |(_, rest)| rest);
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    let password = user.split_once(':').map_or("", |(_, password)| password);
    if password.is_empty() {
        return StoreError::Outside(says);
    }
    StoreError::Outside(says.replace(password, "…"))
}
