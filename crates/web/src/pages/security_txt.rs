//! `security.txt` (RFC 9116), written from the policy, signed where there is a key.

use crate::answer::{Answer, SHORT, public};
use crate::refuse::Problem;
use crate::state::WebState;
use axum::extract::State;
use axum::http::HeaderMap;
use formats::security_txt::write;
use jiff::tz::TimeZone;

/// The file.
pub(crate) async fn show(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let today = (state.now)().to_zoned(TimeZone::UTC).date();
    let text = write(state.policy(), &state.public_url, today);
    let text = state.signed(text).map_err(|says| Problem::App(app::Error::Outside(says)))?;
    Ok(public(&headers, "text/plain; charset=utf-8", SHORT, text))
}
