//! Files that come with words: who gets them, how many there may be, and how they go away.

use super::negotiation::{invited, participant};
use crate::place::everywhere;
use crate::told::{done, reported};
use app::Error;
use app::attachment::{fetch, preview, stored_files};
use app::case::show;
use app::intake::{receipt_again, submit_with_files};
use app::jobs::plan_sweep;
use domain::access::{Actor, ReadKind};
use domain::case::{Fact, verify};
use domain::intake::{Draft, Statement};
use domain::words::{AttachmentId, CaseId, Digest, Secret};
use futures::TryStreamExt as _;
use jiff::SignedDuration;
use serde_json::json;
use testkit::{Fault, How, Site, Watch, When, World, draft};

async fn holder(world: &World, secret: &Secret) -> Actor {
    world.ctx(&Actor::Anonymous).as_outsider(secret).await.expect("a secret opens it").actor
}

/// What somebody gets for a file; nothing where it is not there for them.
async fn got(world: &World, who: &Actor, id: &CaseId, file: &AttachmentId) -> Option<Vec<u8>> {
    match fetch(&world.ctx(who), id, file.as_str(), false).await {
        Ok(found) => Some(found.chunks.try_concat().await.expect("it reads to its end")),
        Err(Error::NotThere) => None,
        Err(other) => panic!("{other}"),
    }
}

async fn attached(world: &World, who: &Actor, verb: &str, id: &CaseId, text: &str) -> AttachmentId {
    let files = [("notes.txt", text.as_bytes())];
    world.attach(who, verb, id, &files).await.expect("it is attached").remove(0)
}

/// Each file goes where the words go that it came with.
async fn goes_with_its_words(world: World) {
    let (id, secret) = reported(&world).await;
    let lead = world.actor("lead");
    let reporter = holder(&world, &secret).await;
    let mut vendors = Vec::new();
    for name in ["One vendor", "Another vendor"] {
        let given = json!({ "role": "vendor", "name": name });
        let secret = invited(&world, &id, given).await.expect("they are invited");
        vendors.push(participant(&world, &secret).await);
    }
    let of_reporter = attached(&world, &reporter, "case answer", &id, "of the reporter").await;
    let to_reporter = attached(&world, &lead, "case write", &id, "to the reporter").await;
    let note = attached(&world, &lead, "case note", &id, "for the team").await;
    let of_vendor = attached(&world, &vendors[0], "participant answer", &id, "of a vendor").await;
    let sees = async |who: &Actor| {
        let mut seen = Vec::new();
        for file in [&of_reporter, &to_reporter, &note, &of_vendor] {
            seen.push(got(&world, who, &id, file).await.is_some());
        }
        seen
    };
    assert_eq!(sees(&lead).await, [true, true, true, true]);
    assert_eq!(sees(&reporter).await, [true, true, false, false]);
    assert_eq!(sees(&vendors[0]).await, [false, false, false, true]);
    assert_eq!(sees(&vendors[1]).await, [false, false, false, false]);
    let admin = world.actor("admin");
    assert_eq!(sees(&admin).await, [false, false, false, false]);
    let told = show(&world.ctx(&vendors[0]), &id).await.expect("their side").case;
    // In a channel, messages are counted from one, and nobody learns how many events there are.
    let files: Vec<_> = told.attachments.iter().map(|one| (one.of, one.seq)).collect();
    assert_eq!(files, [(told.messages.last().expect("theirs").seq, 0)]);
    let told = show(&world.ctx(&lead), &id).await.expect("the case");
    let told = format!("{:?}", told.events);
    assert!(told.contains("notes.txt") && !told.contains("\"key\""), "{told}");
}

#[tokio::test]
async fn a_file_goes_where_the_words_go_that_it_came_with() {
    println!("{}", everywhere(goes_with_its_words).await);
}

/// Whoever fetches one is in the log before its first byte; what cannot be logged is not handed out.
async fn in_the_log(world: World) {
    let (id, _) = reported(&world).await;
    let lead = world.actor("lead");
    let file = attached(&world, &lead, "case note", &id, "for the team").await;
    let mut watch = Watch::default();
    watch.everything(&world).await.expect("the journals hold");
    let before = world.truth().reads(&all()).await.expect("it reads").len();
    assert_eq!(got(&world, &lead, &id, &file).await.expect("the file"), b"for the team");
    let rows = world.truth().reads(&all()).await.expect("it reads");
    assert_eq!(rows.len(), before + 1);
    assert!(rows.iter().any(|row| row.kind == ReadKind::File && row.cases.contains(&id)));
    world.faults.arm(Fault { site: Site::ReadLog, when: When::Before, how: How::Error, skip: 0 });
    let fetched = fetch(&world.ctx(&lead), &id, file.as_str(), false).await;
    assert!(matches!(fetched, Err(Error::Outside(_))));
    // What was changed is an error.
    world.objects.spoil();
    let fetched = fetch(&world.ctx(&lead), &id, file.as_str(), false).await;
    assert!(matches!(fetched, Err(Error::Outside(says)) if says.contains("not what was stored")));
}

