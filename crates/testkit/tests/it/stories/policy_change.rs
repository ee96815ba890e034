//! A policy changes: which open cases and past decisions that would touch is said, and nothing is
//! decided again.

use crate::place::everywhere;
use crate::told::{done, reported};
use app::Ctx;
use app::triage::{Touched, touched};
use domain::access::Actor;
use domain::policy::{Policy, read};
use domain::triage::Bench;
use domain::words::CaseId;
use serde_json::{Value, json};
use testkit::World;

/// Acme, with one piece of one file put in place of another.
fn edited(file: &str, from: &str, to: &str) -> Policy {
    let mut files = testkit::files();
    let text = String::from_utf8(files[file].clone()).expect("text");
    assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
    files.insert(file.to_owned(), text.replace(from, to).into_bytes());
    let (policy, complaints) = read(&files);
    policy.unwrap_or_else(|| panic!("{complaints:?}"))
}

/// Experiments count from now on.
fn proposal() -> Policy {
    edited("threat/EXP-1.toml", "since = 2024-01-01", "since = 2024-01-01\nuntil = 2026-01-01")
}

async fn judged(world: &World, claim: Value) -> CaseId {
    let (id, _) = reported(world).await;
    done(world, "triager", "case judge", &id, json!({ "claim": claim })).await;
    id
}

async fn found(world: &World, old: &Policy, new: &Policy) -> Touched {
    let ctx = Ctx::new(&world.app, Actor::System, world.now);
    let (old, new): (Bench<'_>, Bench<'_>) = ((old, world.now), (new, world.now));
    let mut heard = Vec::new();
    let mut progress = |cases: u64| heard.push(cases);
    let found = touched(&ctx, old, new, &mut progress).await.expect("the cases are read");
    assert_eq!(heard.last(), Some(&found.cases), "progress is told");
    found
}

fn listed(found: &Touched) -> Vec<(CaseId, bool, String)> {
    found.touched.iter().map(|one| (one.id.clone(), one.past, one.shift.says.clone())).collect()
}

async fn changed(world: World) {
    let flag = json!({ "attacker": "network", "effect": ["crash"], "flag": "yes" });
    let open = judged(&world, flag.clone()).await;
    let past = judged(&world, flag).await;
    let why = json!({ "because": "It is an experiment." });
    done(&world, "triager", "case invalidate", &past, why).await;
    let how = json!({ "resolution": "not-a-vulnerability", "because": "An experiment." });
    done(&world, "lead", "case close", &past, how).await;
    let local = json!({ "attacker": "local", "effect": ["read"], "flag": "no" });
    let other = judged(&world, local).await;
    reported(&world).await;
    let before = world.case(&open).await;

    let (old, new) = (testkit::policy(), proposal());
    let same = found(&world, &old, &old).await;
    assert_eq!((same.cases, same.judged, same.touched.len()), (4, 3, 0));
    let would = found(&world, &old, &new).await;
    let says = "normal-bug → vulnerability; cites IN-2, WHY-1 instead of EXP-1; CVE id yes instead \
                of no";
    let expected = [(open.clone(), false, says.to_owned()), (past, true, says.to_owned())];
    assert_eq!(listed(&would), expected);
    assert_eq!((would.judged, would.elsewhere.len()), (3, 0));
    assert_eq!(world.case(&open).await, before, "nothing is written");

    // Both say otherwise than what is recorded: this change is not why.
    let drift = found(&world, &new, &new).await;
    assert_eq!((drift.touched.len(), drift.elsewhere.len()), (0, 2));
    let softer = edited("threat/LOC-1.toml", "\"hardening\"", "\"normal-bug\"");
    let would = found(&world, &old, &softer).await;
    assert_eq!(listed(&would), [(other, false, "hardening → normal-bug".to_owned())]);
}

#[tokio::test]
async fn a_changed_policy_names_the_cases_it_would_touch_and_touches_none() {
    println!("{}", everywhere(changed).await);
}

async fn bounty(world: World) {
    let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
    judged(&world, claim).await;
    let with = |until: &str| {
        let bounty = format!("[bounty]\nsays = \"Money.\"\n{until}\n[advisory]");
        edited("policy.toml", "[advisory]", &bounty)
    };
    let day = |days: i64| {
        let at = world.now + jiff::SignedDuration::from_hours(24 * days);
        format!("until = {}", at.to_zoned(jiff::tz::TimeZone::UTC).date())
    };
    let (on, struck) = (with(""), testkit::policy());
    let (later, before) = (with(&day(1)), with(&day(-1)));
    let ctx = Ctx::new(&world.app, Actor::System, world.now);
    let after = world.now + jiff::SignedDuration::from_hours(48);
    let mut count = Vec::new();
    for new in [&later, &before, &struck] {
        let found = touched(&ctx, (&on, after), (new, after), &mut |_| ()).await;
        count.push(found.expect("the cases are read").touched.len());
    }
    assert_eq!(count, [0, 1, 1], "what was received before a bounty ends keeps it");
}

#[tokio::test]
async fn a_bounty_that_ends_leaves_earlier_reports_alone() {
    println!("{}", everywhere(bounty).await);
}

async fn private(world: World) {
    judged(&world, json!({ "attacker": "network", "effect": ["crash"], "flag": "yes" })).await;
    let (old, new) = (testkit::policy(), proposal());
    for login in ["admin", "auditor"] {
        let ctx = world.ctx(&world.actor(login));
        let refused = touched(&ctx, (&old, world.now), (&new, world.now), &mut |_| ()).await;
        assert!(refused.is_err(), "{login} learns nothing of cases");
    }
}

#[tokio::test]
async fn who_may_not_see_cases_is_not_told_which_would_be_touched() {
    println!("{}", everywhere(private).await);
}
