//! One report from the first message to the public record.

use crate::place::everywhere;
use crate::told::{approval, confirmed, count, done, free, kinds, published, text};
use app::jobs::Ran;
use domain::access::Actor;
use domain::case::Phase;
use serde_json::json;
use std::collections::BTreeSet;
use testkit::{Watch, World};

async fn from_report_to_record(mut world: World) {
    let (id, secret) = confirmed(&world).await;
    let reporter = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
    done(&world, "triager", "case write", &id, json!({ "body": "thank you, we see it" })).await;
    done(&world, "triager", "case severity", &id, json!({ "severity": "critical" })).await;
    assert_eq!(Phase::of(&world.case(&id).await), Phase::Prioritising);
    done(&world, "lead", "case accept", &id, json!({})).await;
    world.fix(&id, ("fixer", "reviewer"), "v2", "2.9.8").await;
    world.fix(&id, ("fixer", "reviewer"), "v3", "3.4.2").await;
    assert_eq!(Phase::of(&world.case(&id).await), Phase::FixReady);
    done(&world, "publisher", "advisory write", &id, text("Two headers end it")).await;
    done(&world, "publisher", "advisory request", &id, json!({})).await;
    done(&world, "reviewer", "advisory approve", &id, approval(&world, &id).await).await;
    world.pass_days(10);
    free(&world, &id).await;
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
    let seen = app::case::show(&reporter, &id).await.expect("the reporter still sees it");
    assert_eq!(seen.phase, Phase::Published);

    let mut ran = world.drain().await.expect("jobs are done");
    let timed = |ran: &Ran| match ran {
        Ran::Done(key) => {
            ["timer/", "notice/", "arrivals/"].iter().any(|kind| key.starts_with(kind))
        }
        _ => false,
    };
    ran.retain(|ran| !timed(ran));
    assert_eq!(ran.len(), 3, "the files and two lists: {ran:?}");
    assert!(ran.iter().all(|ran| matches!(ran, Ran::Done(_))), "{ran:?}");
    assert_eq!(world.drain().await, Ok(Vec::new()));
    let lists: BTreeSet<String> =
        world.spool.sent().into_iter().map(|sent| sent.announcement.to).collect();
    let wanted = ["announce@lists.acme.example", "packagers@lists.acme.example"];
    assert_eq!(lists, wanted.map(str::to_owned).into());

    let everybody = world.ctx(&Actor::Anonymous);
    let public = app::advisory::public_advisory(&everybody, "ACME-2026-1").await.expect("public");
    let public = public.get();
    assert_eq!((public.edition, public.lines.len()), (1, 2));
    assert_eq!(public.lines[0].introduced, "2.7.0");
    assert_eq!(public.lines[1].fixed, "3.4.2");
    done(&world, "lead", "case close", &id, json!({ "resolution": "resolved" })).await;
    assert_eq!(kinds(&world, &id).await.last().map(String::as_str), Some("closed"));
    world.pass_days(200);
    world.drain().await.expect("timers find nothing to do");
    assert_eq!(count(&world, &id, "embargo-expired").await, 0);
    Watch::default().at_rest(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn a_report_becomes_a_public_record() {
    println!("{}", everywhere(from_report_to_record).await);
}

async fn corrected(world: World) {
    let (id, _) = published(&world).await;
    done(&world, "lead", "advisory write", &id, text("Two headers end the process, and so")).await;
    done(&world, "lead", "advisory request", &id, json!({})).await;
    done(&world, "reviewer", "advisory approve", &id, approval(&world, &id).await).await;
    done(&world, "publisher", "advisory publish", &id, json!({})).await;
    world.drain().await.expect("jobs are done");
    let row = world
        .truth()
        .publication("ACME-2026-1")
        .await
        .expect("the database reads")
        .expect("it is there");
    assert_eq!((row.number, row.edition), (1, 2));
    assert_eq!(world.spool.sent().len(), 4);
    assert_eq!(world.truth().last_number().await, Ok(Some(1)));
}

#[tokio::test]
async fn a_correction_is_the_next_edition_of_the_same_advisory() {
    println!("{}", everywhere(corrected).await);
}
