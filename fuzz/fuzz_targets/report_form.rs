//! The form of reports as a browser sends it with files, of many parts, cut anywhere on its way: it is
//! taken or refused with a sentence, and never a fault of ours.
#![no_main]
use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use futures::stream;
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};
use testkit::World;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

struct Door {
    runtime: Runtime,
    router: axum::Router,
    _world: World,
}

fn door() -> &'static Door {
    static DOOR: OnceLock<Door> = OnceLock::new();
    DOOR.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().expect("a runtime starts");
        let world = runtime.block_on(World::new(1));
        let now = world.now;
        let state =
            web::WebState::new(Arc::clone(&world.app), Arc::new(move || now), "http://sec.example");
        let endless = web::Limits { reports: u32::MAX, ..Default::default() };
        Door { runtime, router: web::router(state.limited(endless)), _world: world }
    })
}

libfuzzer_sys::fuzz_target!(|given: (u8, u16, u16, &[u8])| {
    let (api, one, other, body) = given;
    let (one, other) = (one.min(other) as usize, one.max(other) as usize);
    let cuts = [0, one.min(body.len()), other.min(body.len()), body.len()];
    let pieces: Vec<Result<Bytes, Infallible>> =
        cuts.windows(2).map(|cut| Ok(Bytes::copy_from_slice(&body[cut[0]..cut[1]]))).collect();
    let path = if api & 1 == 0 { "/report" } else { "/api/v1/reports" };
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from_stream(stream::iter(pieces)))
        .expect("a request");
    let door = door();
    let answer = door.router.clone().oneshot(request);
    let answer = door.runtime.block_on(answer).expect("the router answers");
    assert!(!answer.status().is_server_error(), "{}", answer.status());
});
