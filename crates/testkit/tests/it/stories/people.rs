//! Invitations, logging in, letting somebody go.

use crate::place::everywhere;
use crate::told::reported;
use app::Error;
use app::access::{
    deactivate, enrolment, invite, invite_first, issue_token, set_roles, sign_in, signed,
    with_token,
};
use domain::access::Actor;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use testkit::{Watch, World, code_at};

fn roles(role: &str) -> BTreeSet<String> {
    BTreeSet::from([role.to_owned()])
}

async fn invited(mut world: World) {
    assert_eq!(invite_first(&world.app, world.now).await.map(|secret| secret.is_some()), Ok(false));
    let admin = world.ctx(&world.actor("admin"));
    let secret = invite(&admin, roles("reviewer")).await.expect("an invitation");
    world.enrol("newcomer", &secret).await;
    let ctx = world.ctx(&Actor::Anonymous);
    assert_eq!(enrolment(&ctx, &secret).await.err(), Some(Error::NotThere), "it worked once");
    let late = invite(&admin, roles("fixer")).await.expect("an invitation");
    world.pass_days(7);
    let ctx = world.ctx(&Actor::Anonymous);
    assert_eq!(enrolment(&ctx, &late).await.err(), Some(Error::NotThere), "it has run out");
    let lead = world.ctx(&world.actor("lead"));
    assert!(matches!(invite(&lead, roles("admin")).await, Err(Error::NotAllowed(_))));
    let reporter = invite(&admin, roles("reporter")).await;
    assert!(matches!(reporter, Err(Error::Invalid(_))), "nobody is invited to be a reporter");
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn an_invitation_works_once_and_for_a_week() {
    println!("{}", everywhere(invited).await);
}

async fn logged_in(mut world: World) {
    let person = world.people["triager"].clone();
    world.pass(SignedDuration::from_mins(5));
    let code = code_at(&person.totp, world.now);
    let ctx = world.ctx(&Actor::Anonymous);
    let session = sign_in(&ctx, "triager", &person.password, &code).await.expect("logged in");
    let who = signed(&world.app, &session, world.now)
        .await
        .expect("the database reads")
        .expect("a session");
    assert_eq!(who.actor(), person.actor());
    let replayed = sign_in(&ctx, "triager", &person.password, &code).await.err();
    let wrong = sign_in(&ctx, "triager", "not the password", &code).await.err();
    let nobody = sign_in(&ctx, "nobody", "not the password", &code).await.err();
    assert!(replayed.is_some() && replayed == wrong && wrong == nobody, "all failures are alike");
    world.pass(SignedDuration::from_hours(12));
    assert!(
        signed(&world.app, &session, world.now).await.expect("the database reads").is_none(),
        "it has run out"
    );
}

#[tokio::test]
async fn a_session_needs_password_and_code_and_ends_by_itself() {
    println!("{}", everywhere(logged_in).await);
}

async fn held_back(mut world: World) {
    let person = world.people["triager"].clone();
    world.pass(SignedDuration::from_mins(5));
    for _ in 0..5 {
        let ctx = world.ctx(&Actor::Anonymous);
        assert!(sign_in(&ctx, "triager", "guess", "000000").await.is_err());
    }
    let right = |world: &World| {
        let (ctx, code) = (world.ctx(&Actor::Anonymous), code_at(&person.totp, world.now));
        let password = person.password.clone();
        async move { sign_in(&ctx, "triager", &password, &code).await }
    };
    assert!(right(&world).await.is_err(), "even the right one waits");
    world.pass(SignedDuration::from_mins(2));
    assert!(right(&world).await.is_ok());
}

#[tokio::test]
async fn after_five_failures_even_the_right_password_waits() {
    println!("{}", everywhere(held_back).await);
}

async fn let_go(mut world: World) {
    let (id, _) = reported(&world).await;
    let person = world.people["fixer"].clone();
    world.pass(SignedDuration::from_mins(5));
    let code = code_at(&person.totp, world.now);
    let ctx = world.ctx(&Actor::Anonymous);
    let session = sign_in(&ctx, "fixer", &person.password, &code).await.expect("logged in");
    let token = issue_token(&world.ctx(&person.actor()), "a script", 30).await.expect("a token");
    let actor = with_token(&world.app, &token, world.now)
        .await
        .expect("the database reads")
        .expect("it acts");
    assert!(app::case::show(&world.ctx(&actor), &id).await.is_ok());
    let admin = world.ctx(&world.actor("admin"));
    deactivate(&admin, &person.account).await.expect("let go");
    assert!(signed(&world.app, &session, world.now).await.expect("the database reads").is_none());
    assert!(with_token(&world.app, &token, world.now).await.expect("the database reads").is_none());
    world.pass(SignedDuration::from_mins(5));
    let code = code_at(&person.totp, world.now);
    assert!(
        sign_in(&world.ctx(&Actor::Anonymous), "fixer", &person.password, &code).await.is_err()
    );
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn who_was_let_go_opens_nothing_any_more() {
    println!("{}", everywhere(let_go).await);
}

async fn last_manager(world: World) {
    let admin = world.ctx(&world.actor("admin"));
    let founder = &world.people["founder"].account;
    set_roles(&admin, founder, roles("lead")).await.expect("there is another one");
    let own = &world.people["admin"].account;
    let refused = set_roles(&admin, own, roles("fixer")).await;
    assert!(matches!(refused, Err(Error::Refused(why)) if why.rule == "last manager"));
    assert!(matches!(deactivate(&admin, own).await, Err(Error::Refused(_))));
}

#[tokio::test]
async fn somebody_is_always_left_who_can_manage_people() {
    println!("{}", everywhere(last_manager).await);
}

async fn unknown_handler(world: World) {
    let lead = world.actor("lead");
    let (id, _) = world.report(&testkit::draft("two headers")).await.expect("received");
    let act = async |verb: &str, given| world.perform(&lead, verb, &id, given).await;
    let why = serde_json::json!({ "because": "we saw it" });
    act("case validate", why).await.expect("confirmed");
    act("case severity", serde_json::json!({ "severity": "high" })).await.expect("rated");
    for line in ["v2", "v3"] {
        let yes = serde_json::json!({ "line": line, "affected": "yes" });
        act("release assess", yes).await.expect("assessed");
    }
    let nobody = domain::words::AccountId::from_chance([0; 16]).to_string();
    let refused = act("case accept", serde_json::json!({ "handler": nobody })).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let fixer = world.people["fixer"].account.to_string();
    let case = act("case accept", serde_json::json!({ "handler": fixer })).await.expect("accepted");
    assert_eq!(case.handler, Some(world.people["fixer"].account.clone()));
}

#[tokio::test]
async fn a_case_is_handed_only_to_somebody_who_works_here() {
    println!("{}", everywhere(unknown_handler).await);
}

async fn two_managers(world: World) {
    let [admin, founder] = ["admin", "founder"].map(|login| world.ctx(&world.actor(login)));
    let [one, other] = ["admin", "founder"].map(|login| world.people[login].account.clone());
    let (first, second) = tokio::join!(deactivate(&admin, &other), deactivate(&founder, &one));
    assert!(first.is_ok() != second.is_ok(), "{first:?}, {second:?}");
    let late = first.err().or(second.err());
    assert!(matches!(late, Some(Error::Refused(why)) if why.rule == "last manager"));
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn two_who_let_each_other_go_at_once_leave_one() {
    println!("{}", everywhere(two_managers).await);
}
