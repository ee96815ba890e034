//! Release lines at their end of life: assumed to be affected, until somebody says otherwise; and
//! reminders before it.

use crate::place::everywhere;
use crate::told::{approval, approved, confirmed, done, free, published, refused};
use domain::policy::{Lines, Policy};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::World;

async fn record(world: &World) -> Value {
    let row = world.truth().publication("ACME-2026-1").await.expect("the database reads");
    serde_json::from_str(&row.expect("it is public").record).expect("a record is JSON")
}

async fn correct(world: &World, id: &domain::words::CaseId) {
    done(world, "publisher", "advisory request", id, json!({})).await;
    done(world, "reviewer", "advisory approve", id, approval(world, id).await).await;
    done(world, "publisher", "advisory publish", id, json!({})).await;
}

async fn assumed_then_known(world: World) {
    let (id, _) = published(&world).await;
    let assumed = json!([{
        "line": "1.x", "introduced": "1.0.0", "end": "2025-04-01", "status": "assumed-affected",
    }]);
    assert_eq!(record(&world).await["ended"], assumed);

    let since = json!({ "line": "v1", "affected": "yes", "introduced": "1.4.0" });
    done(&world, "fixer", "release assess", &id, since).await;
    assert_eq!(record(&world).await["ended"], assumed, "what is public stands");
    correct(&world, &id).await;
    let verified = json!([{
        "line": "1.x", "introduced": "1.4.0", "end": "2025-04-01", "status": "affected",
    }]);
    assert_eq!(record(&world).await["ended"], verified, "no fix is owed for it");

    let why = json!({ "line": "v1", "affected": "no", "justification": "component_not_present" });
    done(&world, "fixer", "release assess", &id, why).await;
    correct(&world, &id).await;
    assert_eq!(record(&world).await["ended"], Value::Null);

    // This is what was approved first, to the letter; the approval still names it.
    let unknown = json!({ "line": "v1", "affected": "unknown" });
    done(&world, "fixer", "release assess", &id, unknown).await;
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
    assert_eq!(record(&world).await["ended"], assumed, "nobody says anything any more");
}

#[tokio::test]
async fn a_line_at_its_end_of_life_is_assumed_affected_until_somebody_knows() {
    println!("{}", everywhere(assumed_then_known).await);
}

async fn stated_before_approval(world: World) {
    let (id, _) = approved(&world).await;
    free(&world, &id).await;
    let why = json!({ "line": "v1", "affected": "no", "justification": "component_not_present" });
    for said in [json!({ "line": "v1", "affected": "yes" }), why] {
        done(&world, "fixer", "release assess", &id, said).await;
        let rule = refused(&world, "publisher", "advisory publish", &id, json!({})).await;
        assert_eq!(rule, "moves advisory", "a statement is a public word and needs its approval");
    }
}

#[tokio::test]
async fn a_statement_about_an_ended_line_voids_the_approval() {
    println!("{}", everywhere(stated_before_approval).await);
}

/// Acme, with a line that ends soon and two people who want to know.
fn ending() -> Policy {
    let text = r#"{
      "v1": { "start": "2022-04-01", "end": "2025-04-01" },
      "v2": { "start": "2024-04-01", "end": "2026-05-15" },
      "v3": { "start": "2025-04-01", "end": "2036-04-01" }
    }"#;
    let mut lines = Lines::read("lines.json", text.as_bytes()).expect("lines");
    lines.rules.notices_to = vec!["ann@acme.example".into(), "bob@acme.example".into()];
    Policy { lines, ..testkit::policy() }
}

/// A process starts, queues what it must and does what is due.
async fn life(world: &World) -> Result<(), app::Error> {
    app::jobs::plan_reminders(&world.app, world.now).await?;
    world.drain().await.map(drop)
}

async fn killed_anywhere(_: World) {
    let mut boundary = 0;
    loop {
        boundary += 1;
        let mut world = World::new(boundary + 50).await;
        world.restart_with(Arc::new(ending()));
        world.faults.crash_at(boundary);
        let mut killed = false;
        // Each reminder falls due, and on the day after whoever was killed tries again.
        for days in [0, 1, 44, 1, 15, 1, 6, 1] {
            world.pass_days(days);
            let lived = life(&world).await;
            if world.faults.is_down() {
                killed = true;
                world.restart();
            } else {
                assert!(lived.is_ok(), "{lived:?}");
            }
        }
        let mut told: Vec<(String, u32)> =
            world.spool.reminders().into_iter().map(|one| (one.to, one.about.days)).collect();
        told.sort();
        let each = |to: &str| [7, 14, 30, 90].map(|days| (to.to_owned(), days));
        let all = [each("ann@acme.example"), each("bob@acme.example")].concat();
        assert_eq!(told, all, "killed at boundary {boundary}");
        if !killed {
            break;
        }
    }
    assert!(boundary > 10, "there are more boundaries than {boundary}");
}

#[tokio::test]
async fn every_reminder_is_given_once_wherever_the_process_is_killed() {
    killed_anywhere(World::new(1).await).await;
}

async fn overslept(mut world: World) {
    world.restart_with(Arc::new(ending()));
    app::jobs::plan_reminders(&world.app, world.now).await.expect("they are queued");
    world.pass_days(62);
    life(&world).await.expect("it wakes up");
    let told: Vec<u32> = world.spool.reminders().iter().map(|one| one.about.days).collect();
    assert_eq!(told, [14, 14], "what was slept through is overtaken");

    let mut moved = ending();
    moved.lines = Lines { list: ending().lines.list, rules: moved.lines.rules };
    moved.lines.list[1].end = jiff::civil::date(2026, 12, 1);
    world.restart_with(Arc::new(moved));
    world.pass_days(20);
    life(&world).await.expect("it starts again");
    let told: Vec<u32> = world.spool.reminders().iter().map(|one| one.about.days).collect();
    assert_eq!(told, [14, 14], "the end has moved: the reminder of the old date says nothing");
}

#[tokio::test]
async fn reminders_that_are_overtaken_or_whose_date_moved_are_not_given() {
    println!("{}", everywhere(overslept).await);
}

async fn past_the_end(mut world: World) {
    world.restart_with(Arc::new(ending()));
    let (id, _) = confirmed(&world).await;
    let row = |world: &World| {
        let ctx = world.ctx(&world.actor("lead"));
        async move { app::release::endings(&ctx).await.expect("it reads") }
    };
    let found = row(&world).await;
    assert_eq!(found.len(), 0, "the embargo ends in April: {found:?}");
    let terms = json!({ "ends_at": "2026-05-20T12:00:00Z", "because": "time to build" });
    done(&world, "lead", "embargo propose", &id, terms).await;
    let found = row(&world).await;
    assert_eq!(found[&id].iter().map(|one| one.line.as_str()).collect::<Vec<_>>(), ["v2"]);
    let outsider = app::release::endings(&world.ctx(&domain::access::Actor::Anonymous)).await;
    assert!(outsider.is_err());
}

#[tokio::test]
async fn a_line_that_ends_before_the_embargo_is_found_in_the_queue() {
    println!("{}", everywhere(past_the_end).await);
}
