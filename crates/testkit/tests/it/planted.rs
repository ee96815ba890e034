//! The checks would notice: faults planted by hand, each found by its rule. Without these tests, a
//! check that never finds anything would look like a program without faults.

mod conduct;
mod invariants;
mod reads;
mod short;
mod shrinking;

use crate::told::{approved, done, free, in_review, published, reported};
use app::ports::spool::{Announcement, Spool};
use app::ports::store::Write;
use domain::access::Actor;
use domain::case::{By, Content, EndReason, Fact, Head, News, extend};
use domain::embargo::Public;
use domain::words::{AccountId, CaseId, Digest};
use jiff::SignedDuration;
use serde_json::json;
use std::sync::Arc;
use testkit::{Edit, Finding, Play, Watch, World, draft};

/// Write this to a case past every rule.
async fn append(world: &World, id: &CaseId, by: &By, news: News) {
    let stream = format!("case/{id}");
    let head = world.truth().head(&stream).await.expect("it reads").unwrap_or(Head::empty(&stream));
    let about = (world.now, by, world.app.policy.digest);
    let (links, _) = extend(&stream, head, about, &[news], || [7; 16]);
    let unit = vec![Write::Append { stream, after: head, links }];
    world.truth().commit(unit).await.expect("nobody stops it");
}

fn person(world: &World, login: &str) -> By {
    By::Person(world.people[login].account.clone())
}

fn rule(found: Result<(), Finding>) -> &'static str {
    found.expect_err("this must be found").rule
}

/// A store that leaves out writes of some kind.
fn without(left_out: fn(&Write) -> bool) -> Edit {
    Arc::new(move |unit| unit.into_iter().filter(|write| !left_out(write)).collect())
}

fn digest_of(world: &World, case: &domain::case::Case) -> Digest {
    domain::embargo::candidate(case, &world.app.policy).expect("it is complete").digest()
}

#[tokio::test]
async fn a_row_that_was_not_written_is_found() {
    let later = |write: &Write| matches!(write, Write::Case(row) if row.version > 3);
    let world = World::edited(1, without(later)).await;
    let (id, _) = reported(&world).await;
    Watch::default().everything(&world).await.expect("nothing is wrong yet");
    done(&world, "triager", "case note", &id, json!({ "body": "seen" })).await;
    assert_eq!(rule(Watch::default().everything(&world).await), "queue");
}

#[tokio::test]
async fn a_row_that_says_something_else_is_found() {
    let edit: Edit = Arc::new(|mut unit| {
        for write in &mut unit {
            if let Write::Case(row) = write {
                row.due_at = None;
            }
        }
        unit
    });
    let world = World::edited(1, edit).await;
    reported(&world).await;
    assert_eq!(rule(Watch::default().everything(&world).await), "queue");
}

#[tokio::test]
async fn an_event_that_was_changed_is_found() {
    let edit: Edit = Arc::new(|mut unit| {
        for write in &mut unit {
            if let Write::Append { links, .. } = write {
                for link in links {
                    link.facts = link.facts.replace("\"door\":\"web\"", "\"door\":\"api\"");
                }
            }
        }
        unit
    });
    let world = World::edited(1, edit).await;
    reported(&world).await;
    assert_eq!(rule(Watch::default().everything(&world).await), "chain");
}

#[tokio::test]
async fn content_that_is_erased_without_a_tombstone_is_found() {
    let world = World::new(1).await;
    let (id, _) = reported(&world).await;
    let erase = Write::Erase { stream: format!("case/{id}"), seq: 1 };
    world.truth().commit(vec![erase]).await.expect("nobody stops it");
    let found = Watch::default().everything(&world).await;
    assert_eq!(rule(found), "chain");
}

#[tokio::test]
async fn a_tombstone_over_content_that_is_still_there_is_found() {
    let world = World::new(1).await;
    let (id, _) = reported(&world).await;
    append(&world, &id, &person(&world, "lead"), Fact::Redacted { event: 1 }.into()).await;
    assert_eq!(rule(Watch::default().step(&world, Some(&id)).await), "I22");
}

#[tokio::test]
async fn a_report_that_is_lost_after_its_receipt_is_found() {
    let world = World::edited(1, without(|_| true)).await;
    let (id, _) = reported(&world).await;
    let mut watch = Watch::default();
    watch.received(draft("two headers end the process").digest(), &id);
    assert_eq!(rule(watch.everything(&world).await), "receipts");
}

#[tokio::test]
async fn a_report_that_is_received_twice_is_found() {
    let world = World::new(1).await;
    let mut watch = Watch::default();
    let (id, _) = reported(&world).await;
    watch.received(draft("two headers end the process").digest(), &id);
    watch.everything(&world).await.expect("nothing is wrong yet");
    reported(&world).await;
    assert_eq!(rule(watch.everything(&world).await), "receipts");
}

