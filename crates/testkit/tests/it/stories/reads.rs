//! The read log: whatever is shown of a case to anybody is there first, and who may look at it.

use super::negotiation::{invited, participant};
use crate::place::everywhere;
use crate::told::with_areas;
use crate::told::{confirmed, done, reported};
use app::access::{Grant, ReadFilter, ReadPage, grants, reads};
use app::case::{
    CaseFilter, agenda, apply_bulk, list, moves, opaque_agenda, packet, plan_bulk, queue, show,
    show_with_moves,
};
use app::ports::store::ReadRow;
use app::release::endings_among;
use app::triage::{near, reviews};
use app::{Ctx, Error, Input, find_verb, perform, perform_once};
use domain::access::{Actor, Door, ReadKind};
use domain::case::By;
use domain::triage::current_claim;
use domain::words::CaseId;
use jiff::{SignedDuration, ToSpan};
use serde_json::json;
use std::collections::BTreeSet;
use testkit::{CRASHES_ARE_BUGS, Fault, How, Reading, Site, Watch, When, World, files_with};

fn shown(ctx: &Ctx, kind: ReadKind, cases: &[&CaseId]) -> Reading {
    (ctx.by(), kind, cases.iter().map(|id| (*id).clone()).collect())
}

/// A request by one of the team.
fn ask(world: &World, login: &str) -> Ctx {
    world.ctx(&world.actor(login))
}

/// Since the last look exactly this was read.
async fn was(watch: &mut Watch, world: &World, readings: &[Reading]) {
    watch.was_read(world, readings).await.unwrap_or_else(|finding| panic!("{finding}"));
}

fn note() -> (&'static app::Verb, Input) {
    let verb = find_verb("case", "note").expect("a verb");
    (verb, Input::read(verb, json!({ "body": "seen" })).expect("an input"))
}

/// Each way to see something of a case, by one who may.
async fn by_the_team(mut world: World) {
    let (old, _) = confirmed(&world).await;
    let (id, _) = confirmed(&world).await;
    let mut watch = Watch::default();
    watch.everything(&world).await.expect("the journals hold");
    let all = world.truth().reads(&everything()).await.expect("it reads");
    assert!(all.iter().all(|row| row.kind == ReadKind::Acted), "verbs are readings as well");
    was(&mut watch, &world, &all.iter().map(reading).collect::<Vec<_>>()).await;

    let ctx = ask(&world, "lead");
    show(&ctx, &id).await.expect("a case");
    let opened = [shown(&ctx, ReadKind::Opened, &[&id])];
    was(&mut watch, &world, &opened).await;
    show_with_moves(&ctx, &id).await.expect("a case");
    was(&mut watch, &world, &[]).await;
    show_with_moves(&ask(&world, "lead"), &id).await.expect("a case");
    was(&mut watch, &world, &opened).await;
    moves(&ask(&world, "lead"), &id).await.expect("moves");
    was(&mut watch, &world, &opened).await;
    packet(&ask(&world, "lead"), &id).await.expect("a packet");
    was(&mut watch, &world, &[shown(&ctx, ReadKind::Packet, &[&id])]).await;

    let listed = [shown(&ctx, ReadKind::Listed, &[&id, &old])];
    let ctx = ask(&world, "lead");
    let page = list(&ctx, &CaseFilter::default(), None, 50).await.expect("a page");
    was(&mut watch, &world, &listed).await;
    endings_among(&ctx, &page.rows).await.expect("endings");
    was(&mut watch, &world, &[]).await;
    let page = queue(&ask(&world, "lead"), false, "headers", None, 1).await.expect("a page");
    let found: BTreeSet<CaseId> = page.rows.into_iter().map(|row| row.id).collect();
    assert_eq!(found.len(), 1, "only what is on the page");
    was(&mut watch, &world, &[(ctx.by(), ReadKind::Listed, found)]).await;
    queue(&ask(&world, "lead"), true, "", None, 50).await.expect("a page");
    was(&mut watch, &world, &[]).await;

    let (from, before) = (world.now, world.now + (24 * 60).hours());
    let found = agenda(&ask(&world, "lead"), from, before, true).await.expect("dates");
    assert!(found.dates.len() >= 2);
    was(&mut watch, &world, &listed).await;
    let found = opaque_agenda(&ask(&world, "lead"), from, before, true).await.expect("dates");
    assert!(found.len() >= 2, "a calendar program gets dates and not a word of a case");
    was(&mut watch, &world, &[]).await;

    let (verb, input) = note();
    let two = BTreeSet::from([old.clone(), id.clone()]);
    let plan = plan_bulk(&ask(&world, "lead"), &two, verb, &input).await.expect("a plan");
    was(&mut watch, &world, &listed).await;
    let seen: Vec<_> =
        plan.into_iter().filter_map(|one| Some((one.id, one.outcome.ok()?))).collect();
    apply_bulk(&ask(&world, "lead"), &seen, verb, &input, None).await.expect("done");
    let each = [&old, &id].map(|case| shown(&ctx, ReadKind::Acted, &[case]));
    was(&mut watch, &world, &each).await;

    world.change_policy(&files_with(&[CRASHES_ARE_BUGS])).await;
    world.drain().await.expect("jobs are done");
    was(&mut watch, &world, &[]).await;
    assert_eq!(reviews(&ask(&world, "lead"), 10).await.expect("read").len(), 2);
    was(&mut watch, &world, &listed).await;
}

