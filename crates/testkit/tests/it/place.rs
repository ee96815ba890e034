//! Where a story is told: in memory, and in a PostgreSQL where there is one. The database goes away
//! with its place, however the story ends.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use testkit::World;

/// A database of one test on a server.
struct Place {
    server: String,
    name: String,
}

impl Place {
    async fn new(server: String) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("vulnerary_story_{}_{count}", std::process::id());
        ask(&server, format!("create database {name}")).await;
        Self { server, name }
    }

    /// The same URL with this database.
    fn url(&self) -> String {
        let (scheme, rest) = self.server.split_once("://").expect("a URL has a scheme");
        let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
        let authority = rest.split('/').next().unwrap_or_default();
        format!("{scheme}://{authority}/{}?{query}", self.name)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let sql = format!("drop database {} with (force)", self.name);
        let server = self.server.clone();
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime starts").block_on(ask(&server, sql));
        });
        // A database that stays behind fails no test.
        dropped.join().ok();
    }
}

async fn ask(server: &str, sql: String) {
    let options = PgConnectOptions::from_str(server).expect("a PostgreSQL URL");
    let mut connection = options.disable_statement_logging().connect().await.expect("it answers");
    connection.execute(AssertSqlSafe(sql)).await.expect("the server does it");
}

/// The server to test with, if there is one; there must be where it is required.
fn server() -> Option<String> {
    let server = std::env::var("VULNERARY_TEST_POSTGRES").ok();
    let required = std::env::var_os("VULNERARY_REQUIRE_POSTGRES").is_some();
    assert!(server.is_some() || !required, "VULNERARY_TEST_POSTGRES must name a server");
    server
}

/// Tell this story everywhere; says where it was not told.
pub(crate) async fn everywhere(story: impl AsyncFn(World)) -> String {
    story(World::new(1).await).await;
    let Some(server) = server() else {
        return "skipped on PostgreSQL: VULNERARY_TEST_POSTGRES names no server".to_owned();
    };
    let place = Place::new(server).await;
    story(World::at(&place.url(), 2).await).await;
    "told in both databases".to_owned()
}

/// Tell this story in a file and in PostgreSQL, with the address of each empty database.
pub(crate) async fn in_places(story: impl AsyncFn(&str)) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("vulnerary.db").display());
    story(&url).await;
    let Some(server) = server() else {
        return "skipped on PostgreSQL: VULNERARY_TEST_POSTGRES names no server".to_owned();
    };
    let place = Place::new(server).await;
    story(&place.url()).await;
    "told in both databases".to_owned()
}

/// Everything that lies in this database, as whoever copies it has it: every file, or every row.
pub(crate) async fn dump(url: &str) -> Vec<u8> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let ends = ["", "-wal", "-shm"];
        let read = |end: &&str| std::fs::read(format!("{path}{end}")).unwrap_or_default();
        return ends.iter().flat_map(read).collect();
    }
    let options = PgConnectOptions::from_str(url).expect("a PostgreSQL URL");
    let mut connection = options.disable_statement_logging().connect().await.expect("it answers");
    let tables = "select tablename::text from pg_tables where schemaname = 'public'";
    let tables = sqlx::query_scalar::<_, String>(tables).fetch_all(&mut connection).await;
    let mut all = Vec::new();
    for table in tables.expect("tables") {
        let sql = format!("select t::text from {table} t");
        let rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql));
        for row in rows.fetch_all(&mut connection).await.expect("rows") {
            all.extend(row.into_bytes());
        }
    }
    all
}

/// One statement past the program.
pub(crate) async fn tamper(url: &str, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    if url.starts_with("sqlite:") {
        let options = sqlx::sqlite::SqliteConnectOptions::from_str(url).expect("a SQLite URL");
        let mut connection = options.connect().await.expect("it opens");
        connection.execute(sql).await.expect("it is done");
    } else {
        ask(url, sql.0).await;
    }
}
