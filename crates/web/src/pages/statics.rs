//! The style sheet, the scripts and the mark. Their addresses hold their digest, so browsers keep them for ever.

use crate::answer::{Answer, FOR_EVER, SHORT, public};
use crate::refuse::Problem;
use axum::extract::Path;
use axum::http::HeaderMap;
use domain::words::Digest;
use std::sync::LazyLock;

const CSS: &str = include_str!("../../static/app.css");
const LIVE: &str = include_str!("../../static/live.js");
const PASSKEY: &str = include_str!("../../static/passkey.js");
const DRAFT: &str = include_str!("../../static/draft.js");
const MARK: &str = include_str!("../../static/mark.svg");
const SVG: &str = "image/svg+xml";

/// Where the style sheet is.
pub(crate) static CSS_PATH: LazyLock<String> =
    LazyLock::new(|| format!("/static/app.{}.css", Digest::of(CSS.as_bytes()).short()));

/// Where the script is.
pub(crate) static LIVE_PATH: LazyLock<String> =
    LazyLock::new(|| format!("/static/live.{}.js", Digest::of(LIVE.as_bytes()).short()));

/// Where the script is that speaks to passkeys.
pub(crate) static PASSKEY_PATH: LazyLock<String> =
    LazyLock::new(|| format!("/static/passkey.{}.js", Digest::of(PASSKEY.as_bytes()).short()));

/// Where the script is that keeps a draft.
pub(crate) static DRAFT_PATH: LazyLock<String> =
    LazyLock::new(|| format!("/static/draft.{}.js", Digest::of(DRAFT.as_bytes()).short()));

/// The mark.
pub(crate) async fn mark(headers: HeaderMap) -> Answer {
    Ok(public(&headers, SVG, SHORT, MARK.to_owned()))
}

/// One file.
pub(crate) async fn file(headers: HeaderMap, Path(name): Path<String>) -> Answer {
    if CSS_PATH.strip_prefix("/static/") == Some(name.as_str()) {
        return Ok(public(&headers, "text/css; charset=utf-8", FOR_EVER, CSS.to_owned()));
    }
    for (path, script) in [(&*LIVE_PATH, LIVE), (&*DRAFT_PATH, DRAFT), (&*PASSKEY_PATH, PASSKEY)] {
        if path.strip_prefix("/static/") == Some(name.as_str()) {
            let kind = "text/javascript; charset=utf-8";
            return Ok(public(&headers, kind, FOR_EVER, script.to_owned()));
        }
    }
    if name == "mark.svg" {
        return mark(headers).await;
    }
    Err(Problem::App(app::Error::NotThere))
}
