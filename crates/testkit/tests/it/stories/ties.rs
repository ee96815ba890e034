//! S23: who is employed where a report comes from has no part in it until somebody else has looked.

use crate::place::everywhere;
use crate::told::{done, refused};
use app::Error;
use app::access::set_ties;
use app::case::show;
use domain::case::{By, Fact};
use domain::words::{CaseId, Secret};
use serde_json::json;
use std::collections::BTreeSet;
use testkit::{Watch, World, draft};

async fn says(world: &World, login: &str, of: &str, text: &str) -> Result<BTreeSet<String>, Error> {
    let ctx = world.ctx(&world.actor(login));
    set_ties(&ctx, &world.people[of].account, text).await
}

async fn sees(world: &World, login: &str, id: &CaseId) -> bool {
    show(&world.ctx(&world.actor(login)), id).await.is_ok()
}

/// A report whose reporter is reached there.
async fn from(world: &World, address: &str) -> (CaseId, Secret) {
    let (id, secret) = world.report(&draft("two headers end it")).await.expect("a receipt");
    gives(world, &id, address).await;
    (id, secret)
}

async fn gives(world: &World, id: &CaseId, address: &str) {
    let reporter = domain::access::Actor::Reporter(id.clone());
    world
        .perform(&reporter, "case contact", id, json!({ "address": address }))
        .await
        .expect("given");
}

async fn kept_out(world: World) {
    says(&world, "lead", "lead", "Widgets.example").await.expect("said");
    let (id, _) = from(&world, "ann@research.widgets.example").await;
    assert!(!sees(&world, "lead", &id).await, "kept out at once");
    assert!(sees(&world, "triager", &id).await);
    let events = world.events(&id).await;
    let kept_out = events.last().expect("an event");
    let lead = &world.people["lead"].account;
    assert_eq!(kept_out.fact, Fact::Recused { account: lead.clone() });
    assert_eq!(kept_out.by, By::System);
    let because = kept_out.content.as_ref().map(|content| content.get("because").to_owned());
    assert_eq!(
        because.as_deref(),
        Some("works for widgets.example, and so does somebody who takes part here")
    );
    // Nor in what is taken out of it.
    let verb = app::find_verb("case", "split").expect("there is such a verb");
    let given = json!({ "title": "the second header", "body": "only this one leaks memory" });
    let input = app::Input::read(verb, given).expect("it reads");
    let ctx = world.ctx(&world.actor("triager"));
    let split = app::perform_fully(&ctx, &id, verb, &input, None, None).await.expect("split");
    let part = split.opened.expect("another case");
    assert!(!sees(&world, "lead", &part).await, "kept out of the part");
    assert!(sees(&world, "triager", &part).await);
    // Not by themselves.
    let account = json!({ "account": lead, "because": "it is fine" });
    let me = world.perform(&world.actor("lead"), "case readmit", &id, account.clone()).await;
    assert_eq!(me.err(), Some(Error::NotThere));
    done(&world, "founder", "case readmit", &id, account).await;
    assert!(sees(&world, "lead", &id).await);
    // Somebody has looked: another address from there changes nothing.
    gives(&world, &id, "bob@widgets.example").await;
    assert!(sees(&world, "lead", &id).await);
    // A participant from there is the same as a reporter.
    let (other, _) = from(&world, "eve@elsewhere.example").await;
    assert!(sees(&world, "lead", &other).await);
    let they =
        json!({ "role": "recipient", "name": "Widgets", "address": "psirt@widgets.example" });
    done(&world, "founder", "participant invite", &other, they).await;
    assert!(!sees(&world, "lead", &other).await);
    Watch::default().everything(&world).await.expect("everything holds");
}

async fn looked_through(world: World) {
    let (id, _) = from(&world, "ann@widgets.example").await;
    let (other, _) = from(&world, "ann@gadgets.example").await;
    let wrong = says(&world, "admin", "triager", "widgets").await;
    assert!(wrong.is_err_and(|error| error.to_string().contains("widgets is no domain")));
    assert!(matches!(
        says(&world, "lead", "triager", "widgets.example").await,
        Err(Error::NotAllowed(_))
    ));
    says(&world, "admin", "triager", "widgets.example").await.expect("said");
    let ran = world.drain().await.expect("jobs are done");
    assert!(ran.iter().all(|ran| matches!(ran, app::jobs::Ran::Done(_))), "{ran:?}");
    assert!(!sees(&world, "triager", &id).await);
    assert!(sees(&world, "triager", &other).await);
    // Done again it changes nothing more.
    let before = world.events(&id).await.len();
    says(&world, "admin", "triager", "widgets.example gadgets.example").await.expect("said");
    world.drain().await.expect("jobs are done");
    assert_eq!(world.events(&id).await.len(), before);
    assert!(!sees(&world, "triager", &other).await);
    // That somebody works there no more is not for themselves to say.
    let own = says(&world, "triager", "triager", "gadgets.example").await;
    assert!(own.is_err_and(|error| error.to_string().contains("widgets.example")));
    says(&world, "admin", "triager", "").await.expect("another person says it");
    let (later, _) = from(&world, "ann@widgets.example").await;
    assert!(sees(&world, "triager", &later).await);
    assert!(!sees(&world, "triager", &id).await, "what was decided stays until somebody looks");
    Watch::default().everything(&world).await.expect("everything holds");
}

async fn not_alone(world: World) {
    for login in ["founder", "lead", "triager", "fixer", "reviewer", "publisher", "releaser", "cna"]
    {
        says(&world, login, login, "widgets.example").await.expect("said");
    }
    let (id, _) = from(&world, "ann@widgets.example").await;
    let mut left = Vec::new();
    for login in ["founder", "lead", "triager"] {
        if sees(&world, login, &id).await {
            left.push(login);
        }
    }
    assert!(!left.is_empty(), "somebody can take the case");
    let takes = left.iter().any(|login| ["founder", "lead"].contains(login));
    assert!(takes, "{left:?}");
    assert_eq!(
        refused(&world, left[0], "case recuse", &id, json!({ "because": "me too" })).await,
        "I11"
    );
}

#[tokio::test]
async fn who_works_where_it_comes_from_is_kept_out_until_somebody_looked() {
    println!("{}", everywhere(kept_out).await);
}

#[tokio::test]
async fn what_came_before_is_looked_through() {
    println!("{}", everywhere(looked_through).await);
}

#[tokio::test]
async fn nobody_is_left_alone_by_it() {
    println!("{}", everywhere(not_alone).await);
}