#[tokio::test]
async fn a_secret_word_in_a_public_record_is_found() {
    let mut world = World::new(1).await;
    let word = world.word();
    world.report(&draft(&format!("it ends {word}"))).await.expect("received");
    let (id, _) = published(&world).await;
    let mut watch = Watch::default();
    watch.step(&world, Some(&id)).await.expect("nothing is wrong yet");
    let row = world.truth().publication("ACME-2026-1").await.expect("it reads").expect("a row");
    let record = row.record.replace("Two headers", &word);
    let leak = domain::embargo::PublishedRow { edition: 2, record, ..row };
    world.truth().commit(vec![Write::Publish(leak)]).await.expect("nobody stops it");
    assert_eq!(rule(watch.step(&world, None).await), "I5");
}

#[tokio::test]
async fn a_secret_word_in_an_announcement_is_found() {
    let mut world = World::new(1).await;
    let word = world.word();
    published(&world).await;
    let sent: Announcement = world.spool.sent().remove(0).announcement;
    let mut row = sent.about.record();
    row.record = row.record.replace("Two headers", &word);
    let about = Public::recall(&row).expect("a record");
    let leak = Announcement { key: "another".to_owned(), about, ..sent };
    world.spool.announce(&leak).await.expect("it leaves");
    assert_eq!(rule(Watch::default().step(&world, None).await), "I5");
}

#[tokio::test]
async fn an_announcement_too_many_is_found() {
    let mut world = World::new(1).await;
    published(&world).await;
    let sent: Announcement = world.spool.sent().remove(0).announcement;
    let twice = Announcement { key: "another".to_owned(), ..sent };
    world.spool.announce(&twice).await.expect("it leaves");
    world.pass_days(200);
    world.drain().await.expect("jobs are done");
    assert_eq!(rule(Watch::default().at_rest(&world).await), "announcements");
}

#[tokio::test]
async fn an_announcement_that_was_never_queued_is_found() {
    let announces = |write: &Write| matches!(write, Write::Job(job) if job.kind == "announce");
    let mut world = World::edited(1, without(announces)).await;
    published(&world).await;
    world.pass_days(200);
    world.drain().await.expect("jobs are done");
    assert_eq!(rule(Watch::default().at_rest(&world).await), "announcements");
}

#[tokio::test]
async fn a_timer_that_was_never_set_is_found() {
    let expires = |write: &Write| matches!(write, Write::Job(job) if job.kind == "embargo-expire");
    let mut world = World::edited(1, without(expires)).await;
    reported(&world).await;
    world.pass_days(46);
    world.drain().await.expect("what else is due is done");
    assert_eq!(rule(Watch::default().at_rest(&world).await), "e7");
}

#[tokio::test]
async fn a_gap_in_the_numbers_is_found() {
    let world = World::new(1).await;
    published(&world).await;
    let row = world.truth().publication("ACME-2026-1").await.expect("it reads").expect("a row");
    let far = domain::embargo::PublishedRow { number: 7, id: "ACME-2026-7".to_owned(), ..row };
    world.truth().commit(vec![Write::Publish(far)]).await.expect("nobody stops it");
    assert_eq!(rule(Watch::default().step(&world, None).await), "numbers");
}

fn publication(candidate: Digest) -> News {
    let id = "ACME-2026-1".to_owned();
    Fact::AdvisoryPublished { id, number: 1, edition: 1, candidate }.into()
}

#[tokio::test]
async fn a_publication_under_an_embargo_is_found() {
    let world = World::new(1).await;
    let (id, _) = approved(&world).await;
    let news = publication(digest_of(&world, &world.case(&id).await));
    append(&world, &id, &person(&world, "publisher"), news).await;
    assert_eq!(rule(Watch::default().step(&world, Some(&id)).await), "I5");
}

#[tokio::test]
async fn a_publication_that_its_author_approved_is_found() {
    let world = World::new(1).await;
    let (id, _) = in_review(&world).await;
    free(&world, &id).await;
    let candidate = digest_of(&world, &world.case(&id).await);
    let author = person(&world, "publisher");
    append(&world, &id, &author, Fact::AdvisoryApproved { candidate }.into()).await;
    append(&world, &id, &author, publication(candidate)).await;
    assert_eq!(rule(Watch::default().step(&world, Some(&id)).await), "I10");
}

#[tokio::test]
async fn a_publication_of_something_else_than_was_approved_is_found() {
    let world = World::new(1).await;
    let (id, _) = approved(&world).await;
    free(&world, &id).await;
    let candidate = digest_of(&world, &world.case(&id).await);
    done(&world, "triager", "case severity", &id, json!({ "severity": "low" })).await;
    append(&world, &id, &person(&world, "publisher"), publication(candidate)).await;
    assert_eq!(rule(Watch::default().step(&world, Some(&id)).await), "I10");
}

