//! The planted violations of I12: whatever could tell a real id from one that never was is put into
//! the server, and the probe finds each.

use super::around::around;
use super::server::{Server, endless};
use super::throttle::{spend, together};
use super::{pairs, probe};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use domain::words::CaseId;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use testkit::probe::{Scene, scene};
use testkit::{CountedStore, Finding, World, draft};

/// What gives a real id away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leak {
    Status,
    Header,
    Tag,
    Cookie,
    Words,
    Length,
    /// One question more to the store.
    Question,
    /// The same question, of which more comes back.
    Rows,
}

const LEAKS: &[Leak] = &[
    Leak::Status,
    Leak::Header,
    Leak::Tag,
    Leak::Cookie,
    Leak::Words,
    Leak::Length,
    Leak::Question,
    Leak::Rows,
];

/// A request, read whole, and whether it names this case anywhere.
async fn names(request: Request, id: &CaseId) -> (Request, bool) {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a whole body");
    let text = String::from_utf8_lossy(&bytes);
    let named = parts.uri.to_string().contains(id.as_str()) || text.contains(id.as_str());
    (Request::from_parts(parts, Body::from(bytes)), named)
}

async fn longer(response: Response, more: &str) -> Response {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a whole body");
    let text = String::from_utf8_lossy(&bytes).into_owned() + more;
    Response::from_parts(parts, Body::from(text))
}

async fn give_away(leak: Leak, mut response: Response, store: &CountedStore) -> Response {
    match leak {
        Leak::Status if response.status() == StatusCode::NOT_FOUND => {
            *response.status_mut() = StatusCode::FORBIDDEN;
        }
        Leak::Header => {
            response.headers_mut().insert("x-case", HeaderValue::from_static("kept"));
        }
        Leak::Tag => {
            response.headers_mut().insert(header::ETAG, HeaderValue::from_static("\"7\""));
        }
        Leak::Cookie => {
            response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static("seen=1"));
        }
        Leak::Words => return longer(response, "<!-- not yours -->").await,
        Leak::Length => return longer(response, " ").await,
        Leak::Question => {
            use app::ports::store::Store as _;
            store.last_number().await.expect("it reads");
        }
        Leak::Status | Leak::Rows => {}
    }
    response
}

/// The same server with a leak.
fn leaking(server: Server, leak: Leak, hidden: &CaseId) -> Server {
    let (hidden, store) = (hidden.clone(), Arc::clone(&server.store));
    let layer = from_fn(move |request: Request, next: Next| {
        let (hidden, store) = (hidden.clone(), Arc::clone(&store));
        async move {
            let (request, named) = names(request, &hidden).await;
            if leak == Leak::Rows {
                use app::ports::store::Store as _;
                let stream = if named { format!("case/{hidden}") } else { "case/none".to_owned() };
                store.stream(&stream).await.expect("it reads");
            }
            let response = next.run(request).await;
            if named { give_away(leak, response, &store).await } else { response }
        }
    });
    Server { router: server.router.layer(layer), ..server }
}

#[tokio::test]
async fn each_way_of_giving_a_case_away_is_found() {
    let mut world = World::new(5).await;
    let scene = scene(&mut world).await;
    for leak in LEAKS {
        let server = leaking(Server::new(&world, endless()), *leak, &scene.hidden);
        let found: Finding = probe(&server, &scene).await.expect_err("nobody noticed");
        assert_eq!(found.rule, "I12", "{leak:?}: {found}");
        println!("{leak:?}: {found}");
    }
}

#[tokio::test]
async fn a_leak_that_only_one_kind_of_outsider_can_see_is_found_too() {
    let mut world = World::new(6).await;
    let mut scene = scene(&mut world).await;
    let server = leaking(Server::new(&world, endless()), Leak::Length, &scene.hidden);
    for who in std::mem::take(&mut scene.outsiders) {
        let alone =
            Scene { outsiders: vec![who.clone()], ..Scene { ended: Vec::new(), ..clone(&scene) } };
        assert!(!pairs(&alone, &who).is_empty());
        let found = probe(&server, &alone).await.expect_err("nobody noticed");
        assert_eq!(found.rule, "I12", "{}: {found}", who.name);
    }
}

fn clone(scene: &Scene) -> Scene {
    Scene {
        outsiders: scene.outsiders.clone(),
        hidden: scene.hidden.clone(),
        hidden_file: scene.hidden_file.clone(),
        never: scene.never.clone(),
        never_file: scene.never_file.clone(),
        known: scene.known.clone(),
        account: scene.account.clone(),
        ended: scene.ended.clone(),
    }
}

/// A counter on every page of how many cases there are.
#[tokio::test]
async fn a_counter_that_moves_when_a_case_comes_is_found() {
    let mut world = World::new(7).await;
    let scene = scene(&mut world).await;
    let server = Server::new(&world, endless());
    let count = Arc::new(AtomicU32::new(3));
    let counter = Arc::clone(&count);
    let layer = from_fn(move |request: Request, next: Next| {
        let count = counter.load(Ordering::SeqCst);
        async move { longer(next.run(request).await, &format!("<!-- {count} -->")).await }
    });
    let server = Server { router: server.router.layer(layer), ..server };
    let found = around(&server, &scene, async || {
        world.report(&draft("one more")).await.expect("received");
        count.fetch_add(1, Ordering::SeqCst);
    })
    .await
    .expect_err("nobody noticed");
    assert_eq!(found.rule, "I12", "{found}");
}

/// Real ids are never held back, so that whoever is held back knows that they were not real.
#[tokio::test]
async fn a_throttle_that_spares_real_ids_is_found() {
    let mut world = World::new(8).await;
    let scene = scene(&mut world).await;
    let (one, other) = (spend(&world, "198.51.100.7:1"), spend(&world, "203.0.113.9:1"));
    let (free, hidden) = (Server::new(&world, endless()), scene.hidden.clone());
    let (router, store) = (free.router, Arc::clone(&other.store));
    let layer = from_fn(move |request: Request, next: Next| {
        use tower::ServiceExt as _;
        let (router, hidden, store) = (router.clone(), hidden.clone(), Arc::clone(&store));
        async move {
            let (request, named) = names(request, &hidden).await;
            if !named {
                return next.run(request).await;
            }
            use app::ports::store::Store as _;
            store.ready().await.expect("it answers");
            router.oneshot(request).await.into_response()
        }
    });
    let other = Server { router: other.router.layer(layer), ..other };
    let found = together(&one, &other, &scene).await.expect_err("nobody noticed");
    assert_eq!(found.rule, "I12", "{found}");
}
