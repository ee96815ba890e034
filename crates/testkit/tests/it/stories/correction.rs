//! What is public can be corrected, by two people again, and each edition is announced at most once.

use crate::place::everywhere;
use crate::told::{approval, approved, done, free, published, refused, repaired, text};
use domain::words::CaseId;
use serde_json::json;
use std::collections::BTreeSet;
use testkit::World;

/// A second edition of this text, as two people make it.
async fn corrected(world: &World, id: &CaseId, title: &str) {
    done(world, "publisher", "advisory write", id, text(title)).await;
    done(world, "publisher", "advisory request", id, json!({})).await;
    done(world, "reviewer", "advisory approve", id, approval(world, id).await).await;
    done(world, "publisher", "advisory publish", id, json!({})).await;
}

async fn after_the_end(world: World) {
    let (id, _) = published(&world).await;
    done(&world, "lead", "case close", &id, json!({ "resolution": "resolved" })).await;
    corrected(&world, &id, "Two headers, or three").await;
    let row = world.truth().publication("ACME-2026-1").await.expect("the database reads");
    assert_eq!(row.map(|row| row.edition), Some(2));
}

#[tokio::test]
async fn a_closed_case_can_still_correct_what_is_public() {
    println!("{}", everywhere(after_the_end).await);
}

async fn to_the_letter(world: World) {
    let (id, _) = repaired(&world).await;
    let same = text("Two headers end the process");
    done(&world, "lead", "advisory write", &id, same.clone()).await;
    done(&world, "lead", "advisory request", &id, json!({})).await;
    done(&world, "founder", "advisory approve", &id, approval(&world, &id).await).await;
    done(&world, "founder", "advisory write", &id, same).await;
    free(&world, &id).await;
    let early = refused(&world, "publisher", "advisory publish", &id, json!({})).await;
    assert_eq!(early, "moves advisory", "who approved it has now written it");
    done(&world, "founder", "advisory request", &id, json!({})).await;
    done(&world, "lead", "advisory approve", &id, approval(&world, &id).await).await;
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
}

#[tokio::test]
async fn who_approved_a_text_and_writes_it_again_needs_a_second_person() {
    println!("{}", everywhere(to_the_letter).await);
}

async fn overtaken(world: World) {
    let (id, _) = approved(&world).await;
    free(&world, &id).await;
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
    corrected(&world, &id, "Two headers, or three").await;
    world.drain().await.expect("jobs are done");
    let sent = world.spool.sent();
    let lists: BTreeSet<&str> = sent.iter().map(|one| one.announcement.to.as_str()).collect();
    assert_eq!(sent.len(), lists.len(), "one letter a list: {sent:?}");
    assert!(sent.iter().all(|one| one.announcement.about.get().edition == 2));
}

#[tokio::test]
async fn an_announcement_that_a_correction_overtakes_is_not_sent() {
    println!("{}", everywhere(overtaken).await);
}

async fn exchanged(world: World) {
    let (id, _) = approved(&world).await;
    let wish = |because: &str| json!({ "reason": "consensus", "because": because });
    done(&world, "lead", "embargo end", &id, wish("all agree")).await;
    let other = refused(&world, "founder", "embargo end", &id, wish("somebody else's")).await;
    assert_eq!(other, "I1");
    let case = done(&world, "reviewer", "embargo confirm", &id, json!({})).await;
    assert_eq!(
        case.embargo.exit.and_then(|exit| exit.reason),
        Some(domain::case::EndReason::Consensus)
    );
}

#[tokio::test]
async fn a_wish_to_end_early_cannot_be_exchanged_under_the_second_person() {
    println!("{}", everywhere(exchanged).await);
}

async fn found_later(world: World) {
    let (id, _) = published(&world).await;
    done(&world, "lead", "case severity", &id, json!({ "severity": "critical" })).await;
    let older = json!({ "line": "v1", "affected": "yes" });
    done(&world, "fixer", "release assess", &id, older).await;
    let row = world.truth().publication("ACME-2026-1").await.expect("the database reads");
    let record = row.map(|row| row.record).unwrap_or_default();
    assert!(record.contains("\"severity\":\"high\""), "what is public stands: {record}");
    assert!(record.contains("\"status\":\"assumed-affected\""), "nobody had looked: {record}");
    world.fix(&id, ("fixer", "reviewer"), "v1", "1.12.1").await;
    done(&world, "publisher", "advisory request", &id, json!({})).await;
    done(&world, "reviewer", "advisory approve", &id, approval(&world, &id).await).await;
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
    let row = world.truth().publication("ACME-2026-1").await.expect("the database reads");
    let record = row.map(|row| row.record).unwrap_or_default();
    assert!(record.contains("\"severity\":\"critical\"") && record.contains("1.12.1"), "{record}");
}

#[tokio::test]
async fn what_is_found_after_publication_makes_another_edition() {
    println!("{}", everywhere(found_later).await);
}
