//! What an outsider sees without asking for anything: pages, lists, feeds, figures. None of it moves
//! when a case comes that they may not know of.

use super::server::{Server, endless, routes};
use crate::place::everywhere;
use crate::told::{confirmed, done, with_areas};
use serde_json::json;
use testkit::probe::{Ask, Heard, Outsider, Scene, Weight, alike, scene};
use testkit::{Finding, World};

/// Addresses that lead to more than their door says.
const MORE: &[&str] = &[
    "/queue?closed=yes",
    "/queue?words=two",
    "/queue?sort=due",
    "/queue?sort=received",
    "/queue?phase=triage",
    "/queue?handler=nobody",
    "/calendar?month=2026-04",
    "/policy/clauses?state=all",
    "/api/v1/cases?words=two",
    "/api/v1/cases?limit=1",
    "/api/v1/cases?limit=2&sort=received",
    "/api/v1/metrics?from=2026-01-01&to=2027-01-01",
    "/api/v1/advisories?below=1",
    "/advisories?below=1",
    "/nowhere",
    "/attachments/1",
];

fn addresses(scene: &Scene) -> Vec<String> {
    let doors = routes().filter(|(door, _)| door.method == "GET" && !door.path.contains('{'));
    let doors = doors.map(|(door, _)| door.path.to_owned());
    let case = [format!("/cases/{}", scene.known), format!("/api/v1/cases/{}/moves", scene.known)];
    doors.chain(MORE.iter().map(|&path| path.to_owned())).chain(case).collect()
}

async fn seen(server: &Server, scene: &Scene, who: &Outsider) -> Vec<(Ask, Heard)> {
    let mut seen = Vec::new();
    for path in addresses(scene) {
        let ask = Ask {
            method: "GET",
            headers: who.headers(&path),
            body: None,
            asked: String::new(),
            what: format!("GET {path}"),
            who: who.name,
            path,
        };
        let heard = server.ask(&ask).await;
        // The read log names every case that was read, for those who may see it: that is its use.
        let log = ask.path.starts_with("/reads") || ask.path.starts_with("/api/v1/reads");
        if !(log && heard.status == 200) {
            seen.push((ask, heard));
        }
    }
    seen
}

/// Nothing that anybody sees is another after this happened.
pub(super) async fn around(
    server: &Server,
    scene: &Scene,
    happens: impl AsyncFnOnce(),
) -> Result<(), Finding> {
    let mut before = Vec::new();
    for who in &scene.outsiders {
        // Files that are made once for all readers are made by the first look.
        seen(server, scene, who).await;
        before.push(seen(server, scene, who).await);
    }
    happens().await;
    for (who, before) in scene.outsiders.iter().zip(before) {
        // That somebody is kept out of one case more is a row that only the server sees.
        let kept_out = who.name.contains("kept out");
        let weight = if kept_out { Weight::Questions } else { Weight::Rows };
        for ((ask, then), (_, now)) in before.iter().zip(seen(server, scene, who).await) {
            alike((ask, then), (ask, &now), weight)?;
        }
    }
    Ok(())
}

async fn nothing_moves(mut world: World) {
    world.change_policy(&with_areas()).await;
    let scene = scene(&mut world).await;
    let claim =
        json!({ "attacker": "network", "effect": ["crash"], "flag": "no", "cwe": ["CWE-79"] });
    done(&world, "lead", "case judge", &scene.known, json!({ "claim": claim })).await;
    let server = Server::new(&world, endless());
    let out = world.people["triager"].account.to_string();
    let moved = around(&server, &scene, async || {
        // The same was claimed of it as of the case that they look at, and it is decided: it would be
        // named there as one that is near, first in the queue, and in the figures.
        let (id, _) = world.report(&testkit::draft("two headers end it")).await.expect("received");
        let kept = json!({ "account": out, "because": "their employer is named" });
        done(&world, "lead", "case recuse", &id, kept).await;
        done(&world, "lead", "case judge", &id, json!({ "claim": claim })).await;
        let yes = |line: &str| json!({ "line": line, "affected": "yes" });
        done(&world, "lead", "release assess", &id, yes("v2")).await;
        done(&world, "lead", "release assess", &id, yes("v3")).await;
        done(&world, "lead", "case validate", &id, json!({})).await;
        done(&world, "lead", "case severity", &id, json!({ "severity": "critical" })).await;
        done(&world, "lead", "case accept", &id, json!({})).await;
    })
    .await;
    moved.unwrap_or_else(|finding| panic!("{finding}"));
}

#[tokio::test]
async fn nothing_that_an_outsider_sees_moves_when_a_hidden_case_comes() {
    println!("{}", everywhere(nothing_moves).await);
}

async fn no_page_is_short(world: World) {
    for _ in 0..4 {
        confirmed(&world).await;
    }
    let triager = world.actor("triager");
    let filter = app::case::CaseFilter::read([("sort".to_owned(), "received".to_owned())]);
    let filter = filter.expect("a filter");
    let all = app::case::list(&world.ctx(&triager), &filter, None, 50).await.expect("a page").rows;
    let (first, second) = (all[0].id.clone(), all[1].id.clone());
    let out =
        json!({ "account": world.people["triager"].account.to_string(), "because": "theirs" });
    done(&world, "lead", "case recuse", &second, out).await;
    let page = app::case::list(&world.ctx(&triager), &filter, None, 1).await.expect("a page");
    assert_eq!((page.rows.len(), &page.rows[0].id), (1, &first));
    let next = page.next.expect("there are more");
    assert_ne!(next.id, second.to_string(), "a cursor names a case too");
    let page = app::case::list(&world.ctx(&triager), &filter, Some(next), 1).await.expect("a page");
    assert_eq!((page.rows.len(), &page.rows[0].id), (1, &all[2].id), "no page is short of one");
    done(
        &world,
        "lead",
        "case readmit",
        &second,
        json!({
            "account": world.people["triager"].account.to_string(), "because": "settled",
        }),
    )
    .await;
    let back = app::case::list(&world.ctx(&triager), &filter, None, 50).await.expect("a page");
    assert_eq!(back.rows.len(), all.len());
}

#[tokio::test]
async fn a_list_has_no_gap_where_somebody_is_kept_out() {
    println!("{}", everywhere(no_page_is_short).await);
}
