//! Reports that are put off, repeat one another, end and begin again; fixes that two people made;
//! and people who have no part in a case.

use crate::place::everywhere;
use crate::told::{confirmed, done, refused, repaired, reported};
use app::case::{CaseFilter, bulk_verbs, list, show};
use domain::access::{Action, Actor};
use domain::case::{Phase, ReportState, Resolution};
use domain::embargo::EmbargoState;
use domain::party::ConsentState;
use domain::words::CaseId;
use serde_json::{Value, json};
use testkit::{Watch, World, draft};

async fn holds(world: &World) {
    Watch::default().everything(world).await.expect("the journal holds");
}

/// Refused, whoever asks.
async fn refused_of(world: &World, who: &Actor, verb: &str, id: &CaseId, given: Value) -> String {
    match world.perform(who, verb, id, given).await {
        Err(app::Error::Refused(refusal)) => refusal.rule,
        other => panic!("{verb} was not refused: {:?}", other.map(|case| case.version)),
    }
}

async fn put_off(mut world: World) {
    let (id, _) = confirmed(&world).await;
    let until = |days: i64| {
        let at = world.now + jiff::SignedDuration::from_hours(24 * days);
        json!({ "until": at.to_string(), "because": "after the release" })
    };
    let (late, fine, past) = (until(181), until(180), until(0));
    assert_eq!(refused(&world, "lead", "case defer", &id, late).await, "handling.defer_days");
    assert_eq!(refused(&world, "lead", "case defer", &id, past).await, "r7");
    let case = done(&world, "lead", "case defer", &id, fine).await;
    assert_eq!((case.report, Phase::of(&case)), (ReportState::Deferred, Phase::Deferred));
    assert!(case.deferred_until.is_some());
    assert_eq!(refused(&world, "lead", "case resume", &id, json!({})).await, "r6");
    let wont = json!({ "resolution": "wont-fix", "because": "nobody is left" });
    assert_eq!(refused(&world, "lead", "case close", &id, wont.clone()).await, "I7");
    done(&world, "triager", "case severity", &id, json!({ "severity": "low" })).await;
    let case = done(&world, "lead", "case resume", &id, json!({})).await;
    assert_eq!((case.report, case.deferred_until), (ReportState::Accepted, None));
    assert!(case.handler.is_some(), "whoever takes it up handles it");
    let again = json!({ "until": (world.now + jiff::SignedDuration::from_hours(24)).to_string(),
        "because": "not yet" });
    done(&world, "lead", "case defer", &id, again).await;
    world.pass_days(46);
    world.drain().await.expect("the embargo ends");
    let spam = json!({ "resolution": "spam", "because": "no" });
    assert_eq!(refused(&world, "lead", "case close", &id, spam).await, "r10");
    let case = done(&world, "lead", "case close", &id, wont).await;
    assert_eq!(case.resolution, Some(Resolution::WontFix));
    holds(&world).await;
}

