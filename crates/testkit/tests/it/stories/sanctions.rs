//! A reporter breaks a rule: what is decided, who is told, what still comes from them, and how it ends.

use crate::mail::come_in::{Mail, mail};
use crate::place::{dump, everywhere, in_places};
use crate::told::{count, done, refused, reported};
use app::case::{queue, show};
use app::mail::Received;
use app::sanction::{barred, list};
use domain::access::Actor;
use domain::case::{By, Case};
use domain::sanction::{AppealState, SanctionState};
use domain::words::{CaseId, Secret};
use jiff::{SignedDuration, ToSpan};
use serde_json::{Value, json};
use testkit::{Watch, World, draft};

fn ban(world: &World) -> Value {
    json!({
        "rule": "RR-2", "sanction": "RS-3", "event": "1",
        "until": (world.now + 72.hours()).to_string(),
        "because": "our build machine stood still, see the log",
        "notice": "You stopped our build machine. For three days you may take no part.",
    })
}

async fn filed(world: &World, mail: &Mail) -> CaseId {
    match mail.comes(world).await {
        Ok(Received::Filed(id)) => id,
        other => panic!("it is no report: {other:?}"),
    }
}

async fn as_reporter(
    world: &World,
    secret: &Secret,
    verb: &str,
    given: Value,
) -> Result<Case, app::Error> {
    let ctx = world.ctx(&Actor::Anonymous).as_reporter(secret).await.expect("the secret opens");
    let Actor::Reporter(id) = ctx.actor.clone() else { panic!("a reporter") };
    world.perform(&ctx.actor, verb, &id, given).await
}

/// A report on the form, whose reporter said where they are reached.
async fn reached_at(world: &World, address: &str) -> (CaseId, Secret) {
    let (id, secret) = reported(world).await;
    as_reporter(world, &secret, "case contact", json!({ "address": address }))
        .await
        .expect("given");
    (id, secret)
}

