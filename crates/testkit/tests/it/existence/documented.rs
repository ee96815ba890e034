//! Whatever the API answers is in its own document: to whom may and to whom may not, to what is there and to
//! what never was, and to bodies that are nothing.

use super::pairs;
use super::server::{Server, endless, routes};
use serde_json::Value;
use std::collections::BTreeSet;
use testkit::World;
use testkit::probe::{Ask, Outsider, Scene, scene};

/// Bodies that are no request.
fn spoilt() -> [String; 4] {
    ["\0".to_owned(), "{".to_owned(), "[]".to_owned(), format!("\"{}\"", "a".repeat(400_000))]
}

/// The answers that the document knows of at this address.
fn documented<'d>(document: &'d Value, method: &str, path: &str) -> Option<&'d Value> {
    let path = path.split('?').next().unwrap_or_default();
    let fits = |template: &str| {
        let (one, other) = (template.split('/').count(), path.split('/').count());
        let mut parts = template.split('/').zip(path.split('/'));
        one == other && parts.all(|(part, given)| part.starts_with('{') || part == given)
    };
    let paths = document["paths"].as_object()?;
    // A name of its own comes before a place that takes any.
    let mut found: Vec<_> = paths.iter().filter(|(template, _)| fits(template)).collect();
    found.sort_by_key(|(template, _)| template.matches('{').count());
    found.first()?.1.get(method.to_lowercase())?.get("responses")
}

fn questions(scene: &Scene, who: &Outsider) -> Vec<Ask> {
    let mut all = Vec::new();
    for (never, real) in pairs(scene, who) {
        for ask in [never, real].into_iter().filter(|ask| ask.path.starts_with("/api/")) {
            let posts = ask.method == "POST";
            all.extend(spoilt().into_iter().filter(|_| posts).map(|body| {
                let headers =
                    [ask.headers.clone(), vec![("content-type", "application/json".to_owned())]];
                Ask { body: Some(body), headers: headers.concat(), ..ask.clone() }
            }));
            all.push(ask);
        }
    }
    let plain =
        routes().filter(|(door, _)| !door.path.contains('{') && door.path.starts_with("/api/"));
    for (door, _) in plain {
        let ask = |body: Option<String>| Ask {
            method: if door.method == "POST" { "POST" } else { "GET" },
            path: door.path.to_owned(),
            headers: who.headers(door.path),
            body,
            asked: String::new(),
            what: format!("{} {}", door.method, door.path),
            who: who.name,
        };
        match door.method {
            "POST" => all.extend(spoilt().map(|body| ask(Some(body)))),
            _ => all.push(ask(None)),
        }
    }
    all
}

#[tokio::test]
async fn every_answer_of_the_api_is_in_its_document() {
    let mut world = World::new(11).await;
    let scene = scene(&mut world).await;
    let server = Server::new(&world, endless());
    let document = web::api::openapi_document(&world.app.policy);
    let (mut wrong, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for who in &scene.outsiders {
        for ask in questions(&scene, who) {
            let Some(known) = documented(&document, ask.method, &ask.path) else { continue };
            let heard = server.ask(&ask).await;
            let status = heard.status.to_string();
            seen.insert(heard.status);
            if known.get(&status).is_none() {
                wrong.insert(format!("{status}: {} by {}", ask.what, ask.who));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!([200, 400, 403, 404, 413, 422].iter().all(|status| seen.contains(status)), "{seen:?}");
}
