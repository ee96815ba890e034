//! For those who watch the process: whether it lives, and whether it can work.

use crate::state::WebState;
use axum::extract::State;
use axum::http::StatusCode;

/// It lives.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers.
pub(crate) async fn ready(State(state): State<WebState>) -> (StatusCode, &'static str) {
    match state.app.store.ready().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