fn all() -> app::ports::store::ReadQuery {
    app::ports::store::ReadQuery { limit: 1000, ..Default::default() }
}

#[tokio::test]
async fn fetching_a_file_is_a_reading_and_a_changed_file_is_an_error() {
    println!("{}", everywhere(in_the_log).await);
}

/// The receipt of a report is about its files.
async fn receipt(world: World) {
    let ctx = world.ctx(&Actor::Anonymous);
    let key = Some("a-key-that-nobody-guesses");
    let report = draft("two headers end the process");
    let sent: [(&str, &[u8]); 2] = [("../../poc.sh", b"#!/bin/sh"), ("trace.txt", b"a trace")];
    let files = world.received(&ctx, &sent).await.expect("they come");
    let first = submit_with_files(&ctx, &report, files.all(), "web", key).await.expect("received");
    let received: Draft = serde_json::from_str(&first.received).expect("a draft");
    let names: Vec<_> = received.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["poc.sh", "trace.txt"]);
    assert_eq!(received.files[1].sha256, Digest::of(b"a trace"));
    let text = first.signed.split_once("\n\n").expect("a text and its signature").0;
    let statement = Statement::read(&format!("{text}\n")).expect("a receipt");
    assert_eq!(statement.sha256, first.sha256);
    // The same report with the same files is answered alike; its files came for nothing.
    let again = world.received(&ctx, &sent).await.expect("they come");
    let second = submit_with_files(&ctx, &report, again.all(), "web", key).await.expect("received");
    assert_eq!((&first.id, &first.secret), (&second.id, &second.secret));
    assert_eq!(world.case(&first.id).await.attachments.len(), 2);
    // With another file it is another report.
    let other = world.received(&ctx, &[("poc.sh", b"another")]).await.expect("it comes");
    let refused = submit_with_files(&ctx, &report, other.all(), "web", key).await;
    assert_eq!(refused.expect_err("refused"), Error::KeyReused);
    assert!(receipt_again(&ctx, &report, key).await.is_err(), "without its files it is another");
    // Nobody tells us of files that did not come.
    let made_up = Draft { files: received.files, ..report };
    let refused = submit_with_files(&ctx, &made_up, &[], "web", None).await.expect_err("refused");
    assert!(matches!(refused, Error::Invalid(says) if says[0].starts_with("files: ")));
}

#[tokio::test]
async fn the_receipt_of_a_report_is_about_its_files() {
    println!("{}", everywhere(receipt).await);
}

/// What is erased is gone from the disk as well, and nothing else is.
async fn erased(mut world: World) {
    let (id, _) = reported(&world).await;
    let lead = world.actor("lead");
    let stays = attached(&world, &lead, "case note", &id, "stays").await;
    let goes = attached(&world, &lead, "case note", &id, "goes").await;
    world.drain().await.expect("jobs are done");
    let named = world.objects.names();
    assert_eq!(named.len(), 2);
    let case = world.case(&id).await;
    let seq = case.attachments.iter().find(|one| one.id == goes).expect("it is there").seq;
    // The report itself goes too, and takes no file with it.
    done(&world, "lead", "case redact", &id, json!({ "event": "1", "because": "a name" })).await;
    let because = json!({ "event": seq.to_string(), "because": "a name was in it" });
    // A process that dies at any moment of it leaves the work to the next one.
    world.faults.arm(Fault { site: Site::Objects, when: When::After, how: How::Crash, skip: 0 });
    done(&world, "lead", "case redact", &id, because).await;
    world.drain().await.expect_err("the process dies");
    world.restart();
    world.pass(SignedDuration::from_mins(5));
    world.drain().await.expect("jobs are done");
    assert_eq!(world.objects.names().len(), 1);
    let fetched = fetch(&world.ctx(&lead), &id, goes.as_str(), false).await;
    assert!(matches!(fetched, Err(Error::Refused(refusal)) if refusal.rule == "I22"));
    assert_eq!(got(&world, &lead, &id, &stays).await.expect("it stays"), b"stays");
    let (links, stream) = (world.links(&id).await, format!("case/{id}"));
    let head = world.truth().head(&stream).await.expect("it reads").expect("a head");
    verify(&stream, &links, head).expect("the chain holds");
    // Days later, and after every row was written again, it is still there.
    world.pass_days(3);
    plan_sweep(&world.app, world.now).await.expect("it is queued");
    world.drain().await.expect("jobs are done");
    assert_eq!(got(&world, &lead, &id, &stays).await.expect("it stays"), b"stays");
    let (files, _) = stored_files(&world.app, "", 100).await.expect("they read");
    assert_eq!(files.len(), 1);
    files[0].read(&world.app).await.expect("it opens");
}

