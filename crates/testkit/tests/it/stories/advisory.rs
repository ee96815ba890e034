//! Approval binds every public word, and nobody approves their own.

use crate::place::everywhere;
use crate::told::{approval, approved, done, free, in_review, refused, repaired, text};
use domain::advisory::AdvisoryState;
use domain::embargo::candidate;
use domain::words::CaseId;
use serde_json::{Value, json};
use testkit::World;

async fn author(world: World) {
    let (id, _) = repaired(&world).await;
    done(&world, "lead", "advisory write", &id, text("Two headers")).await;
    done(&world, "publisher", "advisory request", &id, json!({})).await;
    let digest = approval(&world, &id).await;
    let own = refused(&world, "lead", "advisory approve", &id, digest.clone()).await;
    assert!(own.starts_with("not allowed: second person"), "{own}");
    let publisher = refused(&world, "publisher", "advisory approve", &id, digest.clone()).await;
    assert!(publisher.starts_with("not allowed: no role"), "{publisher}");
    done(&world, "founder", "advisory approve", &id, digest).await;
}

#[tokio::test]
async fn an_author_cannot_approve() {
    println!("{}", everywhere(author).await);
}

/// Severity and lines are public words too: who set them last and asks is no second person.
async fn asker(world: World) {
    let (id, _) = in_review(&world).await;
    done(&world, "lead", "case severity", &id, json!({ "severity": "none" })).await;
    done(&world, "lead", "advisory request", &id, json!({})).await;
    let digest = approval(&world, &id).await;
    let own = refused(&world, "lead", "advisory approve", &id, digest.clone()).await;
    assert!(own.starts_with("not allowed: second person"), "{own}");
    done(&world, "reviewer", "advisory approve", &id, digest).await;
}

#[tokio::test]
async fn who_asks_for_an_approval_cannot_give_it() {
    println!("{}", everywhere(asker).await);
}

async fn seen(world: World) {
    let (id, _) = in_review(&world).await;
    let other = json!({ "digest": "0".repeat(64) });
    assert_eq!(refused(&world, "reviewer", "advisory approve", &id, other).await, "I10");
}

#[tokio::test]
async fn an_approval_of_something_else_is_refused() {
    println!("{}", everywhere(seen).await);
}

async fn state(world: &World, id: &CaseId) -> AdvisoryState {
    let case = world.case(id).await;
    let digest = candidate(&case, &world.app.policy).ok().map(|one| one.digest());
    AdvisoryState::of(&case, digest)
}

/// Every public word, changed after the approval.
async fn changed(world: World) {
    let changes: [(&str, &str, Value); 5] = [
        (
            "fixer",
            "release fix",
            json!({ "line": "v2", "version": "2.9.9",
            "proof": "exception", "because": "no machine" }),
        ),
        ("triager", "case severity", json!({ "severity": "low" })),
        ("publisher", "advisory write", text("Two headers end the process.")),
        (
            "fixer",
            "release assess",
            json!({ "line": "v2", "affected": "yes", "introduced": "2.6.0" }),
        ),
        (
            "fixer",
            "release assess",
            json!({
                "line": "v3", "affected": "no", "justification": "component_not_present",
            }),
        ),
    ];
    for (login, verb, given) in changes {
        let (id, _) = approved(&world).await;
        free(&world, &id).await;
        assert_eq!(state(&world, &id).await, AdvisoryState::Approved);
        done(&world, login, verb, &id, given).await;
        assert_eq!(state(&world, &id).await, AdvisoryState::Draft, "after {verb}");
        let rule = refused(&world, "publisher", "advisory publish", &id, json!({})).await;
        let unseen = verb == "release fix";
        assert_eq!(rule, if unseen { "completeness" } else { "moves advisory" }, "after {verb}");
        if unseen {
            world.review(&id, "reviewer", "v2", "good").await;
        }
        done(&world, "publisher", "advisory request", &id, json!({})).await;
        done(&world, "reviewer", "advisory approve", &id, approval(&world, &id).await).await;
        done(&world, "publisher", "advisory publish", &id, json!({})).await;
    }
    assert_eq!(world.truth().last_number().await, Ok(Some(5)));
}

#[tokio::test]
async fn any_change_of_a_public_word_voids_the_approval() {
    println!("{}", everywhere(changed).await);
}

async fn lacks(world: World) {
    let (id, _) = repaired(&world).await;
    let none = refused(&world, "publisher", "advisory request", &id, json!({})).await;
    assert_eq!(none, "completeness");
    let unknown = json!({ "line": "v3", "affected": "unknown" });
    assert_eq!(refused(&world, "fixer", "release assess", &id, unknown).await, "c.1");
}

#[tokio::test]
async fn every_supported_line_is_assessed_before_anything_is_public() {
    println!("{}", everywhere(lacks).await);
}

async fn closed(world: World) {
    let (id, _) = approved(&world).await;
    free(&world, &id).await;
    let over = json!({ "resolution": "wont-fix", "because": "we stop making it" });
    done(&world, "lead", "case close", &id, over).await;
    assert_eq!(
        refused(&world, "publisher", "advisory publish", &id, json!({})).await,
        "moves report"
    );
    assert_eq!(world.truth().last_number().await, Ok(None));
}

#[tokio::test]
async fn a_case_that_was_closed_unpublished_stays_so() {
    println!("{}", everywhere(closed).await);
}