#[tokio::test]
async fn an_embargo_that_one_person_ended_is_found() {
    let world = World::new(1).await;
    let (id, _) = reported(&world).await;
    let lead: AccountId = world.people["lead"].account.clone();
    let ended =
        Fact::EmbargoEnded { reason: EndReason::Consensus, proposed_by: Some(lead.clone()) };
    append(&world, &id, &By::Person(lead), ended.into()).await;
    assert_eq!(rule(Watch::default().step(&world, Some(&id)).await), "I1");
}

#[tokio::test]
async fn an_embargo_that_expired_early_is_found() {
    let world = World::new(1).await;
    let (id, _) = reported(&world).await;
    let ends_at = world.case(&id).await.embargo.terms.expect("terms").ends_at;
    let expired = Fact::EmbargoExpired { effective_at: ends_at };
    append(&world, &id, &By::System, expired.into()).await;
    assert_eq!(rule(Watch::default().step(&world, Some(&id)).await), "I1");
}

#[tokio::test]
async fn a_deadline_that_is_not_the_promised_one_is_found() {
    let world = World::new(1).await;
    let (id, _) = reported(&world).await;
    let mut due = domain::case::restart(&world.app.policy, world.now);
    for due in due.values_mut() {
        due.at = due.at.checked_add(SignedDuration::from_hours(1)).expect("an instant");
    }
    let to = domain::case::Audience::Reporter;
    let news = Fact::MessageSent { to, automatic: false, due }.with(Content::one("body", "soon"));
    append(&world, &id, &person(&world, "lead"), news).await;
    assert_eq!(rule(Watch::default().step(&world, Some(&id)).await), "I14");
}

#[tokio::test]
async fn a_closed_case_whose_reporter_is_bound_is_found() {
    let world = World::new(1).await;
    let (id, _) = reported(&world).await;
    let lead = person(&world, "lead");
    append(&world, &id, &lead, Fact::Invalidated { rules: Vec::new() }.into()).await;
    let resolution = domain::case::Resolution::Spam;
    append(&world, &id, &lead, Fact::Closed { resolution }.into()).await;
    assert_eq!(rule(Watch::default().step(&world, Some(&id)).await), "I7");
}

#[tokio::test]
async fn a_journal_that_was_cut_off_and_grown_again_is_found() {
    let world = World::new(1).await;
    let (id, _) = reported(&world).await;
    let mut watch = Watch::default();
    watch.step(&world, Some(&id)).await.expect("nothing is wrong yet");
    // The same case in another world has another history.
    let other = World::new(2).await;
    let stream = format!("case/{id}");
    let submitted = other.report(&draft("another")).await.expect("received").0;
    let links = other.links(&submitted).await;
    let unit = vec![Write::Append { stream: stream.clone(), after: Head::empty(&stream), links }];
    other.truth().commit(unit).await.expect("nobody stops it");
    assert_eq!(rule(watch.step(&other, Some(&id)).await), "append-only");
}

/// A whole play in a world whose store forgets something comes to a bad end.
async fn play_without(left_out: fn(&Write) -> bool) -> &'static str {
    for seed in 0..20 {
        let world = World::edited(seed, without(left_out)).await;
        if let Err(finding) = Play::new(world, seed).whole(50).await {
            return finding.rule;
        }
    }
    panic!("nobody noticed");
}

#[tokio::test]
async fn a_play_notices_a_store_that_forgets() {
    let rules = [
        play_without(|write| matches!(write, Write::Words { .. })).await,
        play_without(|write| matches!(write, Write::Job(_))).await,
        play_without(|write| matches!(write, Write::Once(_))).await,
        play_without(|write| matches!(write, Write::Publish(_))).await,
        play_without(|write| matches!(write, Write::Erase { .. })).await,
    ];
    assert!(["search", "receipts"].contains(&rules[0]), "{rules:?}");
    assert!(["e7", "announcements", "public files"].contains(&rules[1]), "{rules:?}");
    assert!(["idempotency", "receipts"].contains(&rules[2]), "{rules:?}");
    assert!(["publications", "jobs"].contains(&rules[3]), "{rules:?}");
    assert_eq!(rules[4], "I22");
}

#[tokio::test]
async fn the_same_seed_plays_the_same() {
    let (one, other) = (testkit::play(3, 30).await, testkit::play(3, 30).await);
    assert_eq!(one.expect("well").0, other.expect("well").0);
    let anonymous = World::new(3).await.ctx(&Actor::Anonymous).app.chance.id();
    assert_eq!(anonymous, World::new(3).await.app.chance.id());
}
