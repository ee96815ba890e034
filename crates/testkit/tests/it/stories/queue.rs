//! What comes first, and what things took: the queue and the metrics say what the journals say.

use crate::place::everywhere;
use crate::told::done;
use app::case::{CaseFilter, Period, list, metrics};
use domain::access::Actor;
use domain::case::Priority;
use domain::metrics::Summary;
use domain::triage::{Claim, FactValue};
use domain::words::CaseId;
use serde_json::json;
use std::collections::BTreeMap;
use testkit::{Watch, World, draft, files};

const HANDLING: &str = r#"
[handling]
exploited = ["seen-in-the-wild"]
disclosure_threat = ["deadline"]
proof = ["proof"]
"#;

const FACTS: &str = r#"
[[fact]]
id = "seen-in-the-wild"
title = "Is it being used against anybody?"
kind = "yes-no"

[[fact]]
id = "deadline"
title = "Will it be published whatever we do?"
kind = "yes-no"

[[fact]]
id = "proof"
title = "Is there a proof of concept?"
kind = "yes-no"
"#;

/// The pack with an order of its queue.
fn ordered() -> BTreeMap<String, Vec<u8>> {
    let mut files = files();
    for (path, more) in [("policy.toml", HANDLING), ("facts.toml", FACTS)] {
        files.get_mut(path).expect("a file of the pack").extend_from_slice(more.as_bytes());
    }
    files
}

async fn file(world: &World, title: &str, facts: &[&str]) -> CaseId {
    let facts = facts.iter().map(|fact| ((*fact).to_owned(), FactValue::Yes));
    let report = domain::intake::Draft { claim: Claim::of(facts), ..draft(title) };
    let ctx = world.ctx(&Actor::Anonymous);
    app::intake::submit(&ctx, &report, "web").await.expect("a receipt").id
}

async fn listed(world: &World) -> Vec<(Priority, CaseId)> {
    let ctx = world.ctx(&world.actor("triager"));
    let page = list(&ctx, &CaseFilter::default(), None, 50).await.expect("a page");
    page.rows.into_iter().map(|row| (row.priority, row.id)).collect()
}

async fn buckets(mut world: World) {
    let early = file(&world, "before the policy", &[]).await;
    assert_eq!(listed(&world).await, [(Priority::Other, early.clone())]);
    world.change_policy(&ordered()).await;
    world.drain().await.expect("rows are made again");
    assert_eq!(listed(&world).await, [(Priority::LowSignal, early.clone())]);
    let mut ids = Vec::new();
    let reports: [(&str, &[&str]); 5] = [
        ("shown", &["proof"]),
        ("also shown", &["proof"]),
        ("critical", &["proof"]),
        ("threat", &["deadline"]),
        ("exploited", &["seen-in-the-wild", "deadline"]),
    ];
    for (title, facts) in reports {
        world.pass(jiff::SignedDuration::from_hours(1));
        ids.push(file(&world, title, facts).await);
    }
    let critical = json!({ "severity": "critical" });
    done(&world, "triager", "case severity", &ids[2], critical).await;
    let wanted = [
        (Priority::Exploited, ids[4].clone()),
        (Priority::DisclosureThreat, ids[3].clone()),
        (Priority::Severe, ids[2].clone()),
        (Priority::Other, ids[0].clone()),
        (Priority::Other, ids[1].clone()),
        (Priority::LowSignal, early.clone()),
    ];
    assert_eq!(listed(&world).await, wanted, "age only breaks ties");
    let facts = json!({ "claim": { "proof": "yes" } });
    done(&world, "triager", "case judge", &early, facts).await;
    assert_eq!(listed(&world).await[3], (Priority::Other, early.clone()), "the oldest of its lane");
    world.pass_days(400);
    world.drain().await.expect("jobs are done");
    assert_eq!(listed(&world).await.len(), 6, "nothing is closed without a person");
    Watch::default().everything(&world).await.expect("the journal holds");
}

async fn measured(world: &World, who: &str, name: &str) -> Summary {
    let ctx = world.ctx(&world.actor(who));
    let found = metrics(&ctx, Period::of(None, None, world.now)).await.expect("metrics");
    found.into_iter().find(|one| one.metric == name).unwrap_or_else(|| panic!("{name}"))
}

async fn times(mut world: World) {
    let hour = jiff::SignedDuration::from_hours(1);
    for answered in [1, 2, 30] {
        let id = file(&world, "slow", &[]).await;
        world.pass(hour * answered);
        done(&world, "triager", "case write", &id, json!({ "body": "We look." })).await;
        world.pass(hour);
        let refuse = json!({ "because": "It shows nothing." });
        done(&world, "triager", "case invalidate", &id, refuse).await;
        world.pass(hour);
        let spam = json!({ "resolution": "spam", "because": "Noise." });
        done(&world, "lead", "case close", &id, spam).await;
    }
    let first = measured(&world, "triager", "first-response@1").await;
    assert_eq!((first.ended, first.open, first.late), (3, 0, None));
    assert_eq!((first.mean, first.median, first.p90), (Some(39_600), Some(7_200), Some(108_000)));
    let triage = measured(&world, "lead", "triage@1").await;
    assert_eq!((triage.median, triage.p90), (Some(10_800), Some(111_600)));
    assert_eq!(measured(&world, "lead", "disclosure@1").await.ended, 0);
    let late = file(&world, "forgotten", &[]).await;
    world.pass_days(40);
    let ack = measured(&world, "lead", "clock@1/ack").await;
    assert_eq!((ack.ended, ack.open, ack.late), (3, 1, Some(1)), "an open breach counts");
    done(&world, "triager", "case write", &late, json!({ "body": "Sorry." })).await;
    let ack = measured(&world, "lead", "clock@1/ack").await;
    assert_eq!((ack.ended, ack.open, ack.late), (4, 0, Some(1)), "and a late answer stays late");
    let ctx = world.ctx(&world.actor("lead"));
    let month = Period::of(Some(world.now), Some(world.now + hour), world.now);
    let none = metrics(&ctx, month).await.expect("metrics");
    assert!(none.iter().all(|one| one.ended + one.open == 0), "nothing came in this hour");
    let admin = world.ctx(&world.actor("admin"));
    assert!(metrics(&admin, month).await.is_err(), "metrics are the team's");
}

#[tokio::test]
async fn the_queue_is_ordered_by_priority_and_then_by_age() {
    println!("{}", everywhere(buckets).await);
}

#[tokio::test]
async fn metrics_are_what_the_journals_say() {
    println!("{}", everywhere(times).await);
}
