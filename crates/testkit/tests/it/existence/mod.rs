//! Existence is secret (I12): every door is asked, by each kind of outsider, for what never was and
//! for what is there and hidden, and no answer can be told from the other. Leaks that are planted are
//! found.

mod around;
mod documented;
mod oracles;
mod planted;
mod server;
mod story;
mod throttle;

use crate::place::everywhere;
use domain::words::AttachmentId;
use server::{Server, endless, routes};
use testkit::probe::{Ask, Outsider, Scene, Target, Weight, alike, may_hear, questions, scene};
use testkit::{Finding, World};
use web::Asks;

/// The same question for what never was, and for what is real.
fn pairs(scene: &Scene, who: &Outsider) -> Vec<(Ask, Ask)> {
    let target = |id: String, attachment: &AttachmentId| Target {
        id,
        attachment: attachment.to_string(),
        known: scene.known.to_string(),
        account: scene.account.to_string(),
    };
    let never = target(scene.never.to_string(), &scene.never_file);
    let real = target(scene.hidden.to_string(), &scene.hidden_file);
    let mut all = Vec::new();
    for (_, route) in routes().filter(|(door, _)| names_something(door)) {
        let never = questions(route, who, &never);
        all.extend(never.into_iter().zip(questions(route, who, &real)));
    }
    all.retain(|(never, _)| !may_hear(who, never));
    all
}

/// Whether an id could stand in its address, or in what is sent.
fn names_something(door: &web::Door) -> bool {
    door.path.contains('{') || matches!(door.asks, Asks::Case | Asks::Secret)
}

/// Ask everything as everybody; how many pairs were asked.
async fn probe(server: &Server, scene: &Scene) -> Result<usize, Finding> {
    let mut asked = 0;
    for who in &scene.outsiders {
        for (never, real) in pairs(scene, who) {
            let heard = (server.ask(&never).await, server.ask(&real).await);
            alike((&never, &heard.0), (&real, &heard.1), Weight::Rows)?;
            asked += 1;
        }
    }
    Ok(asked)
}

async fn nothing_is_told(mut world: World) {
    let scene = scene(&mut world).await;
    let server = Server::new(&world, endless());
    let asked = probe(&server, &scene).await.unwrap_or_else(|finding| panic!("{finding}"));
    assert!(asked > 5 * app::verbs().count() * scene.outsiders.len(), "{asked}");
}

#[tokio::test]
async fn what_is_hidden_is_answered_like_what_never_was_at_every_door() {
    println!("{}", everywhere(nothing_is_told).await);
}

#[tokio::test]
async fn the_probe_reaches_what_may_be_known() {
    let mut world = World::new(3).await;
    let scene = scene(&mut world).await;
    let server = Server::new(&world, endless());
    // The one who was kept out sees what they may: their questions do reach the cases.
    let who = scene.outsiders.iter().find(|who| who.name.contains("kept out")).expect("they are");
    let target = Target {
        id: scene.known.to_string(),
        attachment: scene.never_file.to_string(),
        known: scene.known.to_string(),
        account: scene.account.to_string(),
    };
    let mut done = 0;
    for (_, route) in routes().filter(|(door, _)| door.asks == Asks::Case) {
        for ask in questions(route, who, &target) {
            let heard = server.ask(&ask).await;
            assert_ne!(heard.status, 400, "{ask:?}: {}", heard.body);
            done += usize::from(matches!(heard.status, 200 | 201 | 303));
        }
    }
    assert!(done > 20, "{done} were answered");
}
