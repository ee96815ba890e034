//! The whole router: pages, the API, and what wraps every answer.

use crate::state::WebState;
use crate::{guard, pages, record, refuse};
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

/// The longest body of a request, in bytes: a report of the greatest length in any script, as a form
/// writes it.
pub(crate) const BODY_MAX: usize = 1024 * 1024;

/// No request takes longer.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Every route of the product.
pub fn router(state: WebState) -> Router {
    let panicked = state.clone();
    Router::new()
        .merge(pages::router(&state))
        .merge(crate::api::router(&state))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIME_LIMIT))
        .layer(CatchPanicLayer::custom(move |_| refuse::panicked(&panicked)))
        .layer(from_fn(guard::headers))
        .layer(from_fn(record::requests))
        .with_state(state)
}
