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