async fn twice(mut world: World) {
    let (first, secret_one) = confirmed(&world).await;
    world.pass_days(5);
    let other = domain::intake::Draft { title: "canary words of the second".into(), ..draft("x") };
    let (second, secret_two) = world.report(&other).await.expect("a report");
    let of = |id: &CaseId| json!({ "of": id.to_string(), "because": "the same bug" });
    assert_eq!(refused(&world, "lead", "case duplicate", &second, of(&second)).await, "r9");
    let nowhere = of(&CaseId::from_chance([9; 16]));
    let gone = world.perform(&world.actor("lead"), "case duplicate", &second, nowhere).await;
    let no_such = "of: there is no case with this id that you could name here".to_owned();
    assert_eq!(gone.err(), Some(app::Error::Invalid(vec![no_such])), "it must exist");
    let joined = done(&world, "lead", "case duplicate", &second, of(&first)).await;
    assert_eq!(joined.report, ReportState::Deferred);
    let (third, _) = world.report(&draft("a third")).await.expect("a report");
    assert_eq!(refused(&world, "lead", "case duplicate", &third, of(&second)).await, "r9");
    assert_eq!(refused(&world, "lead", "case duplicate", &first, of(&third)).await, "r9");
    assert_eq!(refused(&world, "lead", "case resume", &second, json!({})).await, "r9");
    let over = json!({ "resolution": "duplicate", "because": "known" });
    assert!(["I7", "r9"].contains(&&*refused(&world, "lead", "case close", &second, over).await));

    let anyone = world.ctx(&Actor::Anonymous);
    let reporter = anyone.as_reporter(&secret_two).await.expect("the secret");
    let seen = show(&reporter, &second).await.expect("their own report");
    let shared = seen.shared.as_ref().expect("they hear how it stands");
    assert_eq!(shared.known_since, world.case(&first).await.received_at);
    assert_eq!(shared.phase, Phase::Prioritising);
    assert_eq!(shared.consent.state, ConsentState::Invited, "the embargo is theirs to accept");
    let everything = format!("{:?} {:?} {:?}", seen.case, seen.shared, seen.messages);
    for word in ["two headers end the process", &first.to_string()] {
        assert!(!everything.contains(word), "{word} was shown to the second reporter (I19)");
    }
    let original = anyone.as_reporter(&secret_one).await.expect("the secret");
    let theirs = show(&original, &first).await.expect("their own report");
    let everything = format!("{:?} {:?}", theirs.case, theirs.shared);
    for word in ["canary words of the second", &second.to_string()] {
        assert!(!everything.contains(word), "{word} was shown to the first reporter (I19)");
    }
    let received = async |id: &CaseId| world.case(id).await.received_at;
    assert!(received(&first).await < received(&second).await, "receipts order the finders");
    let agree = world.perform(&reporter.actor, "embargo accept", &second, json!({})).await;
    agree.expect("they accept the terms of the case they joined");
    let consent = world.case(&first).await.parties.into_values().next().expect("one").consent;
    assert_eq!(consent.state, ConsentState::Signatory);
    holds(&world).await;
}

async fn left(world: World) {
    let (id, secret) = confirmed(&world).await;
    let ctx = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let gone =
        world.perform(&ctx.actor, "case withdraw", &id, json!({})).await.expect("they leave");
    assert_eq!((gone.report, gone.resolution), (ReportState::Valid, None), "the case goes on");
    assert_eq!(gone.consent.state, ConsentState::Left);
    assert!(gone.clocks.values().any(|clock| clock.met_at.is_none()), "and so do its clocks");
    assert_eq!(refused_of(&world, &ctx.actor, "case withdraw", &id, json!({})).await, "r11");
    holds(&world).await;
}

async fn again(mut world: World) {
    let (id, secret) = reported(&world).await;
    done(&world, "triager", "case write", &id, json!({ "body": "We look." })).await;
    done(&world, "triager", "case invalidate", &id, json!({ "because": "no sign" })).await;
    let over = json!({ "resolution": "abandoned", "because": "no answer" });
    done(&world, "lead", "case close", &id, over.clone()).await;
    let before = world.case(&id).await;
    world.pass_days(20);
    let ctx = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let why = json!({ "because": "here is the missing script" });
    let case = world.perform(&ctx.actor, "case reopen", &id, why.clone()).await.expect("in time");
    assert_eq!((case.report, case.resolution), (ReportState::Received, None));
    assert_eq!(case.episodes.len(), 1);
    assert_eq!(case.episodes[0].clocks, before.clocks, "what was measured stays");
    assert_eq!(case.episodes[0].resolution, Some(Resolution::Abandoned));
    assert!(case.clocks["ack"].due.at > world.now && case.clocks["ack"].met_at.is_none());
    done(&world, "triager", "case invalidate", &id, json!({ "because": "still none" })).await;
    done(&world, "lead", "case close", &id, over).await;
    world.pass_days(91);
    let late = refused_of(&world, &ctx.actor, "case reopen", &id, why.clone()).await;
    assert_eq!(late, "handling.reopen_days");
    let case = done(&world, "triager", "case reopen", &id, why).await;
    assert_eq!(case.episodes.len(), 2, "the team at any time");
    holds(&world).await;
}

