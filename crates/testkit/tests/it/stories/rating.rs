//! How bad it is: a rating other than its vector's has a reason, and what does not fit is never silent.

use crate::place::everywhere;
use crate::told::{done, refused, reported};
use app::case::show;
use domain::access::Actor;
use domain::advisory::Severity;
use domain::triage::severity_findings;
use serde_json::json;
use testkit::{Watch, World};

const HALTS: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";

async fn rated(world: World) {
    let (id, secret) = reported(&world).await;
    let says = async || {
        let shown = show(&world.ctx(&world.actor("lead")), &id).await.expect("the case");
        let found = severity_findings(&shown.case);
        let says: Vec<String> = found.iter().map(|one| format!("{}: {one}", one.rule())).collect();
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
    done(&world, "triager", "case severity", &id, json!({ "severity": "high", "vector": HALTS }))
        .await;
    assert_eq!(says().await, (None, vec![]), "all fits");
    done(&world, "triager", "case severity", &id, json!({ "severity": "high" })).await;
    let sentence = "severity-without-vector: the severity is high and no vector shows why";
    assert_eq!(says().await.1, [sentence]);
    Watch::default().everything(&world).await.expect("the journal holds");
}

#[tokio::test]
async fn a_rating_that_its_vector_does_not_bear_out_has_a_reason_and_is_shown() {
    println!("{}", everywhere(rated).await);
}
