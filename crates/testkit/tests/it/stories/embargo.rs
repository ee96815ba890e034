//! How an embargo ends: at its instant, by two people, or because nothing valid is left.

use crate::place::everywhere;
use crate::told::{approved, count, done, refused, reported};
use domain::case::Fact;
use domain::embargo::EmbargoState;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use testkit::World;

/// S09: the process is down when the embargo ends.
async fn ends_while_down(mut world: World) {
    let (id, _) = approved(&world).await;
    let terms = world.case(&id).await.embargo.terms.expect("terms were accepted");
    let end: Timestamp = terms.ends_at;
    assert_eq!(end, "2026-04-16T09:00:00Z".parse().expect("an instant"));
    world.now = end;
    world.pass(SignedDuration::from_mins(140));
    for _ in 0..2 {
        world.restart();
        world.drain().await.expect("jobs are done");
    }
    let events = world.events(&id).await;
    let expired: Vec<_> =
        events.iter().filter(|e| matches!(e.fact, Fact::EmbargoExpired { .. })).collect();
    assert_eq!(expired.len(), 1);
    assert_eq!(expired[0].fact, Fact::EmbargoExpired { effective_at: end });
    assert_eq!(expired[0].at, world.now);
    assert_eq!(world.truth().last_number().await, Ok(None), "nothing is published by itself");
    let exit = world.case(&id).await.embargo.exit.expect("it is over");
    assert_eq!((exit.effective_at, exit.observed_at), (end, world.now));
}

#[tokio::test]
async fn an_embargo_that_ends_while_down_ended_at_its_instant_and_once() {
    println!("{}", everywhere(ends_while_down).await);
}

async fn holds_to_the_second(mut world: World) {
    let (id, _) = approved(&world).await;
    let end = world.case(&id).await.embargo.terms.expect("terms").ends_at;
    world.now = end.checked_sub(SignedDuration::from_secs(1)).expect("an instant");
    world.drain().await.expect("nothing is due");
    assert_eq!(refused(&world, "publisher", "advisory publish", &id, json!({})).await, "I5");
    world.now = end;
    assert_eq!(refused(&world, "publisher", "advisory publish", &id, json!({})).await, "I5");
    world.drain().await.expect("the end is recorded");
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
}

#[tokio::test]
async fn a_case_under_embargo_cannot_publish_until_the_end_is_recorded() {
    println!("{}", everywhere(holds_to_the_second).await);
}

async fn two_people(world: World) {
    let (id, _) = approved(&world).await;
    let no_words = json!({ "reason": "fix-ready", "because": " " });
    let wrong = world.perform(&world.actor("lead"), "embargo end", &id, no_words).await;
    assert!(matches!(wrong, Err(app::Error::Invalid(_))), "an early end has its reason in words");
    assert_eq!(refused(&world, "lead", "embargo confirm", &id, json!({})).await, "I1");
    let why = json!({ "reason": "public-info", "because": "it is in the news" });
    done(&world, "lead", "embargo end", &id, why).await;
    let alone = refused(&world, "lead", "embargo confirm", &id, json!({})).await;
    assert!(alone.starts_with("not allowed: second person"), "{alone}");
    assert_eq!(refused(&world, "publisher", "advisory publish", &id, json!({})).await, "I5");
    let case = done(&world, "founder", "embargo confirm", &id, json!({})).await;
    assert_eq!(case.embargo.state, EmbargoState::Exited);
    assert_eq!(
        refused(&world, "founder", "embargo confirm", &id, json!({})).await,
        "moves embargo"
    );
}

#[tokio::test]
async fn an_early_end_needs_words_and_a_second_person() {
    println!("{}", everywhere(two_people).await);
}

async fn reason_erased(world: World) {
    let (id, _) = approved(&world).await;
    let why = |because: &str| json!({ "reason": "fix-ready", "because": because });
    let asked = done(&world, "lead", "embargo end", &id, why("Ada said so")).await.version;
    assert_eq!(refused(&world, "founder", "embargo end", &id, why("me too")).await, "I1");
    let name = json!({ "event": asked.to_string(), "because": "a name was in it" });
    done(&world, "lead", "case redact", &id, name).await;
    assert_eq!(refused(&world, "founder", "embargo confirm", &id, json!({})).await, "I1");
    done(&world, "founder", "embargo end", &id, why("both fixes are out")).await;
    let case = done(&world, "lead", "embargo confirm", &id, json!({})).await;
    assert_eq!(case.embargo.state, EmbargoState::Exited);
}

#[tokio::test]
async fn a_wish_whose_reason_was_erased_is_agreed_to_by_nobody_and_may_be_said_again() {
    println!("{}", everywhere(reason_erased).await);
}