fn everything() -> app::ports::store::ReadQuery {
    app::ports::store::ReadQuery { limit: 1_000, ..Default::default() }
}

fn reading(row: &ReadRow) -> Reading {
    (row.reader.clone(), row.kind, row.cases.clone())
}

#[tokio::test]
async fn whatever_the_team_is_shown_is_in_the_log_once() {
    println!("{}", everywhere(by_the_team).await);
}

/// Decided cases stand beside another one: those that are shown are read.
async fn beside_another(mut world: World) {
    world.change_policy(&with_areas()).await;
    let (near_by, _) = reported(&world).await;
    let claim =
        json!({ "attacker": "network", "effect": ["crash"], "flag": "no", "cwe": ["CWE-79"] });
    done(&world, "triager", "case judge", &near_by, json!({ "claim": claim })).await;
    let because = json!({ "because": "A person saw it otherwise." });
    done(&world, "triager", "case invalidate", &near_by, because).await;
    let (id, _) = reported(&world).await;
    done(&world, "triager", "case judge", &id, json!({ "claim": claim })).await;
    let asked = current_claim(&world.case(&id).await);
    let mut watch = Watch::default();
    let all = world.truth().reads(&everything()).await.expect("it reads");
    was(&mut watch, &world, &all.iter().map(reading).collect::<Vec<_>>()).await;
    let ctx = ask(&world, "lead");
    assert_eq!(show(&ctx, &id).await.expect("a case").near.len(), 1);
    let opened = shown(&ctx, ReadKind::Opened, &[&id]);
    let listed = [shown(&ctx, ReadKind::Listed, &[&near_by])];
    was(&mut watch, &world, &[opened, listed[0].clone()]).await;
    near(&ask(&world, "lead"), None, &asked, &[]).await.expect("read");
    was(&mut watch, &world, &listed).await;
    near(&world.ctx(&Actor::Anonymous), None, &asked, &[]).await.expect("nothing");
    was(&mut watch, &world, &[]).await;
    let fault = Fault { site: Site::ReadLog, when: When::Before, how: How::Error, skip: 0 };
    world.faults.arm(fault);
    let heard = near(&ask(&world, "lead"), None, &asked, &[]).await.err();
    assert!(matches!(heard, Some(Error::Outside(_))), "{heard:?}");
}

#[tokio::test]
async fn a_precedent_that_is_shown_is_in_the_log() {
    println!("{}", everywhere(beside_another).await);
}

