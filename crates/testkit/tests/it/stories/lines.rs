//! Release lines at their end of life: assumed to be affected, until somebody says otherwise.

use crate::place::everywhere;
use crate::told::{approval, approved, done, free, published, refused};
use serde_json::{Value, json};
use testkit::World;

async fn record(world: &World) -> Value {
    let row = world.truth().publication("ACME-2026-1").await.expect("the database reads");
    serde_json::from_str(&row.expect("it is public").record).expect("a record is JSON")
}

async fn correct(world: &World, id: &domain::words::CaseId) {
    done(world, "publisher", "advisory request", id, json!({})).await;
    done(world, "reviewer", "advisory approve", id, approval(world, id).await).await;
    done(world, "publisher", "advisory publish", id, json!({})).await;
}

async fn assumed_then_known(world: World) {
    let (id, _) = published(&world).await;
    let assumed = json!([{
        "line": "1.x", "introduced": "1.0.0", "end": "2025-04-01", "status": "assumed-affected",
    }]);
    assert_eq!(record(&world).await["ended"], assumed);

    let since = json!({ "line": "v1", "affected": "yes", "introduced": "1.4.0" });
    done(&world, "fixer", "release assess", &id, since).await;
    assert_eq!(record(&world).await["ended"], assumed, "what is public stands");
    correct(&world, &id).await;
    let verified = json!([{
        "line": "1.x", "introduced": "1.4.0", "end": "2025-04-01", "status": "affected",
    }]);
    assert_eq!(record(&world).await["ended"], verified, "no fix is owed for it");

    let why = json!({ "line": "v1", "affected": "no", "justification": "component_not_present" });
    done(&world, "fixer", "release assess", &id, why).await;
    correct(&world, &id).await;
    assert_eq!(record(&world).await["ended"], Value::Null);

    // This is what was approved first, to the letter; the approval still names it.
    let unknown = json!({ "line": "v1", "affected": "unknown" });
    done(&world, "fixer", "release assess", &id, unknown).await;
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
    assert_eq!(record(&world).await["ended"], assumed, "nobody says anything any more");
}

#[tokio::test]
async fn a_line_at_its_end_of_life_is_assumed_affected_until_somebody_knows() {
    println!("{}", everywhere(assumed_then_known).await);
}

async fn stated_before_approval(world: World) {
    let (id, _) = approved(&world).await;
    free(&world, &id).await;
    let why = json!({ "line": "v1", "affected": "no", "justification": "component_not_present" });
    for said in [json!({ "line": "v1", "affected": "yes" }), why] {
        done(&world, "fixer", "release assess", &id, said).await;
        let rule = refused(&world, "publisher", "advisory publish", &id, json!({})).await;
        assert_eq!(rule, "moves advisory", "a statement is a public word and needs its approval");
    }
}

#[tokio::test]
async fn a_statement_about_an_ended_line_voids_the_approval() {
    println!("{}", everywhere(stated_before_approval).await);
}
