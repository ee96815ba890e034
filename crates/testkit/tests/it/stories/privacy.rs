//! What the reporter does not see, and what nobody sees any more.

use crate::place::everywhere;
use crate::told::{approved, done, reported};
use app::case::{queue, show};
use app::{Error, Input};
use domain::access::Actor;
use domain::case::verify;
use domain::words::CaseId;
use serde_json::json;
use testkit::{Watch, World, draft};

async fn team_side(world: World) {
    let (id, secret) = approved(&world).await;
    done(
        &world,
        "fixer",
        "release fix",
        &id,
        json!({
            "line": "v2", "version": "2.9.8", "commit": "https://private.example/c0ffee",
            "proof": "exception", "because": "we cannot build the c0ffee machine",
        }),
    )
    .await;
    done(&world, "lead", "case note", &id, json!({ "body": "is it the one from Tuesday?" })).await;
    done(&world, "lead", "case write", &id, json!({ "body": "we are on it" })).await;
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let shown = show(&reporter, &id).await.expect("their own case");
    assert!(!shown.team && shown.events.is_empty());
    assert_eq!(shown.messages.len(), 1);
    let everything = format!("{:?} {:?} {:?}", shown.case, shown.claim, shown.candidate);
    for secret in ["Tuesday", "c0ffee", "Whoever sends two headers", "Reached from the network"] {
        assert!(!everything.contains(secret), "{secret} was shown to the reporter");
    }
}

#[tokio::test]
async fn a_reporter_is_given_nothing_of_the_team_s_side() {
    println!("{}", everywhere(team_side).await);
}

async fn erased(world: World) {
    let mut report = draft("the zeppelin header");
    report.body = "send the zeppelin header to server quokka".to_owned();
    let (id, _) = world.report(&report).await.expect("received");
    done(&world, "triager", "case note", &id, json!({ "body": "quokka is Paula's" })).await;
    let triager = world.ctx(&world.actor("triager"));
    let found = |word: &'static str| {
        let triager = triager.clone();
        async move { queue(&triager, false, word, None, 10).await.expect("a page").rows }
    };
    assert_eq!(found("zeppelin").await.len(), 1);
    let because = json!({ "event": "1", "because": "a name was in it" });
    done(&world, "lead", "case redact", &id, because).await;
    done(&world, "lead", "case redact", &id, json!({ "event": "4", "because": "a name" })).await;
    assert_eq!(found("zeppelin").await, []);
    assert_eq!(found("quokka").await, []);
    assert_eq!(found("").await[0].title, "(erased)");
    let links = world.links(&id).await;
    let bytes: Vec<u8> = links.iter().filter_map(|link| link.content.clone()).flatten().collect();
    let text = String::from_utf8(bytes).expect("content is text");
    assert!(!text.contains("quokka") && !text.contains("zeppelin"), "{text}");
    let stream = format!("case/{id}");
    let head = world.truth().head(&stream).await.expect("the database reads").expect("a head");
    assert_eq!(verify(&stream, &links, head), Ok(()));
    assert_eq!(world.case(&id).await.messages[0].body, None);
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn what_is_erased_is_gone_and_its_tombstone_stays_in_the_chain() {
    println!("{}", everywhere(erased).await);
}

/// What each of them hears of a case, for every verb that takes such input.
async fn never_there(world: World) {
    let (there, secret) = reported(&world).await;
    let (other, _) = reported(&world).await;
    let nowhere = CaseId::from_chance([9; 16]);
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let admin = world.actor("admin");
    for verb in app::verbs() {
        let input = Input::default();
        for login in world.people.keys() {
            let ctx = world.ctx(&world.actor(login));
            let heard = app::perform(&ctx, &nowhere, verb, &input, None).await;
            assert_eq!(heard, Err(Error::NotThere), "{login}: {} {}", verb.group, verb.name);
        }
        for (actor, id) in [
            (&Actor::Anonymous, &there),
            (&reporter.actor, &other),
            (&admin, &there),
            (&world.actor("auditor"), &there),
        ] {
            // Where an auditor asks that a case is opened to them, they hear whether it is there.
            if *actor == world.actor("auditor") && verb.group == "glass" {
                continue;
            }
            let heard = app::perform(&world.ctx(actor), id, verb, &input, Some(99)).await;
            assert_eq!(heard, Err(Error::NotThere), "{actor:?}: {} {}", verb.group, verb.name);
        }
    }
}

#[tokio::test]
async fn who_may_not_know_of_a_case_hears_what_all_hear_of_one_that_never_was() {
    println!("{}", everywhere(never_there).await);
}

async fn rights(world: World) {
    let (id, _) = reported(&world).await;
    let because = json!({ "event": "1", "because": "I want it gone" });
    for login in ["triager", "fixer", "reviewer", "publisher", "releaser"] {
        let refused = world.perform(&world.actor(login), "case redact", &id, because.clone()).await;
        assert!(matches!(refused, Err(Error::NotAllowed(_))), "{login}");
    }
    for login in ["admin", "auditor"] {
        let hidden = world.perform(&world.actor(login), "case redact", &id, because.clone()).await;
        assert_eq!(hidden, Err(Error::NotThere), "{login}");
    }
}

#[tokio::test]
async fn only_a_lead_erases() {
    println!("{}", everywhere(rights).await);
}
