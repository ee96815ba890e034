//! Time in a case: business days, waits for a reporter, ends while nobody runs, clocks that lie.

use crate::place::everywhere;
use crate::told::{count, done, reported};
use app::jobs::clock::{BOUND, Doubt, Reading, Seen, judge};
use domain::access::Actor;
use domain::case::{Audience, Case, EndReason, Fact, ReportState, Resolution, fold, start_clocks};
use domain::embargo::EmbargoState;
use domain::policy::Starts;
use domain::words::CaseId;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use testkit::{World, files, files_with};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn due(case: &Case, clock: &str) -> String {
    case.clocks[clock].due.at.to_string()
}

/// What the program wrote to the reporter.
fn automatic(case: &Case) -> Vec<&str> {
    let messages = case.messages.iter();
    let automatic =
        messages.filter(|message| message.automatic && message.to == Audience::Reporter);
    automatic.filter_map(|message| message.body.as_deref()).collect()
}

fn reminders(case: &Case) -> usize {
    automatic(case).iter().filter(|text| text.starts_with("We asked you")).count()
}

/// S04: the reporter is asked, and never answers.
async fn disappears(mut world: World) {
    world.now = at("2026-11-23T09:00:00Z");
    let (id, _) = reported(&world).await;
    world.now = at("2026-11-24T10:00:00Z");
    done(&world, "triager", "case ask", &id, json!({ "body": "Which version?" })).await;
    for (n, day) in ["2026-12-01", "2026-12-08", "2026-12-15"].iter().enumerate() {
        world.now = at(&format!("{day}T09:59:59Z"));
        world.drain().await.expect("nothing is due");
        assert_eq!(reminders(&world.case(&id).await), n, "{day}");
        world.now = at(&format!("{day}T10:00:00Z"));
        world.restart();
        world.drain().await.expect("a reminder");
        assert_eq!(reminders(&world.case(&id).await), n + 1, "{day}");
    }
    world.now = at("2026-12-24T09:59:59Z");
    world.drain().await.expect("nothing is due");
    assert_eq!(world.case(&id).await.report, ReportState::NeedsInfo);
    world.now = at("2026-12-24T10:00:00Z");
    for _ in 0..2 {
        world.restart();
        world.drain().await.expect("the end of the wait");
    }
    let case = world.case(&id).await;
    assert_eq!((case.report, case.resolution), (ReportState::Closed, Some(Resolution::Abandoned)));
    let exit = case.embargo.exit.clone().expect("it is over");
    assert_eq!(exit.reason, Some(EndReason::NoValidReport));
    assert!(automatic(&case).iter().any(|text| text.contains("Nothing binds either side")));
    assert_eq!(reminders(&case), 3);
    let fired = world.events(&id).await.into_iter().filter_map(|event| match event.fact {
        Fact::TimerFired { timer, step, due_at } if timer == "needs-info" => {
            assert_eq!(event.at, due_at, "noticed when it was due");
            Some(format!("{step} {due_at}"))
        }
        _ => None,
    });
    let expected = [
        "remind-1 2026-12-01T10:00:00Z",
        "remind-2 2026-12-08T10:00:00Z",
        "remind-3 2026-12-15T10:00:00Z",
        "due 2026-12-24T10:00:00Z",
    ];
    assert_eq!(fired.collect::<Vec<_>>(), expected);
    assert_eq!(count(&world, &id, "closed").await, 1);
}

#[tokio::test]
async fn a_reporter_who_never_answers_is_reminded_and_then_free() {
    println!("{}", everywhere(disappears).await);
}

/// S04, the variant: it is confirmed before the wait is over.
async fn confirmed_meanwhile(mut world: World) {
    let (id, _) = reported(&world).await;
    done(&world, "triager", "case ask", &id, json!({ "body": "Which version?" })).await;
    done(&world, "fixer", "release assess", &id, json!({ "line": "v3", "affected": "yes" })).await;
    let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
    done(&world, "triager", "case judge", &id, json!({ "claim": claim })).await;
    done(&world, "triager", "case validate", &id, json!({})).await;
    world.pass_days(31);
    world.drain().await.expect("nothing is closed");
    let case = world.case(&id).await;
    assert_eq!((case.report, case.resolution), (ReportState::Valid, None));
    assert!(case.embargo.state.binds());
}

#[tokio::test]
async fn who_is_confirmed_meanwhile_is_not_closed() {
    println!("{}", everywhere(confirmed_meanwhile).await);
}

async fn received(world: &World, when: &str) -> CaseId {
    assert_eq!(world.now, at(when));
    reported(world).await.0
}

