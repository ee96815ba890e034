//! The request log: the route and never the path, because paths hold ids and secrets.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Log and count one request.
pub(crate) async fn requests(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = word(request.method()).to_owned();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    tracing::info!(method, route, status, took_ms = took.as_millis() as u64, "answered");
    let labels = [("method", method), ("route", route), ("status", status.to_string())];
    metrics::counter!("vulnerary_requests_total", &labels).increment(1);
    metrics::histogram!("vulnerary_request_seconds", &labels).record(took.as_secs_f64());
    response
}

/// A stranger may invent methods, and each would be a row of the metrics for ever.
pub(crate) fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
