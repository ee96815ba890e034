//! The world does not keep quiet: somebody says so, two confirm it, and nobody stays bound.

use super::negotiation::{invited, participant};
use crate::place::everywhere;
use crate::told::{approved, count, done, refused, reported};
use domain::access::Actor;
use domain::case::EndReason;
use domain::embargo::EmbargoState;
use domain::party::ConsentState;
use domain::world::WorldState;
use jiff::{SignedDuration, ToSpan};
use serde_json::json;
use testkit::World;

fn said(what: &str) -> serde_json::Value {
    json!({
        "what": what, "source": "https://forum.example/1234", "evidence": "a script that works",
        "capture": "ab".repeat(32),
    })
}

/// S10: a distributor's contact posts an exploit; two confirm it; all are free at once.
async fn leaked(mut world: World) {
    world.now = "2026-03-09T08:00:00Z".parse().expect("a Monday, eight o'clock");
    let (id, secret) = approved(&world).await;
    let given =
        json!({ "role": "recipient", "name": "Distributor", "address": "s@distro.example" });
    let page = invited(&world, &id, given).await.expect("invited");
    let distributor = participant(&world, &page).await;
    world.perform(&distributor, "embargo accept", &id, json!({})).await.expect("signed");
    let party = world.case(&id).await.parties.keys().next().cloned().expect("a participant");

    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let verb = "world allege";
    world.perform(&reporter.actor, verb, &id, said("public")).await.expect("anybody may say it");
    let case = world.case(&id).await;
    assert_eq!(case.world.public.state, WorldState::Alleged);
    assert!(case.world.public.alleged[0].capture.is_some(), "what was captured is known by digest");
    assert!(case.embargo.state.binds(), "what is only said frees nobody");

    let confirm = json!({ "what": "public" });
    done(&world, "lead", "world confirm", &id, confirm.clone()).await;
    assert!(world.case(&id).await.embargo.state.binds(), "one person is not enough");
    assert_eq!(refused(&world, "lead", "world confirm", &id, confirm).await, "I10");
    done(&world, "reviewer", "world confirm", &id, json!({ "what": "public" })).await;
    let case = world.case(&id).await;
    assert!(case.world.public.is_so());
    assert_eq!(case.embargo.exit.as_ref().and_then(|e| e.reason), Some(EndReason::PublicInfo));
    assert_eq!(case.embargo.exit.expect("it is over").observed_at, world.now, "in the same unit");
    assert_eq!(case.consent.state, ConsentState::None);
    assert_eq!(case.parties[&party].consent.state, ConsentState::None);

    // Whose copy it was comes out later.
    let suspend = json!({ "party": party, "because": "the copy was theirs; pending a review" });
    done(&world, "lead", "participant remove", &id, suspend).await;
    assert!(world.ctx(&Actor::Anonymous).as_participant(&page).await.is_err());

    let undo = json!({ "what": "public", "because": "it was a mistake" });
    assert_eq!(refused(&world, "lead", "world dismiss", &id, undo).await, "moves world fact");
    world.pass(SignedDuration::from_hours(1));
    let again = json!({ "ends_at": (world.now + 240.hours()).to_string() });
    let rule = refused(&world, "lead", "embargo propose", &id, again).await;
    assert_eq!(rule, "moves embargo", "what is public is not embargoed again");
    assert_eq!(world.truth().last_number().await, Ok(None), "the end publishes nothing (I4)");
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
}

#[tokio::test]
async fn what_is_public_holds_nobody_and_cannot_be_undone() {
    println!("{}", everywhere(leaked).await);
}

/// An exploit is public: so is the matter. Who broke the embargo loses the list, and is known.
async fn exploited(mut world: World) {
    let (id, _) = approved(&world).await;
    let given =
        json!({ "role": "recipient", "name": "Distributor", "address": "S@distro.example" });
    let page = invited(&world, &id, given.clone()).await.expect("invited");
    let party = world.case(&id).await.parties.keys().next().cloned().expect("a participant");
    done(&world, "triager", "world allege", &id, said("exploit")).await;
    let theirs = json!({ "what": "exploit", "breach": party });
    let reporters = json!({ "what": "exploit", "breach": "reporter" });
    done(&world, "reviewer", "world confirm", &id, reporters).await;
    done(&world, "lead", "world confirm", &id, theirs.clone()).await;
    assert!(!world.case(&id).await.world.exploit.is_so(), "each named somebody else");
    done(&world, "reviewer", "world confirm", &id, theirs).await;
    let case = world.case(&id).await;
    assert!(case.world.exploit.is_so() && case.world.public.is_so());
    assert_eq!(case.embargo.exit.and_then(|exit| exit.reason), Some(EndReason::Breach));
    assert!(case.parties[&party].removed_at.is_some(), "pending a review");
    assert!(world.ctx(&Actor::Anonymous).as_participant(&page).await.is_err());

    // The next invitation of the same address shows it to the team.
    world.pass(SignedDuration::from_hours(1));
    let (next, _) = reported(&world).await;
    let page = invited(&world, &next, given).await.expect("nobody is banned");
    let shown = app::case::show(&world.ctx(&world.actor("lead")), &next).await.expect("a case");
    assert_eq!(shown.broke_before.values().copied().collect::<Vec<_>>(), [1]);
    let theirs = participant(&world, &page).await;
    let shown = app::case::show(&world.ctx(&theirs), &next).await.expect("their page");
    assert!(shown.broke_before.is_empty());
}

#[tokio::test]
async fn an_exploit_makes_the_matter_public_and_a_breach_is_remembered() {
    println!("{}", everywhere(exploited).await);
}