/// What is opened again is under terms as on its first day, by whomever, but not for ever.
async fn bound_again(mut world: World) {
    let (id, secret) = reported(&world).await;
    let ctx = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let why = json!({ "because": "here is the missing script" });
    let over = json!({ "resolution": "abandoned", "because": "no answer" });
    for turn in 1..=5 {
        done(&world, "triager", "case invalidate", &id, json!({ "because": "no sign" })).await;
        done(&world, "lead", "case close", &id, over.clone()).await;
        let before = world.case(&id).await.embargo;
        assert_eq!(before.state, EmbargoState::Exited);
        world.pass_days(1);
        let case = world.perform(&ctx.actor, "case reopen", &id, why.clone()).await.expect("again");
        assert_eq!(case.embargo.state, EmbargoState::Proposed, "turn {turn}");
        assert_eq!((case.consent.terms, case.embargo.past.last()), (None, before.terms.as_ref()));
        assert_eq!(
            refused(
                &world,
                "lead",
                "participant invite",
                &id,
                json!({
            "role": "vendor", "name": "Acme" })
            )
            .await,
            "K invite",
            "no terms hold"
        );
        let case = done(&world, "lead", "embargo accept", &id, json!({})).await;
        assert_eq!(case.embargo.state, EmbargoState::Active);
        assert_eq!(case.consent.state, ConsentState::Signatory);
    }
    done(&world, "triager", "case invalidate", &id, json!({ "because": "no sign" })).await;
    done(&world, "lead", "case close", &id, over).await;
    assert_eq!(refused_of(&world, &ctx.actor, "case reopen", &id, why.clone()).await, "r12");
    let case = done(&world, "lead", "case reopen", &id, why).await;
    assert_eq!(case.embargo.state, EmbargoState::Proposed, "the reporter is asked");
    world.perform(&ctx.actor, "embargo accept", &id, json!({})).await.expect("they accept");
    holds(&world).await;
}

/// A review binds what was recorded, also when its words are gone.
async fn words_gone(world: World) {
    let (id, _) = repaired(&world).await;
    let fix = world.case(&id).await.lines["v2"].fix.clone().expect("a fix");
    let events = world.events(&id).await;
    let ready = |event: &&domain::case::Event| event.fact.kind() == "fix-ready";
    let seq = events.iter().find(ready).expect("it was recorded").seq;
    let gone = json!({ "event": seq.to_string(), "because": "names a private repository" });
    done(&world, "lead", "case redact", &id, gone).await;
    let case = world.case(&id).await;
    let after = case.lines["v2"].fix.clone().expect("a fix");
    assert_eq!((after.digest, after.because), (fix.digest, None));
    assert!(after.reviewed_by.is_some() && !case.lines["v2"].lacks_fix(), "two people saw it");
    done(&world, "lead", "case note", &id, json!({ "body": "goes on" })).await;
    holds(&world).await;
}

async fn grave(world: World) {
    let (id, _) = reported(&world).await;
    done(&world, "triager", "case severity", &id, json!({ "severity": "high" })).await;
    let because = json!({ "because": "it cannot happen" });
    assert_eq!(refused(&world, "triager", "case invalidate", &id, because.clone()).await, "r4");
    let claim = json!({ "claim": { "attacker": "network", "effect": ["crash"], "flag": "yes" } });
    done(&world, "triager", "case judge", &id, claim).await;
    assert_eq!(refused(&world, "triager", "case invalidate", &id, because.clone()).await, "r4");
    let case = done(&world, "lead", "case invalidate", &id, because).await;
    assert_eq!(case.report, ReportState::Invalid, "two people looked");
    holds(&world).await;
}

