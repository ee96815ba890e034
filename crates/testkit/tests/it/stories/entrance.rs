//! What is open for whom: sessions, tokens and invitations, roles that end, coming back, and leaving.

use crate::place::everywhere;
use crate::told::{done, reported};
use app::Error;
use app::access::{
    NewPassword, agree_to_recovery, ask_recovery, change_password, deactivate, end_other_sessions,
    end_session, enrolment, grant_roles, invite, invites, issue_scoped_token, issue_token, recover,
    recover_from_console, recoveries, return_of, revoke_invite, revoke_token, sessions, sign_in,
    signed, tokens, with_token, withdraw_recovery,
};
use domain::access::{Action, Actor};
use domain::words::Secret;
use jiff::SignedDuration;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use testkit::{Watch, World, code_at};

fn roles(role: &str) -> BTreeSet<String> {
    BTreeSet::from([role.to_owned()])
}

async fn log_in(world: &mut World, login: &str) -> Secret {
    world.pass(SignedDuration::from_mins(2));
    let person = world.people[login].clone();
    let code = code_at(&person.totp, world.now);
    let ctx = world.ctx(&Actor::Anonymous);
    sign_in(&ctx, login, &person.password, &code).await.expect("logged in")
}

async fn is_open(world: &World, session: &Secret) -> bool {
    signed(&world.app, session, world.now).await.expect("the database reads").is_some()
}

async fn acts(world: &World, token: &Secret) -> bool {
    with_token(&world.app, token, world.now).await.expect("the database reads").is_some()
}