/// What is said and not so is dismissed with a reason; then it can be said again.
async fn not_so(world: World) {
    let (id, _) = reported(&world).await;
    done(&world, "triager", "world allege", &id, said("attacks")).await;
    let silent = json!({ "what": "attacks", "because": " " });
    let wrong = world.perform(&world.actor("lead"), "world dismiss", &id, silent).await;
    assert!(matches!(wrong, Err(app::Error::Invalid(_))));
    let why = json!({ "what": "attacks", "because": "those logs are of a scanner" });
    done(&world, "lead", "world dismiss", &id, why).await;
    let case = world.case(&id).await;
    assert_eq!(case.world.attacks.state, WorldState::Unknown);
    assert!(case.embargo.state.binds());
    done(&world, "triager", "world allege", &id, said("attacks")).await;
    let own = refused(&world, "lead", "world second", &id, json!({})).await;
    assert_eq!(own, "w2", "there is nothing to agree to");
}

#[tokio::test]
async fn what_is_not_so_is_dismissed_with_a_reason() {
    println!("{}", everywhere(not_so).await);
}

/// Attacks are known: two people keep the embargo for a day at a time, or it ends.
async fn attacked(world: World) {
    let (id, _) = approved(&world).await;
    done(&world, "lead", "world allege", &id, said("attacks")).await;
    let mine = json!({ "what": "attacks" });
    done(&world, "lead", "world confirm", &id, mine.clone()).await;
    assert_eq!(refused(&world, "lead", "world confirm", &id, mine.clone()).await, "I10");
    done(&world, "reviewer", "world confirm", &id, mine).await;
    let case = world.case(&id).await;
    let attack = case.world.attack.expect("people have to decide");
    assert_eq!(attack.due_at, world.now + 24.hours());
    assert!(case.embargo.state.binds(), "attacks alone end nothing at once");
    let until = |world: &World, hours: i64| {
        let until = (world.now + hours.hours()).to_string();
        json!({ "until": until, "because": "the fix ships tonight" })
    };
    assert_eq!(refused(&world, "lead", "world hold", &id, until(&world, 25)).await, "w2");
    let split = json!({ "title": "a part", "body": "only this" });
    assert_eq!(refused(&world, "lead", "case split", &id, split).await, "e8");
    done(&world, "lead", "world hold", &id, until(&world, 20)).await;
    assert_eq!(refused(&world, "lead", "world second", &id, json!({})).await, "I10");
    done(&world, "reviewer", "world second", &id, json!({})).await;
    let due_at = world.case(&id).await.world.attack.expect("still open").due_at;
    assert_eq!(due_at, world.now + 20.hours());
    let longer = json!({ "ends_at": "2026-05-20T09:00:00Z", "because": "no" });
    assert_eq!(refused(&world, "lead", "embargo propose", &id, longer).await, "e1");
    let over = domain::world::attack_over(&world.case(&id).await, due_at);
    assert!(over.is_some(), "without another decision it ends then");
    assert_eq!(world.case(&id).await.embargo.state, EmbargoState::Active);
    assert_eq!(count(&world, &id, "attack-held").await, 1);
}

#[tokio::test]
async fn attacks_make_two_people_decide_within_a_day() {
    println!("{}", everywhere(attacked).await);
}

/// S11: the second finder publishes on the tenth day. It ends the embargo as a breach; they keep their
/// own thread and are not banned.
async fn spoke_early(mut world: World) {
    let (id, _) = reported(&world).await;
    let mut again = testkit::draft("the same two headers, in other words");
    again.accept_terms = true;
    let (copy, secret) = world.report(&again).await.expect("a report is received");
    done(&world, "triager", "case duplicate", &copy, json!({ "of": id })).await;
    let anonymous = world.ctx(&Actor::Anonymous);
    let second = anonymous.as_reporter(&secret).await.expect("the secret").actor;
    world.perform(&second, "embargo accept", &copy, json!({})).await.expect("they join in");
    let aside = json!({ "body": "here?" });
    let elsewhere = world.perform(&second, "participant answer", &copy, aside).await;
    assert!(matches!(elsewhere, Err(app::Error::Refused(refusal)) if refusal.rule == "I19"));
    world.pass_days(10);
    let party = world.case(&id).await.parties.keys().next().cloned().expect("a participant");
    done(&world, "triager", "world allege", &id, said("public")).await;
    let confirm = json!({ "what": "public", "breach": party });
    done(&world, "lead", "world confirm", &id, confirm.clone()).await;
    done(&world, "reviewer", "world confirm", &id, confirm).await;
    let case = world.case(&id).await;
    assert_eq!(case.embargo.exit.and_then(|exit| exit.reason), Some(EndReason::Breach));
    assert!(case.parties[&party].removed_at.is_none(), "nobody is banned by itself");
    assert!(!world.case(&copy).await.embargo.state.binds(), "nor bound by the own report");
    let shown = app::case::show(&world.ctx(&second), &copy).await.expect("the own thread");
    assert_eq!(shown.case.title(), "the same two headers, in other words");
    let shared = shown.shared.expect("how the other case stands");
    let exit = shared.embargo.exit.expect("it is over");
    assert_eq!(exit.reason, Some(EndReason::PublicInfo), "who spoke is said to the team only");
    let other = app::case::show(&world.ctx(&second), &id).await.map(|shown| shown.phase);
    assert_eq!(other, Err(app::Error::NotThere), "and nothing else");
    world.perform(&second, "case answer", &copy, json!({ "body": "sorry" })).await.expect("heard");
}

#[tokio::test]
async fn s11_who_speaks_early_ends_it_and_keeps_their_own_thread() {
    println!("{}", everywhere(spoke_early).await);
}
