//! How many reports a second, each on disk before it is answered, beside how many bare rows a second
//! the same database inserts and commits. Both in turns, so that neither has the quieter disk.

use crate::engine::Place;
use crate::served::Server;
use app::{App, Ctx};
use domain::access::Actor;
use domain::intake::Draft;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// One turn of one contender.
const TURN: Duration = Duration::from_secs(2);
/// How many turns each has.
const TURNS: usize = 5;

/// Rates per second with so many clients.
pub(crate) struct Rates {
    pub(crate) clients: usize,
    pub(crate) bare: f64,
    pub(crate) submit: f64,
    pub(crate) http: f64,
}

fn draft(number: u64) -> Draft {
    Draft {
        title: format!("Tide table number {number} is drawn upside down"),
        body:
            "Turn the screen by half a turn, look at the table of tides, and wait for the water. "
                .repeat(4),
        version: "2.9.7".into(),
        accept_terms: true,
        ..Draft::default()
    }
}

/// Bare rows are as long as what is kept of a report.
fn row() -> String {
    "x".repeat(1500)
}

/// Each contender in turns; the median turn of each.
pub(crate) async fn rates(place: &Place, clients: usize) -> Rates {
    let mut raw = place.connect().await;
    raw.script("drop table if exists bare").await;
    raw.script("create table bare (id text primary key, says text not null)").await;
    // SQLite has one writer at a time, and one that everybody queues for is the fastest.
    let connections = if place.is_sqlite() { 1 } else { clients };
    let mut bare = Vec::new();
    for _ in 0..connections {
        bare.push(Arc::new(Mutex::new(place.connect().await)));
    }
    let (app, database) = crate::ask::app(place).await;
    let data = tempfile::tempdir().unwrap();
    let server = Arc::new(crate::door::server(place, data.path()));
    let (mut rows, mut reports, mut posts) = (Vec::new(), Vec::new(), Vec::new());
    let counter = Arc::new(AtomicU64::new(0));
    for _ in 0..TURNS {
        raw.cut_log().await;
        rows.push(turn_of_rows(&bare, clients, &counter).await);
        raw.cut_log().await;
        reports.push(turn_of_reports(&app, clients, &counter).await);
        raw.cut_log().await;
        posts.push(turn_of_posts(&server, clients, &counter).await);
    }
    database.close().await;
    raw.script("drop table bare").await;
    Rates { clients, bare: median(rows), submit: median(reports), http: median(posts) }
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

async fn turn_of_rows(
    connections: &[Arc<Mutex<crate::engine::Raw>>],
    clients: usize,
    counter: &Arc<AtomicU64>,
) -> f64 {
    let says = row();
    let begin = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let raw = Arc::clone(&connections[client % connections.len()]);
            let (counter, says) = (Arc::clone(counter), says.clone());
            tokio::spawn(async move {
                let mut done = 0_u64;
                while begin.elapsed() < TURN {
                    let id = format!("row-{}", counter.fetch_add(1, Ordering::Relaxed));
                    let sql = "insert into bare (id, says) values ($1, $2)";
                    raw.lock().await.texts(sql, &[&id, &says]).await;
                    done += 1;
                }
                done
            })
        })
        .collect();
    per_second(tasks, begin).await
}

async fn turn_of_reports(app: &Arc<App>, clients: usize, counter: &Arc<AtomicU64>) -> f64 {
    let begin = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (app, counter) = (Arc::clone(app), Arc::clone(counter));
            tokio::spawn(async move {
                let mut done = 0_u64;
                while begin.elapsed() < TURN {
                    let ctx = Ctx::new(&app, Actor::Anonymous, outside::now());
                    let draft = draft(counter.fetch_add(1, Ordering::Relaxed));
                    app::intake::submit(&ctx, &draft, "form").await.unwrap();
                    done += 1;
                }
                done
            })
        })
        .collect();
    per_second(tasks, begin).await
}

async fn turn_of_posts(server: &Arc<Server>, clients: usize, counter: &Arc<AtomicU64>) -> f64 {
    let begin = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (mut client, counter) = (server.connect(), Arc::clone(counter));
            tokio::task::spawn_blocking(move || {
                let mut done = 0_u64;
                while begin.elapsed() < TURN {
                    let draft = draft(counter.fetch_add(1, Ordering::Relaxed));
                    let body = serde_json::to_string(&draft).unwrap();
                    assert_eq!(client.ask("POST", "/api/v1/reports", &body), 201);
                    done += 1;
                }
                done
            })
        })
        .collect();
    per_second(tasks, begin).await
}

async fn per_second(tasks: Vec<tokio::task::JoinHandle<u64>>, begin: Instant) -> f64 {
    let mut done = 0;
    for task in tasks {
        done += task.await.unwrap();
    }
    done as f64 / begin.elapsed().as_secs_f64()
}
