//! Answers: pages for one reader, and public bytes that anyone may keep.

use crate::refuse::Problem;
use askama::Template;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::words::Digest;
use std::sync::Arc;

/// What a handler gives back.
pub(crate) type Answer = Result<Response, Problem>;

/// How long others may keep public bytes before they ask again.
pub(crate) const SHORT: &str = "public, max-age=60";
/// For files whose name holds their digest.
pub(crate) const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// What the language of a page depends on, and nothing else of a public page does.
const VARIES: &str = "Accept-Language, Cookie";
const HTML: &str = "text/html; charset=utf-8";

pub(crate) fn rendered(page: &impl Template) -> Result<String, Problem> {
    page.render().map_err(|error| app::Error::Outside(error.to_string()).into())
}

/// A page for this reader only.
pub(crate) fn page(status: StatusCode, page: &impl Template) -> Answer {
    let body = rendered(page)?;
    Ok((status, [(header::CONTENT_TYPE, HTML)], body).into_response())
}

/// A page for this reader only, with the script.
pub(crate) fn live_page(status: StatusCode, shown: &impl Template) -> Answer {
    let mut response = page(status, shown)?;
    let policy = HeaderValue::from_static(crate::guard::CSP_LIVE);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// Whether the script asks, and takes the part that it shows instead of a page.
pub(crate) fn is_live(headers: &HeaderMap) -> bool {
    headers.contains_key("x-live")
}

/// A page for everyone.
pub(crate) fn public_page(headers: &HeaderMap, page: &impl Template) -> Answer {
    let mut response = public(headers, HTML, SHORT, rendered(page)?);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static(VARIES));
    Ok(response)
}

/// Bytes for everyone, with a strong tag; nothing but the tag if the reader has them already.
pub(crate) fn public(
    headers: &HeaderMap,
    kind: &str,
    keep: &'static str,
    body: String,
) -> Response {
    public_made(headers, kind, keep, &Made::new(body))
}

/// Bytes for everyone with their tag, which many readers share.
#[derive(Clone)]
pub(crate) struct Made {
    bytes: Bytes,
    tag: Arc<str>,
}

impl Made {
    pub(crate) fn new(body: String) -> Self {
        let tag = format!("\"{}\"", Digest::of(body.as_bytes())).into();
        Self { bytes: body.into(), tag }
    }
}

/// The same with bytes that were made before.
pub(crate) fn public_made(
    headers: &HeaderMap,
    kind: &str,
    keep: &'static str,
    made: &Made,
) -> Response {
    let tag = &*made.tag;
    let known = headers.get_all(header::IF_NONE_MATCH).iter().any(|value| matches(value, tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Body::from(made.bytes.clone()).into_response();
        let kind = HeaderValue::from_str(kind);
        let plain = HeaderValue::from_static("application/octet-stream");
        response.headers_mut().insert(header::CONTENT_TYPE, kind.unwrap_or(plain));
        response
    };
    let tag = HeaderValue::from_str(tag).unwrap_or(HeaderValue::from_static("\"\""));
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

fn matches(value: &HeaderValue, tag: &str) -> bool {
    let Ok(text) = value.to_str() else { return false };
    text.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// A browser forgets what it stored of these pages (Clear Site Data, 3.1); they are in no cache anyway.
pub(crate) fn forgets(mut response: Response) -> Response {
    let name = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(name, HeaderValue::from_static("\"storage\""));
    response
}

/// Go and look there.
pub(crate) fn see_other(path: &str) -> Response {
    let to = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}