/// A verb is one row, in the unit of what was done; a refusal tells of the case too.
async fn by_acting(world: World) {
    let (id, secret) = reported(&world).await;
    let mut watch = Watch::default();
    was(&mut watch, &world, &[]).await;
    let (verb, input) = note();
    let acted = |ctx: &Ctx| [shown(ctx, ReadKind::Acted, &[&id])];
    let ctx = ask(&world, "triager").through(Door::Api);
    perform_once(&ctx, &id, verb, &input, None, Some("key-1")).await.expect("done");
    was(&mut watch, &world, &acted(&ctx)).await;
    let rows = world.truth().reads(&everything()).await.expect("it reads");
    assert_eq!(rows.len(), 1);
    let (row, policy) = (&rows[0], world.app.policy.digest);
    assert_eq!((row.door, row.at, row.policy), (Door::Api, world.now, policy));
    let again = ask(&world, "triager");
    perform_once(&again, &id, verb, &input, None, Some("key-1")).await.expect("done before");
    was(&mut watch, &world, &acted(&ctx)).await;
    let stale = perform(&ask(&world, "triager"), &id, verb, &input, Some(99)).await;
    assert!(matches!(stale, Err(Error::Stale { .. })));
    was(&mut watch, &world, &acted(&ctx)).await;
    let accept = find_verb("case", "accept").expect("a verb");
    let lead = ask(&world, "lead");
    let refused = perform(&lead, &id, accept, &Input::default(), None).await;
    assert!(matches!(refused, Err(Error::Refused(_))));
    was(&mut watch, &world, &acted(&lead)).await;
    let may_not = perform(&ask(&world, "triager"), &id, accept, &Input::default(), None).await;
    assert!(matches!(may_not, Err(Error::NotAllowed(_))));
    let hidden = perform(&ask(&world, "admin"), &id, verb, &input, None).await;
    assert_eq!(hidden.err(), Some(Error::NotThere));
    was(&mut watch, &world, &[]).await;

    let (copy, _) = reported(&world).await;
    done(&world, "triager", "case duplicate", &copy, json!({ "of": id })).await;
    let triager = ask(&world, "triager");
    let two = [&id, &copy].map(|case| shown(&triager, ReadKind::Acted, &[case]));
    was(&mut watch, &world, &two).await;

    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    was(&mut watch, &world, &[]).await;
    show(&reporter, &id).await.expect("their own case");
    was(&mut watch, &world, &[shown(&reporter, ReadKind::Opened, &[&id])]).await;
    let given = json!({ "role": "vendor", "name": "Another vendor" });
    let page = invited(&world, &id, given).await.expect("invited");
    was(&mut watch, &world, &acted(&lead)).await;
    let vendor = world.ctx(&participant(&world, &page).await);
    show(&vendor, &id).await.expect("their page");
    assert!(matches!(vendor.by(), By::Participant(_)));
    was(&mut watch, &world, &[shown(&vendor, ReadKind::Opened, &[&id])]).await;
}

#[tokio::test]
async fn whoever_acts_has_read_and_whoever_may_not_know_has_not() {
    println!("{}", everywhere(by_acting).await);
}

/// S02: somebody with a report of their own looks for others, in every way there is.
async fn s02_probing(world: World) {
    let (id, _) = reported(&world).await;
    let (own, secret) = reported(&world).await;
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let ids = (0..=255_u8).map(|byte| CaseId::from_chance([byte; 16])).chain([id]);
    for id in ids {
        assert_eq!(show(&reporter, &id).await.err(), Some(Error::NotThere));
        assert_eq!(packet(&reporter, &id).await.err(), Some(Error::NotThere));
        for verb in app::verbs() {
            let heard = perform(&reporter, &id, verb, &Input::default(), None).await;
            assert_eq!(heard.err(), Some(Error::NotThere), "{} {}", verb.group, verb.name);
        }
    }
    assert!(queue(&reporter, false, "headers", None, 50).await.is_err());
    assert!(agenda(&reporter, world.now, world.now, true).await.is_err());
    assert!(reads(&reporter, &ReadFilter::default(), None, 50).await.is_err());
    assert!(packet(&reporter, &own).await.is_err(), "it names what the team did");
    let rows = world.truth().reads(&everything()).await.expect("it reads");
    assert_eq!(rows, [], "the read log has 0 content reads");
}

