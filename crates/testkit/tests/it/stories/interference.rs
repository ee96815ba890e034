//! Non-interference: what somebody from outside can read depends on their own channel, on how the
//! case stands and on what is public, and on nothing else. The same story is told twice, with other
//! secrets of everybody else and with more of them; what the reader sees is the same to the byte.

use crate::told::done;
use app::case::show;
use domain::access::Actor;
use domain::party::PartyKind;
use domain::words::{CaseId, PartyId};
use serde_json::{Value, json};
use testkit::{World, draft};

/// What somebody reads of a case, all of it.
async fn view(world: &World, id: &CaseId, reader: &Actor) -> String {
    let shown = show(&world.ctx(reader), id).await.expect("they may read it");
    let offers: Vec<_> = shown.offers.iter().map(|offer| (offer.group, offer.name)).collect();
    format!(
        "{:#?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{offers:?}\n{:?}\n{:?}\n{:?}",
        shown.case,
        shown.phase,
        shown.events,
        shown.messages,
        shown.claim,
        shown.candidate,
        shown.advisory,
        shown.lines,
        (shown.assumed, shown.ends_first, shown.near, shown.since_receipt),
        shown.shared,
        shown.rating,
        shown.team,
    )
}

/// What others say, and whether they say more of it.
#[derive(Clone, Copy)]
struct Others {
    words: &'static str,
    more: bool,
}

struct Parties {
    id: CaseId,
    reporter: Actor,
    one: Actor,
    other: Actor,
}

async fn invited(world: &World, id: &CaseId, name: &str) -> Actor {
    let before = world.case(id).await;
    let vendor = json!({ "role": "vendor", "name": name });
    let after = done(world, "lead", "participant invite", id, vendor).await;
    let new = after.parties.keys().find(|party| !before.parties.contains_key(*party));
    let party: PartyId = new.expect("somebody was invited").clone();
    let actor = Actor::Participant { case: id.clone(), party, role: PartyKind::Vendor.role() };
    acts(world, &actor, "embargo accept", id, json!({})).await;
    actor
}

async fn acts(world: &World, who: &Actor, verb: &str, id: &CaseId, given: Value) {
    let done = world.perform(who, verb, id, given).await;
    done.unwrap_or_else(|error| panic!("{who:?}: {verb}: {error}"));
}

fn party_of(actor: &Actor) -> String {
    match actor {
        Actor::Participant { party, .. } => party.to_string(),
        other => panic!("{other:?} is no participant"),
    }
}

/// The story; `reporter` and `other` say who has other secrets this time.
async fn told(world: &mut World, reporter: Others, other: Others, team: Others) -> Parties {
    let mut report = draft("two headers end the process");
    report.title = format!("two headers {}", reporter.words);
    report.body = format!("{} and watch", reporter.words);
    report.credit = reporter.words.to_owned();
    let (id, secret) = world.report(&report).await.expect("received");
    let anonymous = world.ctx(&Actor::Anonymous);
    let finder = anonymous.as_reporter(&secret).await.expect("the secret opens it").actor;
    let one = invited(world, &id, "One vendor").await;
    let second = invited(world, &id, &format!("Another {}", other.words)).await;
    let write = |to: &Actor, words: &str| json!({ "party": party_of(to), "body": words });
    done(world, "lead", "participant write", &id, write(&one, "for one")).await;
    acts(world, &one, "participant answer", &id, json!({ "body": "from one" })).await;
    done(world, "lead", "participant write", &id, write(&second, other.words)).await;
    acts(world, &second, "participant answer", &id, json!({ "body": other.words })).await;
    acts(world, &finder, "case answer", &id, json!({ "body": reporter.words })).await;
    done(world, "lead", "case write", &id, json!({ "body": "to the finder" })).await;
    let source = json!({ "what": "exploit", "source": format!("at {}", other.words) });
    acts(world, &second, "world allege", &id, source).await;
    done(world, "triager", "case note", &id, json!({ "body": team.words })).await;
    world.pass_days(1);
    if other.more {
        acts(world, &second, "participant answer", &id, json!({ "body": "once more" })).await;
        invited(world, &id, "A third vendor").await;
    }
    if reporter.more {
        acts(world, &finder, "case answer", &id, json!({ "body": "once more" })).await;
    }
    if team.more {
        done(world, "triager", "case note", &id, json!({ "body": "once more" })).await;
        done(world, "triager", "case judge", &id, json!({})).await;
    }
    Parties { id, reporter: finder, one, other: second }
}

const QUIET: Others = Others { words: "alpha", more: false };
const LOUD: Others = Others { words: "omega and more of it", more: true };

async fn seen(
    reader: fn(&Parties) -> &Actor,
    (reporter, other, team): (Others, Others, Others),
) -> String {
    let mut world = World::new(5).await;
    let parties = told(&mut world, reporter, other, team).await;
    view(&world, &parties.id, reader(&parties)).await
}

fn same(quiet: &str, loud: &str) {
    let differ: Vec<_> = quiet
        .lines()
        .zip(loud.lines())
        .filter(|(one, other)| one != other)
        .map(|(one, other)| format!("{one}\n  became {other}"))
        .collect();
    assert!(quiet == loud, "what others said changed what they see:\n{}", differ.join("\n"));
}

#[tokio::test]
async fn a_participant_sees_nothing_of_another_one() {
    let quiet = seen(|all| &all.one, (QUIET, QUIET, QUIET)).await;
    let loud = seen(|all| &all.one, (QUIET, LOUD, QUIET)).await;
    assert!(quiet.contains("for one") && quiet.contains("from one"), "{quiet}");
    same(&quiet, &loud);
}

#[tokio::test]
async fn a_participant_sees_nothing_of_the_reporter_or_the_team() {
    let quiet = seen(|all| &all.other, (QUIET, QUIET, QUIET)).await;
    same(&quiet, &seen(|all| &all.other, (LOUD, QUIET, QUIET)).await);
    same(&quiet, &seen(|all| &all.other, (QUIET, QUIET, LOUD)).await);
}

#[tokio::test]
async fn a_reporter_sees_nothing_of_participants_or_notes() {
    // How many events there are a reporter can count: the version is in what the API shows them, so
    // that their own changes can name it.
    let seen = async |who: (Others, Others, Others)| {
        let seen = seen(|all| &all.reporter, who).await;
        let lines = seen.lines().filter(|line| !line.starts_with("    version: "));
        lines.collect::<Vec<_>>().join("\n")
    };
    let quiet = seen((QUIET, QUIET, QUIET)).await;
    assert!(quiet.contains("to the finder"), "{quiet}");
    same(&quiet, &seen((QUIET, LOUD, QUIET)).await);
    same(&quiet, &seen((QUIET, QUIET, LOUD)).await);
}
