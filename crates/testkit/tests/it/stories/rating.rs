//! How bad it is: a rating other than its vector's has a reason, and what does not fit is never silent.

use crate::place::everywhere;
use crate::told::{done, refused, reported};
use app::case::show;
use domain::access::Actor;
use domain::advisory::Severity;
use serde_json::json;
use testkit::{Watch, World};

const HALTS: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";

async fn rated(world: World) {
    let (id, secret) = reported(&world).await;
    let says = async || {
        let shown = show(&world.ctx(&world.actor("lead")), &id).await.expect("the case");
        let says: Vec<String> =
            shown.rating.findings.iter().map(|one| format!("{}: {one}", one.rule())).collect();
        (shown.case.severity_because, says)
    };
    assert_eq!(says().await, (None, vec![]), "not rated yet");
    let illegal = json!({ "severity": "high", "vector": "CVSS:3.1/AV:N" });
    assert_eq!(refused(&world, "triager", "case severity", &id, illegal).await, "severity");
    let other = json!({ "severity": "low", "vector": HALTS, "because": " " });
    assert_eq!(refused(&world, "triager", "case severity", &id, other).await, "severity");
    let because = "Only with a flag, a canary reads it.";
    let other = json!({ "severity": "low", "vector": HALTS, "because": because });
    let case = done(&world, "triager", "case severity", &id, other).await;
    assert_eq!(case.severity, Some(Severity::Low));
    let (reason, found) = says().await;
    assert_eq!(reason.as_deref(), Some(because));
    let sentence = "rating-differs: the severity is low; the vector scores 7.5, which is high";
    assert_eq!(found, [sentence]);
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    let seen = show(&reporter, &id).await.expect("their own case");
    assert_eq!(seen.case.severity_because, None, "why is the team's");
    assert_eq!(seen.rating, app::case::Rating::default(), "and so is what does not fit");
    done(&world, "triager", "case severity", &id, json!({ "severity": "high", "vector": HALTS }))
        .await;
    assert_eq!(says().await, (None, vec![]), "all fits");
    done(&world, "triager", "case severity", &id, json!({ "severity": "high" })).await;
    let sentence = "severity-without-vector: the severity is high and no vector shows why";
    assert_eq!(says().await.1, [sentence]);
    Watch::default().everything(&world).await.expect("the journal holds");
}

async fn modified(world: World) {
    let (id, _) = reported(&world).await;
    let facts = json!({ "claim": { "flag": "yes" } });
    done(&world, "triager", "case judge", &id, facts).await;
    let lower = json!({ "severity": "low", "vector": HALTS });
    assert_eq!(refused(&world, "triager", "case severity", &id, lower).await, "severity");
    let medium = json!({ "severity": "medium", "vector": HALTS });
    done(&world, "triager", "case severity", &id, medium).await;
    let shown = show(&world.ctx(&world.actor("lead")), &id).await.expect("the case");
    let suggestion = shown.rating.suggestion.expect("a vector gives a suggestion");
    assert_eq!((suggestion.from, suggestion.severity), (Severity::High, Severity::Medium));
    assert_eq!(suggestion.steps[0].modifier, "S-FLAG");
    assert_eq!(shown.rating.findings[0].rule(), "rating-differs", "and yet it is never silent");
}

#[tokio::test]
async fn a_modifier_of_the_policy_is_a_reason() {
    println!("{}", everywhere(modified).await);
}

#[tokio::test]
async fn a_rating_that_its_vector_does_not_bear_out_has_a_reason_and_is_shown() {
    println!("{}", everywhere(rated).await);
}
