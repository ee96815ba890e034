//! Held back, what was real and what never was are held back alike.

use super::server::{Server, endless};
use crate::place::everywhere;
use testkit::probe::{Ask, Outsider, Scene, Weight, alike, scene};
use testkit::{Finding, World};

/// A server that has not been asked anything, asked from here.
pub(super) fn spend(world: &World, peer: &str) -> Server {
    Server::new(world, web::Limits::default()).from(peer)
}

fn asks(who: &Outsider, id: &str, count: usize) -> Vec<Ask> {
    let paths = [format!("/api/v1/cases/{id}"), format!("/cases/{id}")];
    let path = |at: usize| paths[at % paths.len()].clone();
    let ask = |at: usize| Ask {
        method: "GET",
        headers: who.headers(&path(at)),
        path: path(at),
        body: None,
        asked: id.to_owned(),
        what: format!("question {at} at {}", path(at).replace(id, "{id}")),
        who: who.name,
    };
    (0..count).map(ask).collect()
}

/// Ask one server for what never was and the other for what is real, question by question, until long
/// after nobody is looked up any more.
pub(super) async fn together(one: &Server, other: &Server, scene: &Scene) -> Result<(), Finding> {
    for who in &scene.outsiders {
        let never = asks(who, scene.never.as_str(), 60);
        let real = asks(who, scene.hidden.as_str(), 60);
        for (never, real) in never.iter().zip(&real) {
            let heard = (one.ask(never).await, other.ask(real).await);
            alike((never, &heard.0), (real, &heard.1), Weight::Rows)?;
        }
    }
    Ok(())
}

async fn held_back_alike(mut world: World) {
    let scene = scene(&mut world).await;
    let (one, other) = (spend(&world, "198.51.100.7:1"), spend(&world, "203.0.113.9:1"));
    let alike = together(&one, &other, &scene).await;
    alike.unwrap_or_else(|finding| panic!("{finding}"));
}

#[tokio::test]
async fn who_guesses_is_held_back_alike_whether_a_guess_was_right_or_not() {
    println!("{}", everywhere(held_back_alike).await);
}

/// The same answers, without a question to the store.
#[tokio::test]
async fn when_no_guess_is_left_the_answer_is_the_same_and_nobody_looks() {
    let mut world = World::new(9).await;
    let scene = scene(&mut world).await;
    let server = spend(&world, "198.51.100.7:1");
    let free = Server::new(&world, endless());
    for who in &scene.outsiders {
        let mut cost = Vec::new();
        for ask in asks(who, scene.hidden.as_str(), 60) {
            let (held, looked) = (server.ask(&ask).await, free.ask(&ask).await);
            let without = |heard: &testkit::probe::Heard| testkit::probe::Heard {
                store: Vec::new(),
                ..heard.clone()
            };
            alike((&ask, &without(&looked)), (&ask, &without(&held)), Weight::Rows)
                .unwrap_or_else(|finding| panic!("{finding}"));
            if ask.path.starts_with("/api/") {
                cost.push(held.store.len());
            }
        }
        let end = cost.last().copied().unwrap_or_default();
        // Who may read cases, or be let into one, is looked up: what they hear must stay true.
        let reads_cases = who.name.contains("kept out") || who.name.contains("auditor");
        assert_eq!(end > 0, reads_cases, "{}: {cost:?}", who.name);
    }
}
