//! The policy as people read it.

use crate::answer::{Answer, SHORT, public, public_page};
use crate::layout::Layout;
use crate::state::WebState;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::policy::{Block, Section, markdown as as_markdown, sections};
use jiff::civil::Date;
use jiff::tz::TimeZone;

#[derive(Template)]
#[template(path = "policy.html")]
struct PolicyPage {
    layout: Layout,
    sections: Vec<Section>,
    digest: String,
    version: String,
    date: Date,
}

fn today(state: &WebState) -> Date {
    (state.now)().to_zoned(TimeZone::UTC).date()
}

/// The policy, as of today.
pub(crate) async fn show(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let policy = state.policy();
    let date = today(&state);
    let page = PolicyPage {
        layout: Layout::public(&state, "Security policy", "policy"),
        sections: sections(policy, date),
        digest: policy.digest.to_string(),
        version: policy.version.clone(),
        date,
    };
    public_page(&headers, &page)
}

/// The policy as one Markdown document.
pub(crate) async fn markdown(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let text = as_markdown(state.policy(), today(&state));
    Ok(public(&headers, "text/markdown; charset=utf-8", SHORT, text))
}
