//! Where a test's database lives, and how it goes away afterwards.

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use store::Database;

/// A database of one test.
pub(crate) struct Place {
    pub(crate) url: String,
    folder: Option<tempfile::TempDir>,
    server: Option<(String, String)>,
}

impl Place {
    pub(crate) fn file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("vulnerary.db").display());
        Self { url, folder: Some(folder), server: None }
    }

    pub(crate) fn memory() -> Self {
        Self { url: "sqlite::memory:".to_owned(), folder: None, server: None }
    }

    /// Nothing where there is no PostgreSQL to test with, unless there must be one.
    pub(crate) async fn postgres() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("VULNERARY_TEST_POSTGRES") else {
            let required = std::env::var_os("VULNERARY_REQUIRE_POSTGRES").is_some();
            assert!(!required, "VULNERARY_TEST_POSTGRES must name a server");
            println!("skipped: VULNERARY_TEST_POSTGRES names no server");
            return None;
        };
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("vulnerary_store_{}_{count}", std::process::id());
        ask(&server, format!("create database {name}")).await;
        let url = with_database(&server, &name);
        Some(Self { url, folder: None, server: Some((server, name)) })
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.as_ref().expect("a file has a folder").path()
    }

    pub(crate) async fn open(&self) -> Database {
        store::open(&self.url).await.unwrap()
    }

    /// One statement behind the store's back.
    pub(crate) async fn tamper(&self, sql: &'static str, bytes: Vec<u8>) {
        if self.server.is_some() {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query(sql).bind(bytes).execute(&mut connection).await.unwrap();
        } else {
            let mut connection = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query(sql).bind(bytes).execute(&mut connection).await.unwrap();
        }
    }

    /// Tell this story here, and take the place away however it ends.
    pub(crate) async fn tell<F: Future<Output = ()> + Send + 'static>(
        self,
        story: impl FnOnce(Database) -> F,
    ) {
        let db = self.open().await;
        let told = tokio::spawn(story(db.clone())).await;
        db.close().await;
        self.leave().await;
        if let Err(error) = told {
            std::panic::resume_unwind(error.into_panic());
        }
    }

    pub(crate) async fn leave(self) {
        if let Some((server, name)) = &self.server {
            ask(server, format!("drop database {name} with (force)")).await;
        }
    }
}

async fn ask(server: &str, sql: String) {
    let options = PgConnectOptions::from_str(server).unwrap().disable_statement_logging();
    let mut connection = options.connect().await.unwrap();
    connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
}

/// The same URL with another database.
fn with_database(url: &str, name: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap();
    let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
    let authority = rest.split('/').next().unwrap();
    format!("{scheme}://{authority}/{name}?{query}")
}

/// Poll so many times, and then stop waiting.
pub(crate) async fn dropped<F: Future>(future: F, polls: usize) {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        left -= 1;
        if future.as_mut().poll(context).is_ready() || left == 0 {
            return Poll::Ready(());
        }
        Poll::Pending
    })
    .await;
}
