//! A server without a socket, whose store is listened to.

use app::App;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use std::net::SocketAddr;
use std::sync::Arc;
use testkit::probe::{Ask, Heard, Route};
use testkit::{CountedStore, Question, World};
use tower::ServiceExt as _;

/// A server.
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) store: Arc<CountedStore>,
    /// From where it is asked; nothing for this machine.
    pub(crate) peer: Option<SocketAddr>,
}

/// Nobody runs out of guesses: what is looked up without end must be alike as well.
pub(crate) fn endless() -> web::Limits {
    web::Limits { guesses: u32::MAX, log_ins: u32::MAX, reports: u32::MAX, ..Default::default() }
}

impl Server {
    pub(crate) fn new(world: &World, limits: web::Limits) -> Self {
        let store = Arc::new(CountedStore::new(Arc::clone(&world.app.store)));
        let app = App { store: Arc::clone(&store) as _, ..(*world.app).clone() };
        let now = world.now;
        let state = web::WebState::new(Arc::new(app), Arc::new(move || now), "http://sec.example");
        let router = web::router(state.limited(limits));
        Self { router, store, peer: None }
    }

    pub(crate) fn from(mut self, peer: &str) -> Self {
        self.peer = Some(peer.parse().expect("an address"));
        self
    }

    fn request(&self, ask: &Ask) -> Request<Body> {
        let mut request = Request::builder().method(ask.method).uri(&ask.path);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        let body = ask.body.clone().map_or_else(Body::empty, Body::from);
        let mut request = request.body(body).unwrap_or_else(|error| panic!("{ask:?}: {error}"));
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        request
    }

    /// The same so many times at once; what the store was asked by all of them together.
    pub(crate) async fn ask_at_once(&self, ask: &Ask, times: usize) -> Vec<Question> {
        self.store.take();
        let send = |_| tokio::spawn(self.router.clone().oneshot(self.request(ask)));
        for sent in (0..times).map(send).collect::<Vec<_>>() {
            sent.await.expect("nothing panics").expect("the router answers");
        }
        self.store.take()
    }

    pub(crate) async fn ask(&self, ask: &Ask) -> Heard {
        self.store.take();
        let response =
            self.router.clone().oneshot(self.request(ask)).await.expect("the router answers");
        let store = self.store.take();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a whole body");
        let mut headers: Vec<(String, String)> = parts
            .headers
            .iter()
            .map(|(name, value)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        headers.sort_by(|(one, _), (other, _)| one.cmp(other));
        let body = String::from_utf8_lossy(&body).into_owned();
        Heard { status: parts.status.as_u16(), headers, body, store }
    }

    /// A plain request without any credential.
    pub(crate) async fn get(&self, path: &str, headers: &[(&'static str, String)]) -> Heard {
        let ask = Ask {
            method: "GET",
            path: path.to_owned(),
            headers: headers.to_vec(),
            body: None,
            asked: String::new(),
            what: format!("GET {path}"),
            who: "somebody",
        };
        self.ask(&ask).await
    }
}

/// The routes of the server's own table.
pub(crate) fn routes() -> impl Iterator<Item = (web::Door, Route)> {
    let route = |door: web::Door| (door, Route { method: door.method, path: door.path });
    web::doors().into_iter().map(route)
}
