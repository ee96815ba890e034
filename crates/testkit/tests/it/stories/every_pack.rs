//! The same steps, from report to record, under the rules of every project whose pack is shipped:
//! nothing but the pack says whose they are.

use crate::told::{approval, done, free, text};
use domain::access::Actor;
use domain::case::Phase;
use domain::policy::Policy;
use domain::triage::{Claim, VerdictKind, judge};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use testkit::{Watch, World, draft};

fn walk(folder: &Path, under: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, std::fs::read(entry.path()).expect("a file"));
        }
    }
}

/// Every shipped pack, by the name of its folder.
fn packs() -> BTreeMap<String, Arc<Policy>> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut packs = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the packs").flatten() {
        if !entry.path().is_dir() {
            continue;
        }
        let mut files = BTreeMap::new();
        walk(&entry.path(), "", &mut files);
        let name = entry.file_name().to_string_lossy().into_owned();
        let (policy, complaints) = domain::policy::read(&files);
        let policy = policy.unwrap_or_else(|| panic!("{name}: {complaints:?}"));
        packs.insert(name, Arc::new(policy));
    }
    packs
}

/// The facts of the first example that the pack itself takes for a vulnerability now.
fn vulnerable(world: &World) -> Claim {
    let policy = &world.app.policy;
    let examples = policy.clauses.iter().flat_map(|clause| &clause.examples);
    let found = examples
        .map(|example| &example.claim)
        .find(|claim| judge(policy, claim, world.now).kind == VerdictKind::Vulnerability);
    found.expect("a pack shows what a vulnerability is").clone()
}

/// From report to record, by the first vulnerability that the pack shows.
async fn whole(world: &mut World) {
    let policy = Arc::clone(&world.app.policy);
    let then = world.now;
    let day = then.to_zoned(jiff::tz::TimeZone::UTC).date();
    let accepted_rules = policy.rules_on(day).map(|rule| rule.id.clone()).collect();
    let report = domain::intake::Draft {
        claim: vulnerable(world),
        accepted_rules,
        ..draft("a crafted input does what it must not")
    };
    let (id, _) = world.report(&report).await.expect("a report is received");
    done(world, "triager", "case judge", &id, json!({})).await;
    for line in policy.lines.supported(then) {
        let first = line.first_version();
        let given = json!({ "line": line.id, "affected": "yes", "introduced": first });
        done(world, "fixer", "release assess", &id, given).await;
    }
    done(world, "triager", "case validate", &id, json!({})).await;
    done(world, "triager", "case severity", &id, json!({ "severity": "high" })).await;
    done(world, "lead", "case accept", &id, json!({})).await;
    for line in policy.lines.supported(then) {
        let first = line.first_version();
        let stem = first.strip_suffix(".0").unwrap_or(&first);
        world.fix(&id, ("fixer", "reviewer"), &line.id, &format!("{stem}.9")).await;
    }
    done(world, "publisher", "advisory write", &id, text("A crafted input does harm")).await;
    done(world, "publisher", "advisory request", &id, json!({})).await;
    done(world, "reviewer", "advisory approve", &id, approval(world, &id).await).await;
    world.pass_days(3);
    free(world, &id).await;
    done(world, "publisher", "advisory publish", &id, json!({})).await;
    assert_eq!(Phase::of(&world.case(&id).await), Phase::Published);
    world.drain().await.expect("jobs are done");
    let named = policy.advisory.id(policy.advisory.first, day.year());
    let everybody = world.ctx(&Actor::Anonymous);
    let public = app::advisory::public_advisory(&everybody, &named).await.expect("public");
    let repaired: Vec<&str> = public.get().lines.iter().map(|line| line.line.as_str()).collect();
    let supported = policy.lines.supported(then);
    assert!(supported.iter().all(|line| repaired.contains(&line.title().as_str())), "{repaired:?}");
    done(world, "lead", "case close", &id, json!({ "resolution": "resolved" })).await;
    world.pass_days(200);
    world.drain().await.expect("timers find nothing to do");
}

#[tokio::test]
async fn a_report_becomes_a_record_under_the_rules_of_every_shipped_pack() {
    let packs = packs();
    assert!(packs.len() >= 3, "{:?}", packs.keys());
    for (name, policy) in packs {
        println!("under {name}");
        let mut world = World::new(1).await;
        world.pass_days(200);
        world.restart_with(policy);
        whole(&mut world).await;
        Watch::default().at_rest(&world).await.expect("nothing is wrong");
    }
}