/// Two people who say opposite things are not two who refuse, and rating it low first helps nobody.
async fn grave_alone(world: World) {
    let (id, _) = reported(&world).await;
    done(&world, "triager", "case severity", &id, json!({ "severity": "critical" })).await;
    let claim = json!({ "claim": { "attacker": "network", "effect": ["crash"], "flag": "no" } });
    let case = done(&world, "triager", "case judge", &id, claim).await;
    assert_eq!(case.judgement.expect("it is judged").verdict, "vulnerability");
    let because = json!({ "because": "I do not believe it" });
    assert_eq!(refused(&world, "lead", "case invalidate", &id, because.clone()).await, "r4");
    done(&world, "lead", "case severity", &id, json!({ "severity": "low" })).await;
    assert_eq!(refused(&world, "lead", "case invalidate", &id, because.clone()).await, "r4");
    let claim = json!({ "claim": { "attacker": "network", "effect": ["crash"], "flag": "yes" } });
    done(&world, "lead", "case judge", &id, claim).await;
    assert_eq!(refused(&world, "lead", "case invalidate", &id, because.clone()).await, "r4");
    done(&world, "triager", "case invalidate", &id, because).await;
    holds(&world).await;
}

async fn by_two(world: World) {
    let (id, secret) = reported(&world).await;
    let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
    done(&world, "triager", "case judge", &id, json!({ "claim": claim })).await;
    done(&world, "fixer", "release test", &id, json!({ "line": "v2" })).await;
    done(&world, "fixer", "release assess", &id, json!({ "line": "v2", "affected": "yes" })).await;
    done(&world, "triager", "case validate", &id, json!({})).await;
    done(&world, "triager", "case severity", &id, json!({ "severity": "high" })).await;
    assert_eq!(refused(&world, "lead", "case accept", &id, json!({})).await, "c.1");
    done(&world, "fixer", "release assess", &id, json!({ "line": "v3", "affected": "yes" })).await;
    done(&world, "lead", "case accept", &id, json!({})).await;
    let unknown = json!({ "line": "v3", "affected": "unknown" });
    assert_eq!(refused(&world, "fixer", "release assess", &id, unknown).await, "c.1");
    done(&world, "fixer", "release work", &id, json!({ "line": "v2" })).await;
    let fix = json!({ "line": "v2", "version": "2.9.8", "proof": "reproduced",
        "because": "ended before, goes on now" });
    let case = done(&world, "fixer", "release fix", &id, fix.clone()).await;
    assert!(case.lines["v2"].lacks_fix(), "nobody else has looked");
    let seen = case.lines["v2"].fix.as_ref().expect("a fix").digest.to_string();
    let good = json!({ "line": "v2", "fix": seen, "verdict": "good" });
    let own = world.perform(&world.actor("fixer"), "release review", &id, good.clone()).await;
    assert!(own.is_err(), "a fixer reviews nothing");
    let other = json!({ "line": "v2", "version": "2.9.9", "proof": "exception",
        "because": "no machine for it" });
    done(&world, "lead", "release fix", &id, other).await;
    assert_eq!(refused(&world, "reviewer", "release review", &id, good).await, "I10");
    let case = world.case(&id).await;
    let mine = case.lines["v2"].fix.as_ref().expect("a fix").digest.to_string();
    let mine = json!({ "line": "v2", "fix": mine, "verdict": "good" });
    assert_eq!(refused(&world, "lead", "release review", &id, mine).await, "I10");
    assert!(!world.review(&id, "reviewer", "v2", "good").await.lines["v2"].lacks_fix());
    assert_eq!(Phase::of(&world.case(&id).await), Phase::Fixing, "v3 is owed one (c.2)");
    let none = json!({ "line": "v3", "because": "it ends this month" });
    let case = done(&world, "fixer", "release decline", &id, none).await;
    assert_eq!(Phase::of(&case), Phase::FixReady);
    done(&world, "lead", "case retest", &id, json!({})).await;
    let ctx = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let still = json!({ "helps": "no", "because": "three headers do it" });
    let case = world.perform(&ctx.actor, "case tried", &id, still).await.expect("they tried");
    assert!(case.lines["v2"].fix.is_none() && case.lines["v2"].in_work.is_some(), "r13");
    assert_eq!(Phase::of(&case), Phase::Fixing);
    world.fix(&id, ("fixer", "reviewer"), "v2", "2.9.10").await;
    let wanting = world.fix(&id, ("fixer", "reviewer"), "v2", "2.9.11").await;
    assert!(!wanting.lines["v2"].lacks_fix());
    holds(&world).await;
}

