//! What only PostgreSQL can get wrong: replicas that start together, units that cross, and
//! transactions that a dropped caller leaves open.

use crate::place::{Place, dropped};
use crate::samples::{account, append, at, job};
use app::ports::store::{Account, Store, StoreError, Write};
use sqlx::{Connection, PgConnection, Row};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn six_replicas_start_at_once() {
    let Some(place) = Place::postgres().await else { return };
    let replicas = (0..6).map(|_| {
        let url = place.url.clone();
        tokio::spawn(async move { store::open(&url).await })
    });
    for replica in replicas.collect::<Vec<_>>() {
        let db = replica.await.unwrap().unwrap();
        db.ready().await.unwrap();
        db.close().await;
    }
    place.leave().await;
}

/// Wait until no connection to this database is in a transaction that nobody goes on with.
async fn nothing_is_left_open(watch: &mut PgConnection) {
    let idle = "select count(*) from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%'";
    let settled = async {
        while sqlx::query(idle).fetch_one(&mut *watch).await.unwrap().get::<i64, _>(0) > 0 {
            tokio::task::yield_now().await;
        }
    };
    let settled = tokio::time::timeout(Duration::from_secs(10), settled).await;
    settled.expect("a transaction was left open on a connection of the pool");
}

/// A caller that is dropped at any moment leaves no transaction open on the connection that the
/// next one gets. sqlx does leave it there when the caller is dropped inside of `begin`: what the
/// next one writes by itself would be lost, or refused where it was a snapshot's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_caller_never_swallows_the_writes_of_the_next() {
    let Some(place) = Place::postgres().await else { return };
    let db = store::open_with(&place.url, 1).await.unwrap();
    let mut watch = PgConnection::connect(&place.url).await.unwrap();
    for polls in 1..=25 {
        let name = format!("case/{polls}");
        let unit = vec![append(&name), Write::Job(job(&name, at(0)))];
        dropped(db.commit(unit), polls).await;
        nothing_is_left_open(&mut watch).await;
        dropped(db.claim(at(-9), at(-8)), polls).await;
        nothing_is_left_open(&mut watch).await;
        dropped(store::backup::backup(&db, Vec::new()), polls).await;
        nothing_is_left_open(&mut watch).await;
        let name = format!("returned/{polls}");
        db.commit(vec![append(&name), Write::Job(job(&name, at(0)))]).await.unwrap();
        assert_eq!(db.stream(&name).await.unwrap().len(), 4);
    }
    db.close().await;
    let returned = "select name from stream where name like 'returned/%'";
    assert_eq!(sqlx::query(returned).fetch_all(&mut watch).await.unwrap().len(), 25);
    let halves = "select count(*) from stream full join job on job.key = stream.name
        where job.key is null or stream.name is null or stream.seq <>
            (select count(*) from event where event.stream = stream.name)";
    let halves: i64 = sqlx::query(halves).fetch_one(&mut watch).await.unwrap().get(0);
    assert_eq!(halves, 0);
    place.leave().await;
}

/// Somebody holds what the unit needs, and then wants what the unit holds: the server undoes one of
/// them, and the unit is written all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_unit_that_met_another_at_a_crossing_is_written_after_it() {
    let Some(place) = Place::postgres().await else { return };
    let db = place.open().await;
    let accounts = |version| [1, 2].map(|number| Account { version, ..account(number) });
    db.commit(accounts(1).map(Write::Account).to_vec()).await.unwrap();
    let mut undone = false;
    for version in 2..=9 {
        let unit = accounts(version).map(Write::Account).to_vec();
        let writer = db.clone();
        undone = unit_is_undone(&place, async move { writer.commit(unit).await }).await;
        assert_eq!(db.accounts().await.unwrap(), accounts(version));
        if undone {
            break;
        }
    }
    assert!(undone, "the server always undid the other one");
    db.close().await;
    place.leave().await;
}

/// Let a unit meet another transaction at a crossing; whether the server undid the unit, and not the other
/// one. It looks once, when somebody has waited for a second: on a busy machine that may be the other.
async fn unit_is_undone(
    place: &Place,
    unit: impl Future<Output = Result<(), StoreError>> + Send + 'static,
) -> bool {
    let mut other = PgConnection::connect(&place.url).await.unwrap();
    let mut watch = PgConnection::connect(&place.url).await.unwrap();
    let mut crossing = other.begin().await.unwrap();
    sqlx::query("set local deadlock_timeout = '5s'").execute(&mut *crossing).await.unwrap();
    let touch = "update account set name = 'crossing' where login = $1";
    sqlx::query(touch).bind("login2").execute(&mut *crossing).await.unwrap();
    let written = tokio::spawn(unit);
    let waiting = "select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'";
    while sqlx::query(waiting).fetch_one(&mut watch).await.unwrap().get::<i64, _>(0) == 0 {
        tokio::task::yield_now().await;
    }
    let crossed = sqlx::query(touch).bind("login1").execute(&mut *crossing).await.is_ok();
    match crossed {
        true => crossing.commit().await.unwrap(),
        false => crossing.rollback().await.unwrap(),
    }
    written.await.unwrap().unwrap();
    crossed
}