#[tokio::test]
async fn s02_whoever_probes_reads_nothing() {
    println!("{}", everywhere(s02_probing).await);
}

/// Where the log cannot be written, nothing is shown, and it works again as soon as it can.
async fn not_logged(world: World) {
    let (id, secret) = confirmed(&world).await;
    confirmed(&world).await;
    let mut watch = Watch::default();
    let all = world.truth().reads(&everything()).await.expect("it reads");
    was(&mut watch, &world, &all.iter().map(reading).collect::<Vec<_>>()).await;
    let (verb, input) = note();
    let accept = find_verb("case", "accept").expect("a verb");
    let two: BTreeSet<CaseId> = world
        .truth()
        .reads(&everything())
        .await
        .expect("it reads")
        .into_iter()
        .flat_map(|row| row.cases)
        .collect();
    let (now, then) = (world.now, world.now + (24 * 60).hours());
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let lead = || ask(&world, "lead");
    let full = || {
        let fault = Fault { site: Site::ReadLog, when: When::Before, how: How::Error, skip: 0 };
        world.faults.arm(fault);
    };
    macro_rules! shows_nothing {
        ($($what:expr),+ $(,)?) => {$(
            full();
            let heard = $what.await.err();
            assert!(matches!(heard, Some(Error::Outside(_))), "{heard:?}");
            assert_eq!(world.faults.revive().len(), 1);
            was(&mut watch, &world, &[]).await;
        )+};
    }
    shows_nothing!(
        show(&lead(), &id),
        show(&reporter, &id),
        show_with_moves(&lead(), &id),
        moves(&lead(), &id),
        packet(&lead(), &id),
        queue(&lead(), false, "", None, 50),
        queue(&lead(), false, "headers", None, 50),
        list(&lead(), &CaseFilter::default(), None, 50),
        agenda(&lead(), now, then, true),
        plan_bulk(&lead(), &two, verb, &input),
        app::advisory::merge(&lead(), &id, 0, &Default::default()),
        // What was refused is not told either.
        perform(&lead(), &id, verb, &input, Some(99)),
        perform(&ask(&world, "lead"), &id, accept, &Input::default(), Some(99)),
    );
    let before = world.links(&id).await.len();
    full();
    perform(&lead(), &id, verb, &input, None).await.expect("written with what was done");
    assert_eq!(world.faults.revive().len(), 0);
    assert_eq!(world.links(&id).await.len(), before + 1);
    was(&mut watch, &world, &[shown(&lead(), ReadKind::Acted, &[&id])]).await;
    queue(&lead(), false, "", None, 50).await.expect("a page");
}

#[tokio::test]
async fn what_cannot_be_logged_is_not_shown() {
    println!("{}", everywhere(not_logged).await);
}

async fn log(world: &World, login: &str, filter: &ReadFilter) -> Result<ReadPage, Error> {
    reads(&ask(world, login), filter, None, 50).await
}