async fn recused(world: World) {
    let (id, _) = repaired(&world).await;
    let Actor::Person { account, .. } = world.actor("triager") else { panic!("a person") };
    let out = json!({ "account": account.to_string(), "because": "works for the reporter" });
    done(&world, "lead", "case recuse", &id, out.clone()).await;
    let triager = world.ctx(&world.actor("triager"));
    let nothing = CaseId::from_chance([9; 16]);
    for id in [&id, &nothing] {
        let read = show(&triager, id).await.map(|shown| shown.case.version);
        assert_eq!(read, Err(app::Error::NotThere), "404, as for no case at all");
        let note = json!({ "body": "x" });
        let wrote = world.perform(&triager.actor, "case note", id, note).await;
        assert_eq!(wrote.map(|case| case.version), Err(app::Error::NotThere));
    }
    let listed = async |login: &str| {
        let ctx = world.ctx(&world.actor(login));
        list(&ctx, &CaseFilter::default(), None, 50).await.expect("a page").rows.len()
    };
    assert_eq!((listed("triager").await, listed("lead").await), (0, 1), "nor in any list");
    assert_eq!(refused(&world, "lead", "case recuse", &id, out.clone()).await, "I11");
    let Actor::Person { account, .. } = world.actor("lead") else { panic!("a person") };
    let handler = json!({ "account": account.to_string(), "because": "a friend" });
    assert_eq!(refused(&world, "fixer", "case recuse", &id, handler).await, "I11");
    done(&world, "lead", "case readmit", &id, out).await;
    assert_eq!(listed("triager").await, 1);
    holds(&world).await;
}

/// Others are kept out by a lead, and who may take the case stays.
async fn locked_out(world: World) {
    let (id, _) = reported(&world).await;
    let account = |login: &str| match world.actor(login) {
        Actor::Person { account, .. } => account.to_string(),
        other => panic!("a person: {other:?}"),
    };
    let out = |login: &str| json!({ "account": account(login), "because": "a friend" });
    for who in ["fixer", "triager", "reviewer"] {
        assert_eq!(refused(&world, who, "case recuse", &id, out("lead")).await, "I11", "{who}");
    }
    let own = json!({ "because": "a friend of mine" });
    done(&world, "fixer", "case recuse", &id, own.clone()).await;
    let may_take = async || {
        let accounts = world.app.store.accounts().await.expect("accounts");
        let out = world.case(&id).await.recused;
        let in_time = accounts.into_iter().filter(|one| one.active && !out.contains(&one.id));
        let takes = |roles: &std::collections::BTreeSet<String>| {
            let all = &world.app.policy.roles.0;
            roles.iter().any(|id| all[id].may.contains(&Action::TakeCase))
        };
        in_time.filter(|one| takes(&one.roles)).map(|one| one.id.to_string()).collect::<Vec<_>>()
    };
    let lead = account("lead");
    for other in may_take().await.into_iter().filter(|one| *one != lead) {
        let out = json!({ "account": other, "because": "a friend" });
        done(&world, "lead", "case recuse", &id, out).await;
    }
    assert_eq!(may_take().await, [lead]);
    assert_eq!(refused(&world, "lead", "case recuse", &id, own).await, "I11", "the last one");
    assert_eq!(world.case(&id).await.report, ReportState::Received);
    holds(&world).await;
}

