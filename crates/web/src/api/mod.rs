//! The JSON API. The same use cases as the pages; a bearer token says who asks.

mod answer;
mod bulk;
mod cases;
mod json;
mod judge;
mod metrics;
mod openapi;
mod papers;
mod public;
mod reports;
mod schemas;

pub use bulk::{move_json, moved_json};
pub use json::case_json;
pub use metrics::metrics_json;
pub use openapi::document as openapi_document;

use crate::state::WebState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get, post};

/// Every route of the API.
pub(crate) fn router() -> Router<WebState> {
    let v1 = Router::new()
        .route("/reports", post(reports::file))
        .route("/judge", post(judge::judge))
        .route("/metrics", get(metrics::show))
        .route("/cases", get(cases::list))
        .route("/cases/bulk", post(bulk::perform))
        .route("/cases/{id}", get(cases::show))
        .route("/cases/{id}/packet", get(cases::packet))
        .route("/cases/{id}/moves", get(bulk::moves))
        .route("/cases/{id}/{group}/{verb}", post(cases::perform))
        .route("/advisories", get(public::list))
        .route("/advisories/{id}", get(public::show))
        .fallback(answer::nothing);
    Router::new()
        .route("/api/openapi.json", get(openapi::serve))
        .nest("/api/v1", v1)
        .route("/api/{*rest}", any(answer::nothing))
        .layer(DefaultBodyLimit::max(crate::router::BODY_MAX))
}