#[tokio::test]
async fn what_is_erased_takes_its_object_with_it() {
    println!("{}", everywhere(erased).await);
}

/// Uploads that came to nothing are swept up, a day later and not before.
async fn swept(mut world: World) {
    let (id, _) = reported(&world).await;
    let lead = world.actor("lead");
    let named = attached(&world, &lead, "case note", &id, "named").await;
    let ctx = world.ctx(&lead);
    world.received(&ctx, &[("lost.txt", b"lost")]).await.expect("it comes");
    assert_eq!(world.objects.names().len(), 2);
    plan_sweep(&world.app, world.now).await.expect("it is queued");
    world.drain().await.expect("jobs are done");
    assert_eq!(world.objects.names().len(), 2, "its event may be on its way");
    world.pass_days(2);
    world.drain().await.expect("jobs are done");
    assert_eq!(world.objects.names().len(), 1);
    assert_eq!(got(&world, &lead, &id, &named).await.expect("it is named"), b"named");
}

#[tokio::test]
async fn an_upload_that_nobody_names_is_swept_up() {
    println!("{}", everywhere(swept).await);
}

/// However many files a case has, each of them is named.
async fn many(mut world: World) {
    let (id, _) = reported(&world).await;
    let lead = world.actor("lead");
    let mut files = Vec::new();
    for _ in 0..12 {
        let ten = [("evidence.txt", &b"kept"[..]); 10];
        files.extend(world.attach(&lead, "case note", &id, &ten).await.expect("they come"));
    }
    world.pass_days(3);
    plan_sweep(&world.app, world.now).await.expect("it is queued");
    world.drain().await.expect("jobs are done");
    assert_eq!(world.objects.names().len(), 120);
    for file in &files {
        assert_eq!(got(&world, &lead, &id, file).await.expect("it stays"), b"kept");
    }
}

#[tokio::test]
async fn none_of_many_files_of_a_case_is_swept_up() {
    println!("{}", everywhere(many).await);
}

/// A folder of which this database names nothing is left alone.
#[tokio::test]
async fn the_objects_of_another_database_are_left_alone() {
    let mut world = World::new(5).await;
    let ctx = world.ctx(&world.actor("lead"));
    for number in 0..11_u8 {
        world.received(&ctx, &[("theirs", &[number])]).await.expect("it comes");
    }
    world.pass_days(2);
    plan_sweep(&world.app, world.now).await.expect("it is queued");
    world.drain().await.expect("jobs are done");
    assert_eq!(world.objects.names().len(), 11);
}

/// Limits of the policy, and what is looked at as text.
#[tokio::test]
async fn too_much_is_refused_and_a_preview_is_inert() {
    let world = World::new(6).await;
    let (id, secret) = reported(&world).await;
    let reporter = holder(&world, &secret).await;
    let many = vec![("a.txt", b"a".as_slice()); 11];
    let refused = world.attach(&reporter, "case answer", &id, &many).await.expect_err("refused");
    assert_eq!(refused, Error::TooMuch("at most 10 files may come at once".to_owned()));
    let large = vec![b'x'; 26 << 20];
    let refused = world.attach(&reporter, "case answer", &id, &[("big", &large)]).await;
    assert!(matches!(refused, Err(Error::TooMuch(says)) if says.contains("at most 25 MiB")));
    let refused = world.attach(&world.actor("lead"), "case severity", &id, &[("a", b"a")]).await;
    assert!(refused.is_err(), "a file comes with words");
    let page = "<script>alert(1)</script>\u{202E}\u{1b}[31m".as_bytes();
    let files = world.attach(&reporter, "case answer", &id, &[("page.html", page)]).await;
    let file = files.expect("it is attached").remove(0);
    let shown = preview(&world.ctx(&world.actor("lead")), &id, file.as_str()).await;
    assert_eq!(shown.expect("a text").text, "<script>alert(1)</script>[31m");
    let held = json!({ "attachment": file.to_string(), "held": "yes" });
    let case = done(&world, "triager", "case quarantine", &id, held.clone()).await;
    assert!(case.attachments[0].held);
    let again = world.perform(&world.actor("triager"), "case quarantine", &id, held).await;
    assert!(matches!(again, Err(Error::Refused(refusal)) if refusal.rule == "attachments"));
    let lead = world.ctx(&world.actor("lead"));
    assert!(fetch(&lead, &id, file.as_str(), false).await.is_err());
    assert!(fetch(&lead, &id, file.as_str(), true).await.is_ok());
    let theirs = fetch(&world.ctx(&reporter), &id, file.as_str(), true).await;
    assert!(matches!(theirs, Err(Error::Refused(_))));
    let events = world.events(&id).await;
    assert!(
        events.iter().any(|event| matches!(event.fact, Fact::AttachmentHeld { held: true, .. }))
    );
}
