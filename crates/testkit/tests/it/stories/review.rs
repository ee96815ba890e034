//! The policy changes: what was judged is compared once, people are asked to look, nothing is decided
//! again by itself; the policy at receipt keeps its word; decided cases guide the next one.

use crate::place::everywhere;
use crate::told::{confirmed, done, refused, reported, with_areas};
use app::triage::{near, reviews};
use domain::case::{Fact, Phase, ReportState};
use domain::triage::{VerdictKind, current_claim};
use serde_json::json;
use testkit::{CRASHES_ARE_BUGS, Watch, World, files, files_with};

async fn changed(mut world: World) {
    world.change_policy(&files()).await;
    world.drain().await.expect("jobs are done");
    let (id, _) = confirmed(&world).await;
    let (open, _) = reported(&world).await;
    let lead = world.ctx(&world.actor("lead"));
    assert!(reviews(&lead, 10).await.expect("read").is_empty());

    world.change_policy(&files_with(&[CRASHES_ARE_BUGS])).await;
    let before = world.links(&id).await.len();
    world.drain().await.expect("jobs are done");
    let lead = world.ctx(&world.actor("lead"));
    let waiting = reviews(&lead, 10).await.expect("read");
    assert_eq!(waiting.iter().map(|case| &case.id).collect::<Vec<_>>(), [&id]);
    let case = &waiting[0];
    assert_eq!(case.report, ReportState::Valid, "nothing was decided again");
    assert_eq!(Phase::of(case), Phase::of(&done_nothing(&world, &id).await));
    let review = case.review.as_ref().expect("a review is open");
    assert_eq!((review.verdict.as_str(), review.rules[0].as_str()), ("normal-bug", "CRASHES"));
    assert_eq!(world.links(&id).await.len(), before + 1);

    // The same policy again, and a crash in between, ask nobody twice.
    world.change_policy(&files_with(&[CRASHES_ARE_BUGS])).await;
    world.drain().await.expect("jobs are done");
    assert_eq!(world.links(&id).await.len(), before + 1);

    // A report that came in before is judged by both, and the difference needs a reason.
    let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
    let case = done(&world, "triager", "case judge", &open, json!({ "claim": claim })).await;
    let judged = case.judgement.as_ref().expect("it was judged");
    assert_eq!(judged.verdict, "normal-bug");
    assert_eq!(judged.at_receipt.as_ref().map(|then| then.verdict.as_str()), Some("vulnerability"));
    assert_eq!(refused(&world, "triager", "case invalidate", &open, json!({})).await, "r4 r5");
    let because = json!({ "because": "The reporter agreed that it is a plain crash." });
    done(&world, "triager", "case invalidate", &open, because).await;

    // The first decision stands for its report, and guides nobody any more.
    let given = json!({ "outcome": "reversed", "because": "Crashes are bugs now." });
    let case = done(&world, "triager", "case review", &id, given).await;
    assert!(case.review.is_none());
    assert_eq!(case.report, ReportState::Valid);
    assert_eq!(case.reversed.as_ref().map(|reversed| reversed.by.as_str()), Some("CRASHES"));
    assert!(reviews(&lead, 10).await.expect("read").is_empty());
    let again = json!({ "outcome": "stands", "because": "x" });
    assert_eq!(refused(&world, "triager", "case review", &id, again).await, "review");

    Watch::default().everything(&world).await.expect("the journal holds");
}

async fn done_nothing(world: &World, id: &domain::words::CaseId) -> domain::case::Case {
    let events = world.events(id).await;
    let events: Vec<_> =
        events.into_iter().filter(|e| !matches!(e.fact, Fact::ReviewOpened { .. })).collect();
    domain::case::fold(id, &events).expect("a case")
}

#[tokio::test]
async fn a_changed_policy_asks_people_and_decides_nothing() {
    println!("{}", everywhere(changed).await);
}

async fn guided(mut world: World) {
    world.change_policy(&with_areas()).await;
    let (id, _) = reported(&world).await;
    let claim =
        json!({ "attacker": "network", "effect": ["crash"], "flag": "no", "cwe": ["CWE-79"] });
    done(&world, "triager", "case judge", &id, json!({ "claim": claim })).await;
    let lead = world.ctx(&world.actor("lead"));
    let asked = current_claim(&done(&world, "triager", "case judge", &id, json!({})).await);
    let found = near(&lead, None, &asked, &[]).await.expect("read");
    assert!(found.is_empty(), "nothing was decided yet");
    let because = json!({ "because": "A person saw it otherwise." });
    done(&world, "triager", "case invalidate", &id, because).await;
    let found = near(&lead, None, &asked, &[]).await.expect("read");
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].verdict, &found[0].shares),
        (VerdictKind::NormalBug, &vec!["CWE-79".to_owned()])
    );
    assert_eq!(found[0].departs.as_deref(), Some("A person saw it otherwise."));
    assert!(near(&lead, Some(&id), &asked, &[]).await.expect("read").is_empty(), "not itself");
    let outsider = world.ctx(&domain::access::Actor::Anonymous);
    assert!(near(&outsider, None, &asked, &[]).await.expect("read").is_empty(), "nor for anybody");
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn a_decided_case_guides_those_who_may_read_it() {
    println!("{}", everywhere(guided).await);
}