async fn revised(mut world: World) {
    let (id, secret) = approved(&world).await;
    let reporter = world.ctx(&domain::access::Actor::Anonymous);
    let reporter = reporter.as_reporter(&secret).await.expect("the secret").actor;
    let first = world.case(&id).await.embargo.terms.expect("terms").ends_at;
    let longer = json!({ "ends_at": "2026-05-20T09:00:00Z", "because": "time to build" });
    done(&world, "lead", "embargo propose", &id, longer).await;
    assert_eq!(world.case(&id).await.embargo.terms.expect("terms").ends_at, first);
    assert_eq!(refused(&world, "lead", "embargo accept", &id, json!({})).await, "e2");
    world.perform(&reporter, "embargo accept", &id, json!({})).await.expect("the other side");
    world.now = first;
    world.drain().await.expect("the old timer finds nothing to do");
    assert_eq!(world.case(&id).await.embargo.state, EmbargoState::Active);
    let beyond = json!({ "ends_at": "2026-08-20T09:00:00Z" });
    assert_eq!(refused(&world, "lead", "embargo propose", &id, beyond).await, "embargo.cap_days");
    world.now = "2026-05-20T09:00:01Z".parse().expect("an instant");
    world.drain().await.expect("the new timer");
    assert_eq!(count(&world, &id, "embargo-expired").await, 1);
}

#[tokio::test]
async fn new_terms_hold_only_when_the_other_side_accepts_them() {
    println!("{}", everywhere(revised).await);
}

async fn nothing_valid(world: World) {
    let (id, _) = reported(&world).await;
    assert!(world.case(&id).await.embargo.state.binds());
    let why = json!({ "because": "the manual says so" });
    done(&world, "triager", "case invalidate", &id, why).await;
    let over = json!({ "resolution": "not-a-vulnerability", "because": "the manual says so" });
    let case = done(&world, "lead", "case close", &id, over).await;
    assert_eq!(case.embargo.state, EmbargoState::Exited);
    let kinds = crate::told::kinds(&world, &id).await;
    assert_eq!(kinds[kinds.len() - 2..], ["embargo-ended", "closed"]);
}

#[tokio::test]
async fn closing_what_is_no_vulnerability_frees_its_reporter_first() {
    println!("{}", everywhere(nothing_valid).await);
}

async fn bound(world: World) {
    let (id, _) = crate::told::repaired(&world).await;
    let over = json!({ "resolution": "wont-fix", "because": "too old" });
    assert_eq!(refused(&world, "lead", "case close", &id, over).await, "I7");
}

#[tokio::test]
async fn nobody_closes_an_accepted_case_whose_reporter_is_bound() {
    println!("{}", everywhere(bound).await);
}

/// Terms are swapped between reading and accepting; a wish for the end of the old ones goes with
/// them; and once their instant has come, nothing stretches them.
async fn swapped(mut world: World) {
    let (id, secret) = approved(&world).await;
    let reporter = world.ctx(&domain::access::Actor::Anonymous);
    let reporter = reporter.as_reporter(&secret).await.expect("the secret").actor;
    let until = |at: &str| json!({ "ends_at": at, "because": "time to build" });
    let why = json!({ "reason": "fix-ready", "because": "all is ready" });
    done(&world, "lead", "embargo end", &id, why).await;
    done(&world, "lead", "embargo propose", &id, until("2026-05-20T09:00:00Z")).await;
    let read = world.case(&id).await.embargo.proposals.pop().expect("a proposal").terms.digest();
    done(&world, "lead", "embargo propose", &id, until("2026-05-21T09:00:00Z")).await;
    let given = json!({ "terms": read.to_string() });
    match world.perform(&reporter, "embargo accept", &id, given).await {
        Err(app::Error::Refused(refusal)) => assert_eq!(refusal.rule, "I16"),
        other => panic!("{:?}", other.map(|case| case.version)),
    }
    world.perform(&reporter, "embargo accept", &id, json!({})).await.expect("the other side");
    assert_eq!(refused(&world, "reviewer", "embargo confirm", &id, json!({})).await, "I1");
    done(&world, "lead", "embargo propose", &id, until("2026-05-25T09:00:00Z")).await;
    world.now = "2026-05-21T09:00:00Z".parse().expect("an instant");
    match world.perform(&reporter, "embargo accept", &id, json!({})).await {
        Err(app::Error::Refused(refusal)) => assert_eq!(refusal.rule, "e7"),
        other => panic!("{:?}", other.map(|case| case.version)),
    }
}

#[tokio::test]
async fn a_consent_is_to_the_terms_that_were_read_and_never_too_late() {
    println!("{}", everywhere(swapped).await);
}

async fn unanswered(mut world: World) {
    let mut draft = testkit::draft("the reporter never answers");
    draft.accept_terms = false;
    let (id, _) = world.report(&draft).await.expect("a report is received");
    let case = world.case(&id).await;
    assert_eq!(case.embargo.state, EmbargoState::Proposed);
    world.now = case.embargo.proposals[0].clone().terms.ends_at;
    world.drain().await.expect("the proposal has run out");
    assert_eq!(world.case(&id).await.embargo.state, EmbargoState::Exited);
    assert_eq!(count(&world, &id, "embargo-expired").await, 1);
}

#[tokio::test]
async fn terms_that_nobody_accepts_hold_nobody_for_ever() {
    println!("{}", everywhere(unanswered).await);
}