async fn sanctioned(mut world: World) {
    let first = mail("Mallory <mallory@example.org>", "1", "it stands still", "I stopped it all");
    let id = filed(&world, &first).await;
    done(&world, "founder", "case judge", &id, json!({})).await;
    // Who looked into it does not decide, nobody does without what it takes, and who may not may not.
    assert_eq!(refused(&world, "founder", "sanction impose", &id, ban(&world)).await, "b.2");
    let mut wrong = ban(&world);
    wrong["rule"] = json!("RR-1");
    wrong["sanction"] = json!("RR-2");
    assert_eq!(refused(&world, "lead", "sanction impose", &id, wrong).await, "sanction");
    let why = refused(&world, "triager", "sanction impose", &id, ban(&world)).await;
    assert!(why.starts_with("not allowed"), "{why}");
    let case = done(&world, "lead", "sanction impose", &id, ban(&world)).await;
    assert_eq!(case.conduct.sanctions[0].address.as_deref(), Some("mallory@example.org"));
    world.drain().await.expect("jobs run");
    let told = format!("{:?}", world.spool.told());
    assert!(told.contains("mallory@example.org") && !told.contains("build machine"), "{told}");

    // What they send is received as anybody's; nothing outside tells the two apart.
    let theirs = filed(&world, &mail("MALLORY@example.org", "2", "two headers", "send two")).await;
    let others = filed(&world, &mail("ana@example.org", "3", "three cookies", "send three")).await;
    let (theirs, others) = (world.case(&theirs).await, world.case(&others).await);
    assert_eq!(theirs.version, others.version);
    assert!(theirs.conduct.barred.contains(&id) && theirs.conduct.is_unpaid());
    assert!(others.conduct.barred.is_empty() && !others.conduct.is_unpaid());
    let lead = world.ctx(&world.actor("lead"));
    let rows = queue(&lead, false, "", None, 10).await.expect("a page").rows;
    let marked = barred(&lead, &rows).await.expect("marks");
    assert_eq!(marked.into_iter().collect::<Vec<_>>(), std::slice::from_ref(&theirs.id));

    // Two people read it before it is closed.
    let theirs = theirs.id;
    done(&world, "lead", "case invalidate", &theirs, json!({ "because": "no harm" })).await;
    let spam = json!({ "resolution": "spam", "because": "no report" });
    assert_eq!(refused(&world, "lead", "case close", &theirs, spam.clone()).await, "b.3");
    done(&world, "lead", "case seen", &theirs, json!({})).await;
    assert_eq!(refused(&world, "lead", "case seen", &theirs, json!({})).await, "b.3");
    assert_eq!(refused(&world, "lead", "case close", &theirs, spam.clone()).await, "b.3");
    done(&world, "reviewer", "case seen", &theirs, json!({})).await;
    done(&world, "lead", "case close", &theirs, spam).await;

    // It lapses by itself, noticed late or not, and what comes then comes from anybody.
    world.pass(SignedDuration::from_hours(72));
    let free = filed(&world, &mail("mallory@example.org", "4", "four keys", "send four")).await;
    assert!(world.case(&free).await.conduct.barred.is_empty(), "over at its instant");
    world.pass(SignedDuration::from_hours(5));
    world.drain().await.expect("jobs run");
    let one = world.case(&id).await.conduct.sanctions[0].clone();
    assert_eq!((one.state, one.ended_at), (SanctionState::Lapsed, one.terms.until));
    assert_eq!(count(&world, &id, "sanction-lapsed").await, 1);
    assert!(world.case(&theirs).await.conduct.is_unpaid(), "it came while the sanction ran");
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn a_banned_reporter_is_received_read_by_two_and_free_at_the_end() {
    println!("{}", everywhere(sanctioned).await);
}

async fn overturned(mut world: World) {
    let (id, secret) = reached_at(&world, "mallory@example.org").await;
    done(&world, "lead", "sanction impose", &id, ban(&world)).await;
    let (theirs, _) = reached_at(&world, "Mallory@Example.org").await;
    assert!(world.case(&theirs).await.conduct.barred.contains(&id));
    // The reporter reads what they were told, and nothing of who decided on what evidence.
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let shown = show(&reporter, &id).await.expect("their own case");
    let sanction = &shown.case.conduct.sanctions[0];
    assert!(sanction.notice.as_deref().is_some_and(|says| says.contains("three days")));
    let everything = format!("{:?}", shown.case.conduct);
    let lead = world.people["lead"].account.to_string();
    for hidden in ["see the log", &lead] {
        assert!(!everything.contains(hidden), "{hidden} was shown to the reporter");
    }
    // One appeal, answered by somebody else.
    let says = json!({ "because": "It was my sister, on a machine of ours." });
    as_reporter(&world, &secret, "sanction appeal", says.clone()).await.expect("in time");
    as_reporter(&world, &secret, "sanction appeal", says).await.expect_err("once");
    let listed = list(&world.ctx(&world.actor("reviewer"))).await.expect("the list");
    assert!(listed[0].sanction.waits());
    let no = json!({ "stands": "no", "because": "It was not you." });
    assert_eq!(refused(&world, "lead", "sanction answer", &id, no.clone()).await, "b.2");
    done(&world, "reviewer", "sanction answer", &id, no).await;
    world.drain().await.expect("jobs run");
    let one = world.case(&id).await.conduct.sanctions[0].clone();
    assert_eq!((one.state, one.appeal.state), (SanctionState::Lifted, AppealState::Overturned));
    let cleared = world.case(&theirs).await;
    assert!(cleared.conduct.barred.is_empty() && !cleared.conduct.is_unpaid());
    world.pass_days(10);
    world.drain().await.expect("jobs run");
    assert_eq!(count(&world, &id, "sanction-lapsed").await, 0);
    let (later, _) = reached_at(&world, "mallory@example.org").await;
    assert!(world.case(&later).await.conduct.barred.is_empty());
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn an_overturned_sanction_leaves_no_mark() {
    println!("{}", everywhere(overturned).await);
}

async fn lifted(mut world: World) {
    let (id, secret) = reached_at(&world, "mallory@example.org").await;
    let mut given = ban(&world);
    given["until"] = Value::Null;
    assert_eq!(refused(&world, "lead", "sanction impose", &id, given.clone()).await, "until");
    given["for_good"] = json!("yes");
    done(&world, "lead", "sanction impose", &id, given.clone()).await;
    assert_eq!(refused(&world, "lead", "sanction impose", &id, given).await, "b.2");
    world.pass_days(15);
    let late = as_reporter(&world, &secret, "sanction appeal", json!({ "because": "no" })).await;
    assert!(matches!(late, Err(app::Error::Refused(why)) if why.rule == "handling.appeal_days"));
    done(&world, "lead", "sanction lift", &id, json!({ "because": "it was long ago" })).await;
    let (later, _) = reached_at(&world, "mallory@example.org").await;
    assert!(world.case(&later).await.conduct.barred.is_empty());
    // Whoever cannot be told is not sanctioned: nobody outside has a page of this one.
    let odd = mail("mallory@example.org", "9", "Re: it", "again")
        .with("Precedence", "list")
        .with("List-Id", "<x.example.org>");
    assert_eq!(odd.comes(&world).await, Ok(Received::Waits));
    let triager = world.ctx(&world.actor("triager"));
    let waiting = app::mail::waiting(&triager).await.expect("mail");
    let made = app::mail::file_waiting(&triager, &waiting[0].0.id).await.expect("a report");
    assert_eq!(refused(&world, "lead", "sanction impose", &made, ban(&world)).await, "b.2");
}

#[tokio::test]
async fn a_sanction_for_good_is_lifted_with_a_reason() {
    println!("{}", everywhere(lifted).await);
}

const KEY: &str = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxgQEAQIDzQFh\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n";

async fn by_key(world: World) {
    let (id, secret) = reported(&world).await;
    let given = json!({ "address": "mallory@example.org", "key": KEY });
    as_reporter(&world, &secret, "case contact", given).await.expect("given");
    done(&world, "lead", "sanction impose", &id, ban(&world)).await;
    let (other, secret) = reported(&world).await;
    let given = json!({ "address": "somebody@else.example", "key": KEY });
    let before = world.case(&other).await.version;
    as_reporter(&world, &secret, "case contact", given).await.expect("given");
    let other = world.case(&other).await;
    assert_eq!((other.conduct.barred.contains(&id), other.version), (true, before + 1));
    // A mail that waited is known by the address that it says it is from.
    let odd = mail("mallory@example.org", "9", "it", "again")
        .with("Precedence", "list")
        .with("List-Id", "<x.example.org>");
    odd.comes(&world).await.expect("taken");
    let triager = world.ctx(&world.actor("triager"));
    let waiting = app::mail::waiting(&triager).await.expect("mail");
    let made = app::mail::file_waiting(&triager, &waiting[0].0.id).await.expect("a report");
    assert!(world.case(&made).await.conduct.barred.contains(&id));
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn a_reporter_is_known_again_by_their_key() {
    println!("{}", everywhere(by_key).await);
}

async fn killed_anywhere(mut world: World) {
    let mut boundary = 0;
    loop {
        boundary += 1;
        let address = format!("mallory{boundary}@example.org");
        let (id, _) = reached_at(&world, &address).await;
        done(&world, "lead", "sanction impose", &id, ban(&world)).await;
        world.drain().await.expect("jobs run");
        world.pass(SignedDuration::from_hours(73));
        world.faults.crash_at(boundary);
        let first = world.drain().await;
        let killed = world.faults.is_down();
        assert!(first.is_ok() || killed, "{first:?}");
        world.restart();
        world.pass_days(1);
        world.drain().await.expect("the next life completes it");
        assert_eq!(count(&world, &id, "sanction-lapsed").await, 1, "boundary {boundary}");
        let events = world.events(&id).await;
        let end = world.case(&id).await.conduct.sanctions[0].ended_at;
        assert!(events.iter().any(|event| event.by == By::System && Some(event.at) > end), "late");
        if !killed {
            break;
        }
    }
    assert!(boundary > 2, "a lapse has more boundaries than {boundary}");
}

#[tokio::test]
async fn a_sanction_lapses_once_wherever_the_process_dies() {
    println!("{}", everywhere(killed_anywhere).await);
}

async fn nothing_in_the_clear(url: &str) {
    let world = World::at(url, 3).await;
    let (id, secret) = reached_at(&world, "mallory@example.org").await;
    done(&world, "lead", "sanction impose", &id, ban(&world)).await;
    let appeal = json!({ "because": "my zeppelin did it" });
    as_reporter(&world, &secret, "sanction appeal", appeal).await.expect("in time");
    let no = json!({ "stands": "yes", "because": "zeppelins do nothing" });
    done(&world, "reviewer", "sanction answer", &id, no).await;
    let (theirs, _) = world.report(&draft("another")).await.expect("received");
    assert_ne!(theirs, id);
    let text = String::from_utf8_lossy(&dump(url).await).to_lowercase();
    for planted in ["mallory", "build machine", "zeppelin", "three days"] {
        assert!(!text.contains(planted), "{planted} lies in the database");
    }
}

#[tokio::test]
async fn evidence_notice_and_appeal_are_sealed() {
    println!("{}", in_places(nothing_in_the_clear).await);
}
