//! Several people at the same moment: what can happen once happens once.

use crate::place::everywhere;
use crate::told::{approval, approved, count, free, in_review, reported};
use app::{Error, Input, find_verb, perform};
use domain::case::Case;
use domain::words::CaseId;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Watch, World};

/// These people do the same at once, each in a task of their own.
async fn all_at_once(
    world: &World,
    logins: &[&str],
    verb: &str,
    id: &CaseId,
    given: Value,
) -> Vec<Result<Case, Error>> {
    let (group, name) = verb.split_once(' ').expect("two words");
    let verb = find_verb(group, name).expect("a verb");
    let input = Input::read(verb, given).expect("input");
    let tasks: Vec<_> = logins
        .iter()
        .map(|login| {
            let ctx = world.ctx(&world.actor(login));
            let (id, input) = (id.clone(), input.clone());
            tokio::spawn(async move { perform(&ctx, &id, verb, &input, None).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("nobody panics"));
    }
    answers
}

async fn approving(world: World) {
    let (id, _) = in_review(&world).await;
    let given = approval(&world, &id).await;
    let who = ["reviewer", "lead", "founder"];
    let answers = all_at_once(&world, &who, "advisory approve", &id, given).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(count(&world, &id, "advisory-approved").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_three_who_approve_at_once_one_does() {
    println!("{}", everywhere(approving).await);
}

async fn publishing(world: World) {
    let (id, _) = approved(&world).await;
    free(&world, &id).await;
    let who = ["publisher", "lead", "founder"];
    let answers = all_at_once(&world, &who, "advisory publish", &id, json!({})).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(count(&world, &id, "advisory-published").await, 1);
    world.drain().await.expect("jobs are done");
    assert_eq!(world.spool.sent().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_three_who_publish_at_once_one_does() {
    println!("{}", everywhere(publishing).await);
}

async fn two_cases(mut world: World) {
    let (one, _) = approved(&world).await;
    let (two, _) = approved(&world).await;
    for id in [&one, &two] {
        free(&world, id).await;
    }
    let (first, second) = tokio::join!(
        all_at_once(&world, &["publisher"], "advisory publish", &one, json!({})),
        all_at_once(&world, &["lead"], "advisory publish", &two, json!({})),
    );
    assert!(first[0].is_ok() && second[0].is_ok(), "{first:?} {second:?}");
    let numbers: BTreeSet<u32> = [world.case(&one).await, world.case(&two).await]
        .iter()
        .filter_map(|case| case.published.as_ref().map(|published| published.number))
        .collect();
    assert_eq!(numbers, BTreeSet::from([1, 2]));
    world.drain().await.expect("jobs are done");
    world.pass_days(100);
    world.drain().await.expect("timers");
    Watch::default().at_rest(&world).await.expect("nothing is wrong");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_cases_published_at_once_get_two_numbers() {
    println!("{}", everywhere(two_cases).await);
}

async fn workers(world: World) {
    let (id, _) = approved(&world).await;
    free(&world, &id).await;
    crate::told::done(&world, "publisher", "advisory publish", &id, json!({})).await;
    let (one, two) = tokio::join!(world.drain(), world.drain());
    let ran = [one.expect("jobs are done"), two.expect("jobs are done")].concat();
    assert_eq!(ran.len(), 3, "each job is one worker's: {ran:?}");
    assert_eq!(world.spool.sent().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_share_the_jobs() {
    println!("{}", everywhere(workers).await);
}

async fn writing(world: World) {
    let (id, _) = reported(&world).await;
    let who = ["triager", "lead", "fixer"];
    let answers = all_at_once(&world, &who, "case note", &id, json!({ "body": "seen" })).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(count(&world, &id, "message-sent").await, 3);
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_who_write_at_once_are_all_heard() {
    println!("{}", everywhere(writing).await);
}