/// Who may see the log, and what of it.
async fn looked_at(mut world: World) {
    let (id, secret) = reported(&world).await;
    let (other, _) = reported(&world).await;
    let of_case = ReadFilter { case: Some(id.clone()), ..ReadFilter::default() };
    let page = log(&world, "auditor", &of_case).await.expect("nobody has read it");
    assert!(page.rows.is_empty() && page.next.is_none());
    show(&ask(&world, "fixer"), &id).await.expect("a case");
    world.pass(SignedDuration::from_hours(1));
    queue(&ask(&world, "triager"), false, "", None, 50).await.expect("a page");
    for login in ["auditor", "lead", "founder"] {
        let page = log(&world, login, &of_case).await.expect("they may");
        let who: Vec<_> = page.rows.iter().map(|row| page.reader(&row.reader)).collect();
        assert_eq!(who, ["triager", "fixer"], "the latest first");
        assert!(page.rows.iter().all(|row| row.cases == [id.clone()].into()), "{page:?}");
        assert!(!format!("{page:?}").contains("two headers"), "never a title");
    }
    for login in ["triager", "fixer", "reviewer", "publisher", "releaser", "admin"] {
        let heard = log(&world, login, &of_case).await.err();
        assert!(matches!(heard, Some(Error::NotAllowed(_))), "{login}: {heard:?}");
        assert!(grants(&ask(&world, login)).await.is_err());
    }
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    assert!(reads(&reporter, &of_case, None, 50).await.is_err());

    let by = |who: &str| ReadFilter { person: Some(who.to_owned()), ..ReadFilter::default() };
    let account = world.people["triager"].account.to_string();
    for name in ["triager", &account] {
        let rows = log(&world, "auditor", &by(name)).await.expect("a page").rows;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].cases, [id.clone(), other.clone()].into());
    }
    let nobody = log(&world, "auditor", &by("no<body>")).await.err();
    assert!(matches!(nobody, Some(Error::Invalid(_))));
    let nowhere = CaseId::from_chance([9; 16]);
    let nowhere = ReadFilter { case: Some(nowhere), ..ReadFilter::default() };
    assert_eq!(log(&world, "auditor", &nowhere).await.err(), Some(Error::NotThere));
    let late = ReadFilter { since: Some(world.now), ..of_case.clone() };
    assert_eq!(log(&world, "lead", &late).await.expect("a page").rows.len(), 1);
    let early = ReadFilter { before: Some(world.now), ..of_case.clone() };
    assert_eq!(log(&world, "lead", &early).await.expect("a page").rows.len(), 1);
    let first = reads(&ask(&world, "lead"), &of_case, None, 1).await.expect("a page");
    let next = reads(&ask(&world, "lead"), &of_case, first.next, 1).await.expect("a page");
    assert_eq!((next.reader(&next.rows[0].reader), next.next), ("fixer".to_owned(), None));

    // The lead was kept out: they hear nothing of it, and others still see what the lead once read.
    show(&ask(&world, "lead"), &id).await.expect("a case");
    let out = json!({ "account": world.people["lead"].account, "because": "their employer" });
    done(&world, "founder", "case recuse", &id, out).await;
    assert_eq!(log(&world, "lead", &of_case).await.err(), Some(Error::NotThere));
    let all = log(&world, "lead", &ReadFilter::default()).await.expect("a page");
    assert!(all.rows.iter().all(|row| row.cases == [other.clone()].into()), "{all:?}");
    let page = log(&world, "founder", &of_case).await.expect("a page");
    assert!(page.rows.iter().any(|row| page.reader(&row.reader) == "lead"));
}

#[tokio::test]
async fn the_log_is_for_leads_and_auditors_and_of_no_case_they_have_no_part_in() {
    println!("{}", everywhere(looked_at).await);
}

/// S23: the review lists every grant with its last use.
async fn s23_reviewed(mut world: World) {
    let (id, _) = reported(&world).await;
    show(&ask(&world, "fixer"), &id).await.expect("a case");
    let first = world.now;
    world.pass_days(30);
    show(&ask(&world, "lead"), &id).await.expect("a case");
    let all: Vec<Grant> = grants(&ask(&world, "auditor")).await.expect("they may");
    assert_eq!(all.len(), world.people.len());
    let last = |login: &str| all.iter().find(|one| one.login == login).expect("a grant");
    assert_eq!(last("fixer").last_read_at, Some(first));
    assert_eq!(last("lead").last_read_at, Some(world.now));
    assert_eq!(last("releaser").last_read_at, None);
    assert_eq!(last("founder").roles, ["admin".to_owned(), "lead".to_owned()].into());
}

#[tokio::test]
async fn s23_every_grant_is_listed_with_its_last_use() {
    println!("{}", everywhere(s23_reviewed).await);
}