async fn listed(mut world: World) {
    let first = log_in(&mut world, "triager").await;
    let second = log_in(&mut world, "triager").await;
    let third = log_in(&mut world, "triager").await;
    let other = log_in(&mut world, "fixer").await;
    let me = world.actor("triager");
    world.pass(SignedDuration::from_mins(30));
    assert!(is_open(&world, &first).await);
    let open = sessions(&world.ctx(&me)).await.expect("mine");
    let ids: Vec<_> = open.iter().map(|one| one.secret).collect();
    assert_eq!(ids, [third.digest(), second.digest(), first.digest()], "the last opened first");
    assert_eq!(open[2].seen.used_at, world.now, "it was used now");
    assert!(open[0].seen.used_at < world.now);
    let ended = async |which: &Secret| end_session(&world.ctx(&me), &which.digest()).await;
    assert_eq!(ended(&other).await, Ok(0), "nobody ends what is not theirs");
    assert_eq!(ended(&second).await, Ok(1));
    assert_eq!(ended(&second).await, Ok(0), "once");
    assert!(!is_open(&world, &second).await && is_open(&world, &other).await);
    assert_eq!(end_other_sessions(&world.ctx(&me), Some(&third.digest())).await, Ok(1));
    assert!(is_open(&world, &third).await && !is_open(&world, &first).await);
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_and_all_others() {
    println!("{}", everywhere(listed).await);
}

async fn scoped(mut world: World) {
    let (id, _) = reported(&world).await;
    let me = world.actor("lead");
    let ctx = world.ctx(&me);
    let reader = issue_scoped_token(&ctx, "a screen", 5, "read").await.expect("a token");
    let writer = issue_scoped_token(&ctx, "a script", 5, "work").await.expect("a token");
    for wrong in ["", "everything", "read-cases"] {
        let refused = issue_scoped_token(&ctx, "a script", 5, wrong).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{wrong:?}");
    }
    world.pass(SignedDuration::from_mins(30));
    let by = async |token: &Secret| {
        with_token(&world.app, token, world.now).await.expect("it reads").expect("it acts")
    };
    let (reads, writes) = (by(&reader).await, by(&writer).await);
    assert!(app::case::show(&world.ctx(&reads), &id).await.is_ok());
    let note = json!({ "body": "seen" });
    let refused = world.perform(&reads, "case note", &id, note.clone()).await;
    assert!(matches!(refused, Err(Error::NotAllowed(why)) if why.starts_with("scope")));
    world.perform(&writes, "case note", &id, note).await.expect("within the scope");
    for narrow in [&reads, &writes] {
        let ctx = world.ctx(narrow);
        assert!(matches!(issue_token(&ctx, "more", 5).await, Err(Error::NotAllowed(_))));
        assert!(matches!(tokens(&ctx).await, Err(Error::NotAllowed(_))));
        assert!(matches!(sessions(&ctx).await, Err(Error::NotAllowed(_))));
        assert!(!ctx.may(Action::RecoverPerson), "a lead may, and these tokens may not");
    }
    let all = tokens(&world.ctx(&me)).await.expect("mine");
    assert!(all.iter().all(|one| one.grant.used_at == Some(world.now)), "{all:?}");
    assert_eq!(revoke_token(&world.ctx(&me), &reader.digest()).await, Ok(true));
    let theirs = world.actor("fixer");
    assert_eq!(revoke_token(&world.ctx(&theirs), &writer.digest()).await, Ok(false));
    assert!(!acts(&world, &reader).await && acts(&world, &writer).await);
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn a_token_acts_within_its_scope_and_is_revoked() {
    println!("{}", everywhere(scoped).await);
}

async fn taken_back(world: World) {
    let admin = world.ctx(&world.actor("admin"));
    let secret = invite(&admin, roles("fixer")).await.expect("an invitation");
    let all = invites(&admin).await.expect("they are listed");
    assert_eq!(all[0].made.by.as_ref(), Some(&world.people["admin"].account));
    let lead = world.ctx(&world.actor("lead"));
    assert!(matches!(invites(&lead).await, Err(Error::NotAllowed(_))));
    assert!(matches!(revoke_invite(&lead, &secret.digest()).await, Err(Error::NotAllowed(_))));
    assert_eq!(revoke_invite(&admin, &secret.digest()).await, Ok(true));
    assert_eq!(revoke_invite(&admin, &secret.digest()).await, Ok(false));
    let ctx = world.ctx(&Actor::Anonymous);
    assert_eq!(enrolment(&ctx, &secret).await.err(), Some(Error::NotThere));
}

#[tokio::test]
async fn an_invitation_is_listed_and_taken_back() {
    println!("{}", everywhere(taken_back).await);
}

async fn for_a_while(mut world: World) {
    let (id, _) = reported(&world).await;
    let admin = world.ctx(&world.actor("admin"));
    let account = world.people["auditor"].account.clone();
    let end = world.now.checked_add(SignedDuration::from_hours(4)).expect("an instant");
    let both = BTreeSet::from(["auditor".to_owned(), "reviewer".to_owned()]);
    let until = |role: &str, at| BTreeMap::from([(role.to_owned(), at)]);
    for wrong in [until("fixer", end), until("reviewer", world.now)] {
        let refused = grant_roles(&admin, &account, both.clone(), wrong).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    grant_roles(&admin, &account, both, until("reviewer", end)).await.expect("granted");
    let session = log_in(&mut world, "auditor").await;
    let token = {
        let kept = world.app.store.account(&account).await.expect("it reads").expect("an account");
        let actor = app::access::actor_of(&kept, world.now);
        issue_token(&world.ctx(&actor), "a script", 30).await.expect("a token")
    };
    let sees = async |world: &World| {
        let who = signed(&world.app, &session, world.now).await.expect("it reads").expect("open");
        let by = with_token(&world.app, &token, world.now).await.expect("it reads").expect("open");
        let by_session = app::case::show(&world.ctx(&who.actor()), &id).await.is_ok();
        (by_session, app::case::show(&world.ctx(&by), &id).await.is_ok())
    };
    for _ in 0..3 {
        assert_eq!(sees(&world).await, (true, true));
        world.pass(SignedDuration::from_mins(75));
    }
    world.now = end;
    assert_eq!(sees(&world).await, (false, false), "no job has run, and it is not there");
    // Somebody who manages people for a while only is not the last who does.
    let (admin_id, founder) = (&world.people["admin"].account, &world.people["founder"].account);
    let admin = world.ctx(&world.actor("admin"));
    let later = world.now.checked_add(SignedDuration::from_hours(4)).expect("an instant");
    grant_roles(&admin, founder, roles("admin"), until("admin", later)).await.expect("granted");
    let refused = deactivate(&admin, admin_id).await;
    assert!(matches!(refused, Err(Error::Refused(why)) if why.rule == "last manager"));
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn a_role_that_has_ended_is_not_there_whatever_runs() {
    println!("{}", everywhere(for_a_while).await);
}

async fn let_back_in(mut world: World) {
    let fixer = world.people["fixer"].clone();
    let session = log_in(&mut world, "fixer").await;
    let token = issue_token(&world.ctx(&fixer.actor()), "a script", 30).await.expect("a token");
    let by = |login: &str| world.ctx(&world.actor(login));
    for login in ["triager", "auditor", "fixer"] {
        let refused = ask_recovery(&by(login), &fixer.account).await;
        assert!(matches!(refused, Err(Error::NotAllowed(_))), "{login}");
    }
    let lead = world.people["lead"].account.clone();
    assert!(matches!(ask_recovery(&by("lead"), &lead).await, Err(Error::NotAllowed(_))));
    ask_recovery(&by("lead"), &fixer.account).await.expect("asked");
    assert!(matches!(
        agree_to_recovery(&by("lead"), &fixer.account).await,
        Err(Error::NotAllowed(_))
    ));
    assert!(matches!(ask_recovery(&by("admin"), &fixer.account).await, Err(Error::Refused(_))));
    withdraw_recovery(&by("admin"), &fixer.account).await.expect("taken back");
    ask_recovery(&by("lead"), &fixer.account).await.expect("asked again");
    let link = agree_to_recovery(&by("admin"), &fixer.account).await.expect("a link");
    let (_, waiting) = recoveries(&by("lead")).await.expect("a list");
    assert_eq!((waiting.len(), waiting[0].agreed), (1, true));
    assert!(is_open(&world, &session).await, "nothing has happened yet");
    let ctx = world.ctx(&Actor::Anonymous);
    let never = Secret::read("back_never");
    assert_eq!(return_of(&ctx, &never).await.err(), Some(Error::NotThere));
    let back = return_of(&ctx, &link).await.expect("the link is good");
    assert_ne!(back.totp, fixer.totp);
    let code = code_at(&back.totp, world.now);
    let short = recover(&ctx, &link, "short", "000000").await;
    assert!(matches!(short, Err(Error::Invalid(wrong)) if wrong.len() == 2));
    recover(&ctx, &link, "another long password", &code).await.expect("they are back");
    assert!(!is_open(&world, &session).await && !acts(&world, &token).await);
    assert_eq!(return_of(&ctx, &link).await.err(), Some(Error::NotThere), "it worked once");
    world.pass(SignedDuration::from_mins(2));
    let ctx = world.ctx(&Actor::Anonymous);
    let old = code_at(&fixer.totp, world.now);
    assert!(sign_in(&ctx, "fixer", &fixer.password, &old).await.is_err());
    let code = code_at(&back.totp, world.now);
    sign_in(&ctx, "fixer", "another long password", &code).await.expect("logged in");
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn two_people_let_somebody_back_in_and_nobody_lets_in_themselves() {
    println!("{}", everywhere(let_back_in).await);
}

async fn late(mut world: World) {
    let fixer = world.people["fixer"].account.clone();
    ask_recovery(&world.ctx(&world.actor("lead")), &fixer).await.expect("asked");
    world.pass(SignedDuration::from_hours(24));
    let refused = agree_to_recovery(&world.ctx(&world.actor("admin")), &fixer).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "a day is over");
    ask_recovery(&world.ctx(&world.actor("lead")), &fixer).await.expect("asked");
    let link = agree_to_recovery(&world.ctx(&world.actor("founder")), &fixer).await;
    let link = link.expect("a link");
    world.pass(SignedDuration::from_hours(24));
    let ctx = world.ctx(&Actor::Anonymous);
    assert_eq!(return_of(&ctx, &link).await.err(), Some(Error::NotThere));
    let console = recover_from_console(&world.app, "fixer", world.now).await;
    assert!(matches!(console, Ok(None)), "there are two who can");
    let admin = world.ctx(&world.actor("admin"));
    for login in ["lead", "founder"] {
        deactivate(&admin, &world.people[login].account).await.expect("let go");
    }
    let nobody = recover_from_console(&world.app, "lead", world.now).await;
    assert!(matches!(nobody, Err(Error::Invalid(_))), "who was let go does not come back so");
    let link = recover_from_console(&world.app, "admin", world.now).await.expect("it writes");
    assert!(return_of(&ctx, &link.expect("a link")).await.is_ok());
}

#[tokio::test]
async fn a_link_back_ends_after_a_day_and_the_console_helps_where_there_are_no_two() {
    println!("{}", everywhere(late).await);
}

/// S23: the fixer leaves the project in the middle of a case.
async fn left(mut world: World) {
    let (id, _) = reported(&world).await;
    let fixer = world.people["fixer"].clone();
    for line in ["v2", "v3"] {
        let yes = json!({ "line": line, "affected": "yes" });
        done(&world, "lead", "release assess", &id, yes).await;
    }
    done(&world, "lead", "case validate", &id, json!({ "because": "we saw it" })).await;
    done(&world, "lead", "case severity", &id, json!({ "severity": "high" })).await;
    let to_fixer = json!({ "handler": fixer.account.to_string() });
    done(&world, "lead", "case accept", &id, to_fixer).await;
    let admin = world.ctx(&world.actor("admin"));
    let manager = BTreeSet::from(["fixer".to_owned(), "admin".to_owned()]);
    app::access::set_roles(&admin, &fixer.account, manager.clone()).await.expect("two roles");
    let session = log_in(&mut world, "fixer").await;
    let scope = domain::access::Scope::whole();
    let me = Actor::Person { account: fixer.account.clone(), roles: manager, scope };
    let token = issue_token(&world.ctx(&me), "a script", 30).await.expect("a token");
    let calendar = app::case::open_calendar(&world.ctx(&me), true).await.expect("a calendar");
    let friend = invite(&world.ctx(&me), roles("lead")).await.expect("an invitation");
    let admin = world.ctx(&world.actor("admin"));
    deactivate(&admin, &fixer.account).await.expect("let go");
    // At once, before any job has run:
    assert!(!is_open(&world, &session).await && !acts(&world, &token).await);
    assert!(world.app.store.calendar(&calendar.digest()).await.expect("it reads").is_none());
    let nobody = world.ctx(&Actor::Anonymous);
    assert_eq!(enrolment(&nobody, &friend).await.err(), Some(Error::NotThere));
    // And what they handled, with the next job.
    world.drain().await.expect("jobs run");
    let case = world.case(&id).await;
    assert_eq!((case.handler, case.handler_left), (None, Some(fixer.account.clone())));
    let lead = world.ctx(&world.actor("lead"));
    let asked = [("handler".to_owned(), "nobody".to_owned())];
    let filter = app::case::CaseFilter::read(asked).expect("a filter");
    let page = app::case::list(&lead, &filter, None, 10).await.expect("a list");
    assert!(page.rows.iter().any(|row| row.id == id), "it is everybody's again");
    let case = done(&world, "lead", "case accept", &id, json!({})).await;
    assert_eq!(case.handler_left, None);
    assert_eq!(case.handler, Some(world.people["lead"].account.clone()));
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn who_leaves_takes_nothing_along_and_leaves_no_case_without_anybody() {
    println!("{}", everywhere(left).await);
}

async fn another_password(mut world: World) {
    let person = world.people["triager"].clone();
    world.pass(SignedDuration::from_mins(5));
    let enter = async |world: &World, password: &str| {
        let code = code_at(&person.totp, world.now);
        sign_in(&world.ctx(&Actor::Anonymous), "triager", password, &code).await
    };
    let first = enter(&world, &person.password).await.expect("logged in");
    world.pass(SignedDuration::from_mins(1));
    let second = enter(&world, &person.password).await.expect("logged in again");
    world.pass(SignedDuration::from_mins(1));
    let new = "tepid lantern gravel moss";
    let change = async |world: &World, old: &str, new: &str| {
        let code = code_at(&person.totp, world.now);
        let given = NewPassword { old: old.to_owned(), new: new.to_owned(), code };
        change_password(&world.ctx(&person.actor()), &given, &second.digest()).await
    };
    let wrong = change(&world, "not the password", new).await;
    assert!(
        matches!(&wrong, Err(Error::Refused(refusal)) if refusal.rule == "password"),
        "{wrong:?}"
    );
    for weak in ["short", "triager"] {
        let weak = change(&world, &person.password, weak).await;
        assert!(matches!(weak, Err(Error::Invalid(_))), "{weak:?}");
    }
    change(&world, &person.password, new).await.expect("changed");
    let open =
        async |secret| signed(&world.app, secret, world.now).await.expect("it reads").is_some();
    assert!(open(&second).await, "the session that did it stays");
    assert!(!open(&first).await, "all others end");
    assert!(change(&world, new, "another lantern gravel moss").await.is_err(), "a code works once");
    world.pass(SignedDuration::from_mins(2));
    assert!(enter(&world, &person.password).await.is_err(), "the old one opens nothing");
    world.pass(SignedDuration::from_mins(2));
    enter(&world, new).await.expect("the new one does");
    // Guessing at it from within holds the account back as guessing from outside does.
    for _ in 0..5 {
        assert!(change(&world, "a guess", new).await.is_err());
    }
    world.pass(SignedDuration::from_secs(30));
    assert!(enter(&world, new).await.is_err(), "held back");
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_ends_the_other_sessions() {
    println!("{}", everywhere(another_password).await);
}

async fn idle(mut world: World) {
    let person = world.people["triager"].clone();
    world.pass(SignedDuration::from_mins(5));
    let code = code_at(&person.totp, world.now);
    let ctx = world.ctx(&Actor::Anonymous);
    let session = sign_in(&ctx, "triager", &person.password, &code).await.expect("logged in");
    for _ in 0..3 {
        world.pass(SignedDuration::from_mins(119));
        assert!(signed(&world.app, &session, world.now).await.expect("it reads").is_some());
    }
    world.pass(SignedDuration::from_mins(121));
    assert!(signed(&world.app, &session, world.now).await.expect("it reads").is_none(), "unused");
}

#[tokio::test]
async fn a_session_that_nobody_uses_ends_after_two_hours() {
    println!("{}", everywhere(idle).await);
}
