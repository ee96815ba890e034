//! S23: whoever has no part in a case reads it only by the word of two auditors, for four hours, and the
//! lead and the reporter hear of it.

use crate::place::everywhere;
use crate::told::{done, refused, reported};
use app::access::{ReadFilter, reads, set_roles};
use app::case::show;
use app::glass::glasses;
use app::{Error, Input, find_verb, perform};
use domain::case::{Case, Fact};
use domain::words::CaseId;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Watch, World};

async fn tries(world: &World, login: &str, verb: &str, id: &CaseId, given: Value) -> Option<Error> {
    let verb = find_verb("glass", verb).expect("a verb");
    let input = Input::read(verb, given).expect("it reads");
    perform(&world.ctx(&world.actor(login)), id, verb, &input, None).await.err()
}

async fn reads_it(world: &World, login: &str, id: &CaseId) -> Result<String, Error> {
    let shown = show(&world.ctx(&world.actor(login)), id).await?;
    Ok(shown.case.title().to_owned())
}

fn why() -> Value {
    json!({ "because": "the fix was on a public branch before its day" })
}

/// What the reporter was told by the program.
fn told(case: &Case) -> Vec<&str> {
    let automatic = case.messages.iter().filter(|one| one.automatic);
    automatic
        .filter_map(|one| one.body.as_deref())
        .filter(|body| body.contains("auditor"))
        .collect()
}

async fn s23(mut world: World) {
    let (id, _) = reported(&world).await;
    world.drain().await.expect("jobs run");
    for login in ["admin", "auditor", "auditor-2"] {
        assert_eq!(reads_it(&world, login, &id).await, Err(Error::NotThere), "{login}");
    }
    // Not the administrator: neither for themselves, nor by making themselves an auditor.
    assert_eq!(tries(&world, "admin", "ask", &id, why()).await, Some(Error::NotThere));
    let admin = world.ctx(&world.actor("admin"));
    let both = BTreeSet::from(["admin".to_owned(), "auditor".to_owned()]);
    let own = set_roles(&admin, &world.people["admin"].account, both).await;
    assert!(matches!(&own, Err(Error::Refused(refusal)) if refusal.rule == "access"), "{own:?}");
    assert!(matches!(tries(&world, "lead", "ask", &id, why()).await, Some(Error::NotAllowed(_))));

    assert_eq!(refused(&world, "auditor", "glass agree", &id, json!({})).await, "glass");
    done(&world, "auditor", "glass ask", &id, why()).await;
    assert_eq!(reads_it(&world, "auditor", &id).await, Err(Error::NotThere), "one is not enough");
    let mine = refused(&world, "auditor", "glass agree", &id, json!({})).await;
    assert!(mine.starts_with("not allowed: second person"), "{mine}");
    assert_eq!(tries(&world, "admin", "agree", &id, json!({})).await, Some(Error::NotThere));
    let list = glasses(&world.ctx(&world.actor("auditor-2"))).await.expect("listed");
    assert_eq!((list.asked.len(), list.open.len(), list.seconds), (1, 0, 1));
    assert!(glasses(&world.ctx(&world.actor("admin"))).await.is_err());

    world.pass(SignedDuration::from_hours(23));
    done(&world, "auditor-2", "glass agree", &id, json!({})).await;
    let opened_at = world.now;
    assert_eq!(
        reads_it(&world, "auditor", &id).await.as_deref(),
        Ok("two headers end the process")
    );
    assert_eq!(reads_it(&world, "auditor-2", &id).await, Err(Error::NotThere), "only who asked");
    let note = tries_note(&world, &id).await;
    assert!(
        matches!(note, Some(Error::NotThere | Error::NotAllowed(_))),
        "reads, and no more: {note:?}"
    );
    assert_eq!(told(&world.case(&id).await), Vec::<&str>::new(), "not before it is over");

    world.pass(SignedDuration::from_mins(239));
    assert!(reads_it(&world, "auditor", &id).await.is_ok());
    // Nothing has to run for it to end.
    world.pass(SignedDuration::from_mins(1));
    assert_eq!(reads_it(&world, "auditor", &id).await, Err(Error::NotThere));
    world.restart();
    let mails = world.spool.told().len();
    world.drain().await.expect("jobs run");
    world.restart();
    world.drain().await.expect("jobs run");
    let case = world.case(&id).await;
    let says = told(&case);
    assert_eq!(says.len(), 1, "{says:?}");
    let until = opened_at.checked_add(SignedDuration::from_hours(4)).expect("an instant");
    assert!(says[0].starts_with(&format!("From {opened_at} to {until}, ")), "{says:?}");
    let lead = world.spool.told();
    let lead: Vec<_> = lead[mails..].iter().filter(|one| one.about.contains("auditor")).collect();
    assert_eq!(lead.len(), 1, "the lead hears of it once");
    let ended = world.events(&id).await;
    let ended = ended.iter().filter(|event| matches!(event.fact, Fact::GlassEnded { .. }));
    assert_eq!(ended.count(), 1);
    // Who read what is in the log, for anybody who may see it.
    let log = reads(&world.ctx(&world.actor("auditor-2")), &ReadFilter::default(), None, 50).await;
    let opened = log.expect("the log").rows;
    let opened = opened.iter().filter(|row| {
        row.kind == domain::access::ReadKind::Opened
            && row.reader.account() == Some(&world.people["auditor"].account)
    });
    assert_eq!(opened.count(), 2);
    Watch::default().everything(&world).await.expect("everything holds");
}