/// Nobody answers for a month: a case of one reporter ends, one that concerns others goes on.
async fn silent(mut world: World) {
    let (plain, _) = reported(&world).await;
    let (said, _) = reported(&world).await;
    let (first, _) = reported(&world).await;
    let (second, _) = reported(&world).await;
    let ask = json!({ "body": "Which version?" });
    for id in [&plain, &said, &first] {
        done(&world, "triager", "case ask", id, ask.clone()).await;
    }
    let alleged = json!({ "what": "attacks", "source": "a log" });
    done(&world, "lead", "world allege", &said, alleged).await;
    let of = json!({ "of": first.to_string(), "because": "the same bug" });
    done(&world, "lead", "case duplicate", &second, of).await;
    world.pass_days(31);
    world.drain().await.expect("timers go off");
    assert_eq!(world.case(&plain).await.resolution, Some(Resolution::Abandoned));
    for id in [&said, &first] {
        assert_eq!(world.case(id).await.report, ReportState::NeedsInfo);
    }
    holds(&world).await;
}

async fn one_by_one(world: World) {
    let names = |login: &str| {
        let verbs = bulk_verbs(&world.ctx(&world.actor(login)));
        verbs.iter().map(|verb| format!("{} {}", verb.group, verb.name)).collect::<Vec<_>>()
    };
    let lead = names("lead");
    assert!(lead.iter().any(|verb| verb == "case close"), "{lead:?}");
    for one in [
        "advisory approve",
        "advisory publish",
        "case readmit",
        "case recuse",
        "embargo confirm",
        "release review",
        "world confirm",
        "world second",
    ] {
        let (group, name) = one.split_once(' ').expect("two words");
        assert!(app::find_verb(group, name).is_some(), "{one} is a verb");
        assert!(!lead.iter().any(|verb| verb == one), "{one} is for one case at a time");
    }
}

#[tokio::test]
async fn a_report_is_put_off_and_taken_up_again() {
    println!("{}", everywhere(put_off).await);
}

#[tokio::test]
async fn s07_a_second_reporter_is_joined_and_neither_sees_the_other() {
    println!("{}", everywhere(twice).await);
}

#[tokio::test]
async fn whoever_withdraws_after_the_confirmation_leaves_and_the_case_goes_on() {
    println!("{}", everywhere(left).await);
}

#[tokio::test]
async fn a_closed_report_begins_again_with_its_earlier_life_as_it_was() {
    println!("{}", everywhere(again).await);
}

#[tokio::test]
async fn a_closed_report_that_begins_again_is_under_terms_again() {
    println!("{}", everywhere(bound_again).await);
}

#[tokio::test]
async fn a_reviewed_fix_stays_so_when_its_words_are_erased() {
    println!("{}", everywhere(words_gone).await);
}

#[tokio::test]
async fn a_report_rated_high_is_refused_by_two_people() {
    println!("{}", everywhere(grave).await);
}

#[tokio::test]
async fn what_was_ever_rated_high_is_refused_by_a_judgement_and_another_person() {
    println!("{}", everywhere(grave_alone).await);
}

#[tokio::test]
async fn nobody_locks_the_team_out_of_a_case() {
    println!("{}", everywhere(locked_out).await);
}

#[tokio::test]
async fn silence_closes_no_case_that_concerns_others() {
    println!("{}", everywhere(silent).await);
}

#[tokio::test]
async fn second_people_look_at_one_case_at_a_time() {
    println!("{}", everywhere(one_by_one).await);
}

#[tokio::test]
async fn a_fix_counts_when_two_people_have_seen_it() {
    println!("{}", everywhere(by_two).await);
}

#[tokio::test]
async fn whoever_has_no_part_in_a_case_neither_reads_nor_acts_in_it() {
    println!("{}", everywhere(recused).await);
}
