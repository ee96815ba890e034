//! A file on its way to who may read it: bytes to be saved, which no browser shows, guesses the kind of or
//! runs anything of.

use app::attachment::Download;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use domain::attachment::disposition;
use futures::TryStreamExt as _;

/// Should a browser show it all the same: in a world of its own, without scripts, forms or anything else.
const CSP: &str = "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'";

/// The answer that carries a file.
pub(crate) fn download(found: Download) -> Response {
    let Download { name, length, chunks, .. } = found;
    // What was promised in bytes and is not kept breaks the connection: nobody takes a part for the whole.
    let body = Body::from_stream(chunks.map_err(std::io::Error::other));
    let named = HeaderValue::from_str(&disposition(&name));
    let named = named.unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, named),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}
