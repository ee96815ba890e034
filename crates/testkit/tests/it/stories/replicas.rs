//! Two servers on one database: whatever both do at the same moment, nothing is lost and nothing
//! happens twice.

use crate::place::everywhere;
use crate::told::{approved, count, free, kinds, published};
use app::jobs::{Ran, run_one};
use app::{App, Ctx, Input, find_verb, perform};
use domain::words::CaseId;
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use testkit::{Watch, World, draft};

/// So many cases, each with everybody's notes.
const CASES: usize = 12;

async fn notes(world: &World, server: Arc<App>, login: &'static str, ids: Vec<CaseId>) -> usize {
    let ctx = Ctx::new(&server, world.actor(login), world.now);
    let verb = find_verb("case", "note").expect("a verb");
    let mut written = 0;
    for id in ids {
        let given = json!({ "body": format!("{login} was here") });
        let input = Input::read(verb, given).expect("input");
        written += usize::from(perform(&ctx, &id, verb, &input, None).await.is_ok());
    }
    written
}

/// Everything that is due, done by this server as far as the other leaves it.
async fn all_work(server: Arc<App>, now: Timestamp) -> Vec<String> {
    let mut done = Vec::new();
    loop {
        match run_one(&server, now).await {
            Ok(Ran::Done(job)) => done.push(job),
            Ok(Ran::Nothing) => return done,
            // Both wanted the same head; what failed is tried again when its lease is over.
            other => panic!("a job failed without a fault: {other:?}"),
        }
    }
}

async fn writing(world: World) {
    let mut ids = Vec::new();
    for case in 0..CASES {
        let draft = draft(&format!("the report {case}"));
        ids.push(world.report(&draft).await.expect("received").0);
    }
    let backwards: Vec<CaseId> = ids.iter().rev().cloned().collect();
    let (one, two) = (world.another_server(), world.another_server());
    let (mine, theirs) = tokio::join!(
        notes(&world, one, "lead", ids.clone()),
        notes(&world, two, "triager", backwards)
    );
    let mut written = 0;
    for id in &ids {
        written += count(&world, id, "message-sent").await;
    }
    assert_eq!((mine, theirs, written), (CASES, CASES, 2 * CASES), "no note is lost or doubled");
    Watch::default().everything(&world).await.expect("every promise holds");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_two_servers_write_at_once_is_all_there() {
    println!("{}", everywhere(writing).await);
}

async fn working(mut world: World) {
    let mut ids = vec![published(&world).await.0];
    for case in 0..CASES {
        let draft = draft(&format!("the report {case}"));
        ids.push(world.report(&draft).await.expect("received").0);
    }
    world.pass_days(400);
    let (one, two) = (world.another_server(), world.another_server());
    let (now, later) = (world.now, world.now);
    let (mine, theirs) =
        tokio::join!(tokio::spawn(all_work(one, now)), tokio::spawn(all_work(two, later)));
    let (mine, theirs) = (mine.expect("it works"), theirs.expect("it works"));
    let mine: BTreeSet<String> = mine.into_iter().collect();
    let both: Vec<_> = theirs.iter().filter(|job| mine.contains(*job)).collect();
    assert_eq!(both, Vec::<&String>::new(), "nobody did what the other had done");
    for id in &ids[1..] {
        let ended = kinds(&world, id).await.into_iter().filter(|kind| kind == "embargo-expired");
        assert_eq!(ended.count(), 1, "{id}");
    }
    Watch::default().at_rest(&world).await.expect("every promise holds");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_two_servers_find_to_do_is_done_once() {
    println!("{}", everywhere(working).await);
}

async fn publishing(world: World) {
    let (id, _) = approved(&world).await;
    free(&world, &id).await;
    let verb = find_verb("advisory", "publish").expect("a verb");
    let (one, two) = (world.another_server(), world.another_server());
    let (one, two) = (
        Ctx::new(&one, world.actor("lead"), world.now),
        Ctx::new(&two, world.actor("publisher"), world.now),
    );
    let input = Input::default();
    let (one, two) = tokio::join!(
        perform(&one, &id, verb, &input, None),
        perform(&two, &id, verb, &input, None)
    );
    assert!(one.is_ok() != two.is_ok(), "{:?} {:?}", one.err(), two.err());
    assert_eq!(count(&world, &id, "advisory-published").await, 1);
    world.drain().await.expect("jobs are done");
    Watch::default().everything(&world).await.expect("every promise holds");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_servers_that_publish_at_once_one_does() {
    println!("{}", everywhere(publishing).await);
}
