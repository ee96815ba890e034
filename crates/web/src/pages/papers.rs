//! The policy for programs, its questions as a sheet, and the badge. All are made of the policy and
//! the date.

use crate::answer::{Answer, SHORT, public};
use crate::state::WebState;
use axum::extract::State;
use axum::http::HeaderMap;
use formats::{badge::badge, policy_document};

/// The policy as one JSON document.
pub(crate) async fn policy_json(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let text = policy_document::json(state.policy(), &state.public_url, (state.now)());
    Ok(public(&headers, "application/json", SHORT, text))
}

/// The questions of the threat model, to fill in without a connection.
pub(crate) async fn questions(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let text = policy_document::questions(state.policy());
    Ok(public(&headers, "text/markdown; charset=utf-8", SHORT, text))
}

/// The badge as a picture.
pub(crate) async fn badge_svg(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let text = badge(state.policy(), state.today()).svg();
    Ok(public(&headers, "image/svg+xml", SHORT, text))
}

/// The badge for programs.
pub(crate) async fn badge_json(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let text = badge(state.policy(), state.today()).json();
    Ok(public(&headers, "application/json", SHORT, text))
}
