//! I13 is broken here: stores that forget who was shown what, or say something else.

use super::{rule, without};
use crate::told::reported;
use app::case::{queue, show};
use app::ports::store::Write;
use domain::access::ReadKind;
use domain::case::By;
use std::sync::Arc;
use testkit::{Edit, Of, Play, Reading, Watch, World, looks, report, retell};

fn changes(change: fn(&mut app::ports::store::ReadRow)) -> Edit {
    Arc::new(move |mut unit| {
        for write in &mut unit {
            if let Write::Read(row) = write {
                change(row);
            }
        }
        unit
    })
}

fn forgets() -> Edit {
    without(|write| matches!(write, Write::Read(_)))
}

/// The lead opens a case; what the watch says of it.
async fn opened(edit: Edit) -> Result<(), testkit::Finding> {
    let world = World::edited(1, edit).await;
    let (id, _) = reported(&world).await;
    let ctx = world.ctx(&world.actor("lead"));
    show(&ctx, &id).await.expect("a case");
    let shown: Reading = (ctx.by(), ReadKind::Opened, [id].into());
    Watch::default().was_read(&world, &[shown]).await
}

#[tokio::test]
async fn a_reading_that_is_not_in_the_log_is_found() {
    opened(Arc::new(|unit| unit)).await.expect("a sound store");
    assert_eq!(rule(opened(forgets()).await), "I13");
}

#[tokio::test]
async fn a_reading_by_somebody_else_or_of_something_else_is_found() {
    assert_eq!(rule(opened(changes(|row| row.reader = By::Reporter)).await), "I13");
    assert_eq!(rule(opened(changes(|row| row.kind = ReadKind::Listed)).await), "I13");
    assert_eq!(rule(opened(changes(|row| row.cases.clear())).await), "I13");
}

#[tokio::test]
async fn a_title_that_is_not_in_the_log_is_found() {
    let world = World::edited(1, changes(|row| drop(row.cases.pop_last()))).await;
    let listed = [reported(&world).await.0, reported(&world).await.0];
    let ctx = world.ctx(&world.actor("triager"));
    queue(&ctx, false, "", None, 50).await.expect("a page");
    let shown: Reading = (ctx.by(), ReadKind::Listed, listed.into());
    assert_eq!(rule(Watch::default().was_read(&world, &[shown]).await), "I13");
}

#[tokio::test]
async fn a_row_of_a_reading_that_never_was_is_found() {
    let world = World::new(1).await;
    let (id, _) = reported(&world).await;
    let mut watch = Watch::default();
    watch.was_read(&world, &[]).await.expect("nobody has read anything");
    show(&world.ctx(&world.actor("lead")), &id).await.expect("a case");
    assert_eq!(rule(watch.was_read(&world, &[]).await), "I13");
}

#[tokio::test]
async fn a_play_notices_a_store_that_forgets_who_read() {
    let world = World::edited(7, forgets()).await;
    let found = Play::new(world, 7).whole(50).await;
    assert_eq!(rule(found), "I13");
    let draft = serde_json::to_string(&testkit::draft("it ends")).expect("plain data");
    let steps = [report(0, "anonymous", &draft), looks("triager", Of::Report(0))];
    retell(World::new(7).await, &steps).await.expect("a sound world holds");
    assert_eq!(rule(retell(World::edited(7, forgets()).await, &steps).await), "I13");
}
