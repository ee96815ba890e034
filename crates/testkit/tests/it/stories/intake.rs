//! Receipts, keys, versions: what was answered holds, and nothing happens twice.

use crate::place::everywhere;
use crate::told::{count, done, reported};
use app::intake::submit_once;
use app::{Error, Input, find_verb, perform, perform_once};
use domain::access::Actor;
use domain::case::{AcceptedRules, Fact};
use domain::embargo::EmbargoState;
use domain::intake::Draft;
use domain::policy::Policy;
use domain::words::Secret;
use serde_json::json;
use testkit::{Watch, World, draft};

async fn withdrawn(world: World) {
    let (id, secret) = reported(&world).await;
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let why = json!({ "because": "it was my proxy" });
    let case = world.perform(&reporter.actor, "case withdraw", &id, why).await.expect("withdrawn");
    assert_eq!(case.embargo.state, EmbargoState::Exited);
    let again = world.perform(&reporter.actor, "case withdraw", &id, json!({})).await;
    assert!(matches!(again, Err(Error::Refused(_))));
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn a_reporter_withdraws_and_nobody_is_bound() {
    println!("{}", everywhere(withdrawn).await);
}

async fn same_report(world: World) {
    let ctx = world.ctx(&Actor::Anonymous);
    let (key, report) = ("a-key-drawn-at-random", draft("two headers"));
    let first = submit_once(&ctx, &report, "api", Some(key)).await.expect("received");
    let again = submit_once(&ctx, &report, "api", Some(key)).await.expect("the same receipt");
    let mut watch = Watch::default();
    watch.received(first.sha256, &first.id);
    assert_eq!((first.id, first.sha256), (again.id, again.sha256));
    assert_eq!(first.secret, again.secret, "whoever holds the key is not locked out");
    assert!(world.ctx(&Actor::Anonymous).as_reporter(&Secret::read(&again.secret)).await.is_ok());
    let kept = world.truth().once("report", key).await.expect("the database reads");
    assert_eq!(kept, None, "the key itself is not kept: with the salt it would be the secret");
    let other = submit_once(&ctx, &draft("three headers"), "api", Some(key)).await;
    assert_eq!(other.err(), Some(Error::KeyReused));
    let short = submit_once(&ctx, &report, "api", Some("short")).await;
    assert!(matches!(short, Err(Error::Invalid(_))));
    watch.everything(&world).await.expect("received once");
}

#[tokio::test]
async fn the_same_report_with_the_same_key_is_one_report() {
    println!("{}", everywhere(same_report).await);
}

async fn at_once(world: World) {
    let ctx = world.ctx(&Actor::Anonymous);
    let report = draft("two headers");
    let key = Some("a-key-drawn-at-random");
    let send = || submit_once(&ctx, &report, "api", key);
    let (one, two, three) = tokio::join!(send(), send(), send());
    let ids = [one, two, three].map(|answer| answer.expect("each gets the receipt").id);
    assert!(ids.iter().all(|id| *id == ids[0]));
    let mut watch = Watch::default();
    watch.received(report.digest(), &ids[0]);
    watch.everything(&world).await.expect("received once");
}

#[tokio::test]
async fn a_report_sent_three_times_at_once_with_one_key_is_one_report() {
    println!("{}", everywhere(at_once).await);
}

async fn keys(world: World) {
    let (id, _) = reported(&world).await;
    let ctx = world.ctx(&world.actor("triager"));
    let verb = find_verb("case", "note").expect("a verb");
    let input = |body: &str| Input::read(verb, json!({ "body": body })).expect("input");
    let key = Some("key-1");
    let send = |body: &str| {
        let (ctx, input, id) = (ctx.clone(), input(body), id.clone());
        async move { perform_once(&ctx, &id, verb, &input, None, key).await }
    };
    let first = send("once").await.expect("written");
    let again = send("once").await.expect("the same answer");
    assert_eq!(first.version, again.version);
    assert_eq!(send("twice").await, Err(Error::KeyReused));
    let other = world.ctx(&world.actor("lead"));
    let others = perform_once(&other, &id, verb, &input("mine"), None, key).await;
    assert!(others.is_ok(), "everybody has their own keys");
    assert_eq!(count(&world, &id, "message-sent").await, 2);
}

#[tokio::test]
async fn a_repeated_key_changes_nothing_and_is_good_for_one_request() {
    println!("{}", everywhere(keys).await);
}

async fn recused(world: World) {
    let (id, _) = reported(&world).await;
    let (fixer, why) = (world.ctx(&world.actor("fixer")), json!({ "because": "I wrote that" }));
    let verb = find_verb("case", "recuse").expect("a verb");
    let input = Input::read(verb, why).expect("fields");
    let send = async |key| perform_once(&fixer, &id, verb, &input, None, Some(key)).await;
    let first = send("the-one-key").await.expect("done");
    done(&world, "lead", "case note", &id, json!({ "body": "not for them" })).await;
    let again = send("the-one-key").await.expect("done before");
    assert_eq!(again, first, "and nothing of what came later");
    assert_eq!(send("another-key").await, Err(Error::NotThere));
}

#[tokio::test]
async fn whoever_went_and_heard_nothing_of_it_asks_again_and_hears_that_it_is_done() {
    println!("{}", everywhere(recused).await);
}

/// What somebody asked for as the reporter of a report of its own is answered so after it was joined
/// to another, and the other way round.
async fn joined_meanwhile(world: World) {
    let (first, _) = reported(&world).await;
    let (second, secret) = world.report(&draft("the same once more")).await.expect("a report");
    let them = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let send = async |group, name, given, key| {
        let verb = find_verb(group, name).expect("a verb");
        let input = Input::read(verb, given).expect("fields");
        perform_once(&them, &second, verb, &input, None, Some(key)).await
    };
    let news = json!({ "what": "public", "source": "https://forum.example/1" });
    let told = send("world", "allege", news.clone(), "news").await.expect("they say so");
    done(&world, "triager", "case duplicate", &second, json!({ "of": first })).await;
    let again = send("world", "allege", news, "news").await.expect("said before");
    assert_eq!(again.version, told.version);
    assert_eq!(count(&world, &first, "world-alleged").await, 0, "the other case heard nothing");
    send("embargo", "accept", json!({}), "yes").await.expect("they join in");
    for _ in 0..2 {
        let why = json!({ "because": "not for me" });
        send("participant", "leave", why, "no").await.expect("they leave, and ask again");
    }
    assert_eq!(count(&world, &first, "party-left").await, 1);
}

#[tokio::test]
async fn a_request_keeps_its_answer_when_the_report_is_joined_meanwhile() {
    println!("{}", everywhere(joined_meanwhile).await);
}

async fn stale(world: World) {
    let (id, _) = reported(&world).await;
    let ctx = world.ctx(&world.actor("triager"));
    let verb = find_verb("case", "note").expect("a verb");
    let input = Input::read(verb, json!({ "body": "seen" })).expect("input");
    let seen = world.case(&id).await.version;
    perform(&ctx, &id, verb, &input, Some(seen)).await.expect("nobody was faster");
    let late = perform(&ctx, &id, verb, &input, Some(seen)).await;
    assert_eq!(late, Err(Error::Stale { now: seen + 1 }));
    assert_eq!(count(&world, &id, "message-sent").await, 1);
}

#[tokio::test]
async fn who_has_seen_an_older_version_is_told_to_look_again() {
    println!("{}", everywhere(stale).await);
}

async fn secrets(world: World) {
    let (first, secret) = reported(&world).await;
    let (other, _) = reported(&world).await;
    let anonymous = world.ctx(&Actor::Anonymous);
    let reporter = anonymous.as_reporter(&secret).await.expect("the secret");
    assert!(app::case::show(&reporter, &first).await.is_ok());
    let wrong = anonymous.as_reporter(&Secret::read("track_0000")).await;
    assert_eq!(wrong.err(), Some(Error::NotThere));
    let answers = [
        app::case::show(&reporter, &other).await.err(),
        app::case::show(&reporter, &domain::words::CaseId::from_chance([9; 16])).await.err(),
        app::case::show(&world.ctx(&world.actor("admin")), &other).await.err(),
        app::case::show(&anonymous, &other).await.err(),
    ];
    assert!(answers.iter().all(|answer| *answer == Some(Error::NotThere)), "{answers:?}");
}

#[tokio::test]
async fn a_secret_opens_one_case_and_the_others_were_never_there() {
    println!("{}", everywhere(secrets).await);
}

async fn accepted(world: World) {
    let plain = world.report(&draft("no rules accepted")).await.expect("rules are only offered");
    assert_eq!(world.case(&plain.0).await.accepted_rules, None);
    let rules = |ids: &[&str]| {
        let accepted_rules = ids.iter().map(|id| (*id).to_owned()).collect();
        Draft { accepted_rules, ..draft("rules accepted") }
    };
    let (id, _) = world.report(&rules(&["RR-1", "RR-1"])).await.expect("received");
    let accepted = world.case(&id).await.accepted_rules.expect("it was recorded");
    let (policy, now) = (testkit::policy(), world.now);
    assert_eq!(
        accepted,
        AcceptedRules { rules: vec!["RR-1".into()], policy: policy.digest, at: now }
    );
    let strange = world.report(&rules(&["RR-1x"])).await;
    let says = "accepted_rules: no such rule \"RR-1x\"; did you mean \"RR-1\"?".to_owned();
    assert_eq!(strange.err(), Some(Error::Invalid(vec![says])));
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn which_rules_were_accepted_is_kept_with_the_report() {
    println!("{}", everywhere(accepted).await);
}

#[test]
fn where_the_policy_asks_for_it_no_report_is_taken_without_the_rules() {
    let policy = Policy { rules_required: true, ..testkit::policy() };
    let secret = Secret::read("track_0").digest();
    let now = "2026-03-02T10:00:00Z".parse().expect("an instant");
    let taken = |draft: &Draft| domain::intake::submit(draft, "form", (secret, None), &policy, now);
    let all = ["RR-1", "RR-2", "RS-1", "RS-2", "RS-3"];
    let all_of_them = all.join(", ");
    let says = format!("accepted_rules: a report is taken with the rules accepted: {all_of_them}");
    assert_eq!(taken(&draft("without")), Err(vec![says]));
    let rules: Vec<String> = all.map(str::to_owned).into();
    let with = Draft { accepted_rules: rules.clone(), ..draft("with") };
    let news = taken(&with).expect("received");
    assert_eq!(news[1].fact, Fact::RulesAccepted { rules });
    assert!(matches!(news[2].fact, Fact::EmbargoProposed { .. }));
}

async fn flooded(mut world: World) {
    let (id, secret) = reported(&world).await;
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let reporter = reporter.actor;
    let own = world.case(&id).await.version;
    let say = json!({ "body": "and another thing" });
    let (mut taken, mut refused) = (0, None);
    while refused.is_none() && taken < 100 {
        match world.perform(&reporter, "case answer", &id, say.clone()).await {
            Ok(_) => taken += 1,
            error => refused = error.err(),
        }
    }
    let Some(Error::Refused(refusal)) = refused else { panic!("{taken} were taken") };
    assert_eq!(refusal.rule, "how often");
    assert!(refusal.says.contains("again in 60 minutes"), "{}", refusal.says);
    assert!((50..=60).contains(&taken), "{taken} besides the report itself");
    let note = json!({ "body": "somebody writes much" });
    world
        .perform(&world.people["triager"].actor(), "case note", &id, note)
        .await
        .expect("the team");
    assert_eq!(world.case(&id).await.version, own + taken + 1, "what was refused left nothing");
    world.pass(jiff::SignedDuration::from_hours(1));
    world.perform(&reporter, "case answer", &id, say).await.expect("the hour is over");
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn a_reporter_who_writes_without_end_is_asked_to_wait_and_the_team_is_not() {
    println!("{}", everywhere(flooded).await);
}
