//! For those who watch the process: whether it lives, and whether it can work.

use crate::state::WebState;
use axum::extract::State;
use axum::http::StatusCode;

/// It lives.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers.
pub(crate) async fn ready(State(state): State<WebState>) -> (StatusCode, String) {
    match state.app.store.ready().await {
        // Reports are taken all the same, so it stays in rotation.
        Ok(()) => match state.app.clock.doubt() {
            None => (StatusCode::OK, "ok\n".to_owned()),
            Some(doubt) => (StatusCode::OK, format!("ok, but timers wait: {doubt}\n")),
        },
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n".to_owned())
        }
    }
}