async fn tries_note(world: &World, id: &CaseId) -> Option<Error> {
    let note = find_verb("case", "note").expect("a verb");
    let input = Input::read(note, json!({ "body": "x" })).expect("it reads");
    perform(&world.ctx(&world.actor("auditor")), id, note, &input, None).await.err()
}

#[tokio::test]
async fn s23_a_case_is_opened_to_an_auditor_by_two_for_four_hours_and_not_in_secret() {
    println!("{}", everywhere(s23).await);
}

async fn not_for_ever(mut world: World) {
    let (id, _) = reported(&world).await;
    done(&world, "auditor", "glass ask", &id, why()).await;
    assert_eq!(refused(&world, "auditor-2", "glass ask", &id, why()).await, "glass");
    world.pass(SignedDuration::from_hours(24));
    assert_eq!(
        refused(&world, "auditor-2", "glass agree", &id, json!({})).await,
        "glass",
        "lapsed"
    );
    let list = glasses(&world.ctx(&world.actor("auditor"))).await.expect("listed");
    assert!(list.asked.is_empty() && list.open.is_empty());
    // Taken back, asked by the other, agreed to, and ended before its time.
    done(&world, "auditor", "glass ask", &id, why()).await;
    done(&world, "auditor", "glass end", &id, json!({})).await;
    assert_eq!(refused(&world, "auditor-2", "glass agree", &id, json!({})).await, "glass");
    done(&world, "auditor-2", "glass ask", &id, why()).await;
    done(&world, "auditor", "glass agree", &id, json!({})).await;
    assert!(reads_it(&world, "auditor-2", &id).await.is_ok());
    world.pass(SignedDuration::from_mins(30));
    done(&world, "auditor-2", "glass end", &id, json!({})).await;
    assert_eq!(reads_it(&world, "auditor-2", &id).await, Err(Error::NotThere));
    world.drain().await.expect("jobs run");
    assert_eq!(told(&world.case(&id).await).len(), 1, "the reporter hears of it all the same");
    world.pass(SignedDuration::from_hours(8));
    world.drain().await.expect("jobs run");
    assert_eq!(told(&world.case(&id).await).len(), 1);
    // Whoever is kept out of a case is so as an auditor too.
    let out =
        json!({ "account": world.people["auditor"].account.to_string(), "because": "theirs" });
    done(&world, "lead", "case recuse", &id, out).await;
    assert_eq!(tries(&world, "auditor", "ask", &id, why()).await, Some(Error::NotThere));
    done(&world, "auditor-2", "glass ask", &id, why()).await;
    assert_eq!(tries(&world, "auditor", "agree", &id, json!({})).await, Some(Error::NotThere));
    let admin = world.ctx(&world.actor("admin"));
    let account = &world.people["auditor-2"].account;
    set_roles(&admin, account, ["fixer".to_owned()].into()).await.expect("another role");
    Watch::default().everything(&world).await.expect("everything holds");
}

#[tokio::test]
async fn what_an_auditor_asks_for_lapses_is_taken_back_and_ends_before_its_time() {
    println!("{}", everywhere(not_for_ever).await);
}
