//! The public keys that receipts are checked with.

use crate::answer::{Answer, SHORT, public};
use crate::refuse::Problem;
use crate::state::WebState;
use axum::extract::State;
use axum::http::HeaderMap;

/// A key on each line, the one in use first.
pub(crate) async fn keys(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let keys = state.app.receipts.keys();
    let keys = keys.map_err(|says| Problem::App(app::Error::Outside(says)))?;
    Ok(public(&headers, "text/plain; charset=utf-8", SHORT, keys.join("\n") + "\n"))
}
