//! The whole router: pages, the API, and what wraps every answer.

use crate::state::WebState;
use crate::upload::is_multipart;
use crate::{guard, pages, record, refuse, words};
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;

/// The longest body of a request, in bytes: a report of the greatest length in any script, as a form
/// writes it.
pub(crate) const BODY_MAX: usize = 1024 * 1024;

/// No request takes longer,
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// unless it brings files, at the pace that `upload` asks for.
const UPLOAD_LIMIT: Duration = Duration::from_secs(60 * 60);

/// Where files may be brought.
const UPLOADS: [&str; 5] = [
    "/report",
    "/track/{group}/{verb}",
    "/cases/{id}/{group}/{verb}",
    "/api/v1/reports",
    "/api/v1/cases/{id}/{group}/{verb}",
];

/// Answer within the time that a request has.
async fn in_time(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let brings = path.is_some_and(|path| UPLOADS.contains(&path));
    let limit = match brings && is_multipart(request.headers()) {
        true => UPLOAD_LIMIT,
        false => TIME_LIMIT,
    };
    let answered = tokio::time::timeout(limit, next.run(request)).await;
    answered.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Every route of the product.
pub fn router(state: WebState) -> Router {
    let (panicked, secure) = (state.clone(), state.is_secure());
    let spoken = state.clone();
    Router::new()
        .merge(pages::router(&state))
        .merge(crate::api::router(&state))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(move |_| refuse::panicked(&panicked)))
        .layer(from_fn_with_state(spoken, words::speak))
        .layer(from_fn_with_state(secure, guard::headers))
        .layer(from_fn(record::requests))
        .with_state(state)
}