/// S05: the business clock in Madrid, over the turn of the year.
async fn business(mut world: World) {
    let start = "2026-12-23T15:30:00Z";
    world.now = at(start);
    let first = received(&world, start).await;
    assert_eq!(due(&world.case(&first).await, "ack"), "2027-01-08T15:30:00Z");
    let holidays = String::from_utf8(files()["holidays.toml"].clone()).expect("text");
    let more = "\n[[holiday]]\nfrom = 2027-01-06\nsays = \"Epiphany\"\n";
    world.change_policy(&files_with(&[("holidays.toml", &format!("{holidays}{more}"))])).await;
    world.drain().await.expect("the change is looked at");
    let second = received(&world, start).await;
    assert_eq!(due(&world.case(&second).await, "ack"), "2027-01-11T15:30:00Z");
    let policy = String::from_utf8(files()["policy.toml"].clone()).expect("text");
    let counted = r#"{ n = 5, unit = "business-days", holidays = "count" }"#;
    let policy = policy.replace(r#"{ n = 5, unit = "business-days" }"#, counted);
    world.change_policy(&files_with(&[("policy.toml", &policy)])).await;
    let third = received(&world, start).await;
    assert_eq!(due(&world.case(&third).await, "ack"), "2026-12-30T15:30:00Z");
    assert_eq!(due(&world.case(&first).await, "ack"), "2027-01-08T15:30:00Z", "nothing moved");
    for id in [first, second, third] {
        let events = world.events(&id).await;
        let case = fold(&id, &events).expect("it folds");
        let then = world.app.policy_of(&events[0].policy).await.expect("it is kept");
        let then = then.unwrap_or_else(|| testkit::policy().into());
        let again = start_clocks(&then, Starts::Receipt, events[0].at);
        for (clock, due) in again {
            assert_eq!(case.clocks[&clock].due, due, "computed again from its own policy");
        }
    }
}

#[tokio::test]
async fn business_days_over_the_turn_of_the_year_are_counted_as_promised() {
    println!("{}", everywhere(business).await);
}

/// A promise stands still while the reporter is asked, and goes on with what was left of it.
async fn stands_still(mut world: World) {
    let policy = String::from_utf8(files()["policy.toml"].clone()).expect("text");
    let policy = policy.replace(
        "stops = \"decision\"\n",
        "stops = \"decision\"\npaused_by = [\"waiting-reporter\"]\n",
    );
    world.change_policy(&files_with(&[("policy.toml", &policy)])).await;
    let (id, secret) = reported(&world).await;
    assert_eq!(due(&world.case(&id).await, "triage"), "2026-03-16T09:00:00Z");
    world.now = at("2026-03-04T12:00:00Z");
    done(&world, "triager", "case ask", &id, json!({ "body": "Which version?" })).await;
    world.now = at("2026-03-20T09:00:00Z");
    world.drain().await.expect("nothing of the promise is due");
    let case = world.case(&id).await;
    assert!(!case.clocks["triage"].is_late(world.now), "it stands still");
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("it opens");
    let answer = json!({ "body": "2.9.7" });
    world.perform(&reporter.actor, "case answer", &id, answer).await.expect("an answer");
    // Seven working days and 21 hours were left; the clocks on the wall change in between.
    let case = world.case(&id).await;
    assert_eq!(due(&case, "triage"), "2026-04-01T05:00:00Z");
    assert!(case.clocks["needs-info"].met_at.is_some());
    world.now = at("2026-04-01T05:00:00Z");
    world.drain().await.expect("it is due");
    let late: Vec<_> = world.spool.told().into_iter().filter(|t| t.about == "Decision").collect();
    assert_eq!(late[0].says, "The time is over.");
    assert_eq!(late.len(), 1, "no warning of what is over");
}

#[tokio::test]
async fn a_promise_that_waited_goes_on_with_what_was_left() {
    println!("{}", everywhere(stands_still).await);
}

/// Only a person's words stop the first answer; the program's never do.
async fn only_people_answer(mut world: World) {
    let (id, _) = reported(&world).await;
    world.now = world.case(&id).await.clocks["escalate"].due.at;
    world.drain().await.expect("the right opens");
    let case = world.case(&id).await;
    assert!(automatic(&case).iter().any(|text| text.contains("turn to somebody else")));
    assert!(case.clocks["ack"].met_at.is_none(), "an automatic message is no answer");
    done(&world, "triager", "case write", &id, json!({ "body": "We are on it." })).await;
    assert_eq!(world.case(&id).await.clocks["ack"].met_at, Some(world.now));
}

#[tokio::test]
async fn an_automatic_message_is_no_answer() {
    println!("{}", everywhere(only_people_answer).await);
}

/// S09: the process is down when the embargo ends, and then its clock lies.
async fn down_at_the_end(mut world: World) {
    world.now = at("2026-11-23T09:00:00Z");
    let (id, _) = reported(&world).await;
    let end = at("2027-01-07T09:00:00Z");
    assert_eq!(world.case(&id).await.embargo.terms.expect("terms").ends_at, end);
    done(&world, "triager", "case write", &id, json!({ "body": "We are on it." })).await;
    world.now = at("2027-01-07T08:50:00Z");
    world.drain().await.expect("reminders");
    world.now = at("2027-01-07T11:20:00Z");
    for _ in 0..2 {
        world.restart();
        world.drain().await.expect("the end is recorded");
    }
    let exit = world.case(&id).await.embargo.exit.expect("it is over");
    assert_eq!((exit.effective_at, exit.observed_at), (end, world.now));
    assert_eq!(count(&world, &id, "embargo-expired").await, 1);
    let case = world.case(&id).await;
    let over = automatic(&case).into_iter().filter(|text| text.contains("is over since")).count();
    assert_eq!(over, 1, "one message to the reporter");
    let told = world.spool.told();
    let ends: Vec<_> = told.iter().filter(|told| told.key.contains("/embargo/end/")).collect();
    assert_eq!(ends.len(), 1, "one mail to each address");
    assert!(told.iter().all(|told| !told.says.contains("headers")), "no word of the case");
    assert_eq!(world.truth().last_number().await, Ok(None), "nothing is published by itself");
}

#[tokio::test]
async fn an_end_while_down_is_told_once_to_each() {
    println!("{}", everywhere(down_at_the_end).await);
}

async fn lying_clock(mut world: World) {
    let (id, _) = reported(&world).await;
    let hour = SignedDuration::from_hours(1);
    let seen = Reading { at: world.now, boot: "one".to_owned(), up: hour };
    let seen = Seen { reading: seen, confirmed: None };
    world.pass_days(400);
    let reading = Reading { at: world.now, boot: "one".to_owned(), up: hour + hour };
    let doubt = judge(Some(&seen), None, &reading, BOUND).expect_err("nobody believes it");
    assert!(matches!(doubt, Doubt::Ahead { hours: 9_599, .. }), "{doubt}");
    assert!(world.app.clock.set(Some(doubt)));
    let before = world.events(&id).await.len();
    assert_eq!(world.drain().await.expect("it looks"), []);
    assert_eq!(world.events(&id).await.len(), before);
    assert_eq!(world.case(&id).await.embargo.state, EmbargoState::Active);
    assert!(world.spool.told().is_empty());
    // A report is taken all the same.
    reported(&world).await;
    assert!(world.app.clock.set(None), "a person looked at another clock");
    world.drain().await.expect("now it is done");
    assert_eq!(world.case(&id).await.embargo.state, EmbargoState::Exited);
}

#[tokio::test]
async fn a_clock_that_is_400_days_ahead_ends_nothing() {
    println!("{}", everywhere(lying_clock).await);
}

/// A packet proves to a third party that nobody answered, without a word of the case.
async fn packet_of_silence(mut world: World) {
    let (id, _) = reported(&world).await;
    world.now = world.case(&id).await.clocks["escalate"].due.at;
    world.drain().await.expect("the right opens");
    let lead = world.ctx(&world.actor("lead"));
    let packet = app::case::packet(&lead, &id).await.expect("it is made");
    assert_eq!(packet.last_word, None, "the program's words are no answer");
    assert!(packet.clocks.iter().any(|clock| clock.id == "escalate" && clock.right));
    let text = serde_json::to_string(&packet).expect("it is plain data");
    assert!(!text.contains("headers"), "no word of the case");
    assert_eq!(domain::case::packet::check(&packet).expect("it holds")[0].kind, "submitted");
    let mut other = packet.clone();
    other.timeline.remove(1);
    assert_eq!(domain::case::packet::check(&other).expect_err("an event is gone").seq, 2);
    let mut other = packet.clone();
    other.timeline[0].facts = other.timeline[0].facts.replace("web", "api");
    assert_eq!(domain::case::packet::check(&other).expect_err("another fact").seq, 1);
    let mut other = packet;
    other.last_word = Some(world.now);
    assert!(domain::case::packet::check(&other).is_err(), "somebody claims to have answered");
    let reporter = world.ctx(&Actor::Reporter(id.clone()));
    assert!(app::case::packet(&reporter, &id).await.is_err(), "it names what the team did");
}

#[tokio::test]
async fn a_packet_proves_that_nobody_answered() {
    println!("{}", everywhere(packet_of_silence).await);
}
