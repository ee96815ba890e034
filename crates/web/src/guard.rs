//! What stands around every answer: headers that keep a page to itself, and the check that a form
//! was sent from one of our own pages.

use crate::refuse::Problem;
use crate::state::WebState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Nothing is loaded from elsewhere and nothing runs.
pub(crate) const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same, for the few pages with a script: it may run, and ask ourselves.
pub(crate) const CSP_LIVE: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// `same-origin` and not `no-referrer`: under the latter browsers hide the origin of our own forms
/// too, and the check below would be blind.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CSP),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// For a year no browser comes without TLS again. What else runs below our name we do not know, so it
/// is left out.
const TLS_ONLY: &str = "max-age=31536000";

/// Headers of every answer; a handler may have set a stricter one.
pub(crate) async fn headers(State(secure): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if secure {
        let name = header::STRICT_TRANSPORT_SECURITY;
        headers.entry(name).or_insert(HeaderValue::from_static(TLS_ONLY));
    }
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Refuse a change that was sent from another site.
pub(crate) async fn same_site(
    State(state): State<WebState>,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || from_here(request.headers(), &state.public_url) {
        next.run(request).await
    } else {
        Problem::Foreign.into_response()
    }
}

/// What the browser says of where a form comes from. One that says neither is no browser, and holds
/// no cookie that it did not put there itself.
pub(crate) fn from_here(headers: &HeaderMap, public_url: &str) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.eq_ignore_ascii_case(origin_of(public_url)),
        (None, None) => true,
    }
}

/// Scheme, host and port of an address.
fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |at| &url[..host + at])
}
