//! The process dies between any two steps of a publication, and the next one completes it, once.

use crate::place::everywhere;
use crate::told::{approved, count, done, free};
use app::ports::spool::{Announcement, Answered, Reminder, Spool, Told, Unsent, Warning};
use app::{App, Error, Input, find_verb, perform_once};
use domain::words::CaseId;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use testkit::{MemorySpool, Watch, World};

/// Publish with a key and do what follows, in one life of the process.
async fn publish_and_follow(world: &World, id: &CaseId, key: &str) -> Result<(), Error> {
    let verb = find_verb("advisory", "publish").expect("a verb");
    let input = Input::read(verb, json!({})).expect("no input");
    let ctx = world.ctx(&world.actor("publisher"));
    perform_once(&ctx, id, verb, &input, None, Some(key)).await?;
    world.drain().await.map(drop)
}

async fn killed_anywhere(mut world: World) {
    let mut boundary = 0;
    loop {
        boundary += 1;
        let (id, _) = approved(&world).await;
        free(&world, &id).await;
        let key = format!("publish-{boundary}");
        world.faults.crash_at(boundary);
        let first = publish_and_follow(&world, &id, &key).await;
        let killed = world.faults.is_down();
        assert!(first.is_ok() || killed, "{first:?}");
        world.restart();
        // What the dead worker had taken is free again after its lease.
        world.pass_days(1);
        publish_and_follow(&world, &id, &key).await.expect("the next life completes it");
        assert_eq!(count(&world, &id, "advisory-published").await, 1, "boundary {boundary}");
        world.pass_days(100);
        world.drain().await.expect("timers");
        let rest = Watch::default().at_rest(&world).await;
        assert_eq!(rest, Ok(()), "after a crash at boundary {boundary}");
        if !killed {
            break;
        }
    }
    assert!(boundary > 15, "a publication has more boundaries than {boundary}");
    assert_eq!(world.truth().last_number().await, Ok(Some(boundary as u32)));
}

#[tokio::test]
async fn a_publication_that_is_killed_anywhere_is_completed_exactly_once() {
    println!("{}", everywhere(killed_anywhere).await);
}

/// A disk that is full for so many tries.
struct Full(AtomicU32, Arc<MemorySpool>);

#[async_trait::async_trait]
impl Spool for Full {
    async fn announce(&self, announcement: &Announcement) -> Result<(), Unsent> {
        let left =
            self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() {
            Err(Unsent::Later("the disk is full".into()))
        } else {
            self.1.announce(announcement).await
        }
    }

    async fn tell(&self, told: &Told) -> Result<(), Unsent> {
        self.1.tell(told).await
    }

    async fn warn(&self, warning: &Warning) -> Result<(), Unsent> {
        self.1.warn(warning).await
    }

    async fn answer(&self, answer: &Answered) -> Result<(), Unsent> {
        self.1.answer(answer).await
    }

    async fn remind(&self, reminder: &Reminder) -> Result<(), Unsent> {
        self.1.remind(reminder).await
    }
}

async fn full_for_long(mut world: World) {
    let (id, _) = approved(&world).await;
    free(&world, &id).await;
    let app = &world.app;
    world.app = Arc::new(App {
        spool: Arc::new(Full(AtomicU32::new(60), Arc::clone(&world.spool))),
        ..(**app).clone()
    });
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
    for _ in 0..40 {
        world.drain().await.expect("what fails is put off");
        world.pass_days(1);
    }
    assert_eq!(world.spool.sent().len(), 2, "no announcement is given up");
}

#[tokio::test]
async fn a_disk_that_is_full_for_weeks_costs_no_announcement() {
    println!("{}", everywhere(full_for_long).await);
}
