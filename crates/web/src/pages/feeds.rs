//! Feeds for programs. They read publications and nothing else, and give the same bytes as the
//! folder of public files.

use crate::answer::{Answer, SHORT, public};
use crate::refuse::Problem;
use crate::state::WebState;
use app::advisory::{every_public, public_advisory_number};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::policy::Policy;
use formats::{feed, node_core, published};
use std::cmp::Reverse;

/// The format that the runtime's own checker reads.
const CORE: &str = "node-core";
const JSON: &str = "application/json";

/// Whether the policy publishes the records that the runtime's own checker reads.
pub(crate) fn has_core(policy: &Policy) -> bool {
    published(policy).any(|format| format.id == CORE)
}

fn require_core(policy: &Policy) -> Result<(), Problem> {
    if has_core(policy) { Ok(()) } else { Err(Problem::App(app::Error::NotThere)) }
}

/// The feed for people.
pub(crate) async fn atom(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let mut all = every_public(&state.anonymous()).await?;
    all.sort_by_key(|one| Reverse((one.get().modified_at, one.get().number)));
    let text = feed::atom(&all, &state.context());
    Ok(public(&headers, "application/atom+xml; charset=utf-8", SHORT, text))
}

/// All records in one object, by number.
pub(crate) async fn core_index(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    require_core(state.policy())?;
    let all = every_public(&state.anonymous()).await?;
    Ok(public(&headers, JSON, SHORT, node_core::index(&all, &state.context())))
}

/// One record: `12.json`.
pub(crate) async fn core_one(
    State(state): State<WebState>,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Answer {
    require_core(state.policy())?;
    let number = file.strip_suffix(".json").and_then(|number| number.parse::<u32>().ok());
    let number = number.ok_or(Problem::App(app::Error::NotThere))?;
    let found = public_advisory_number(&state.anonymous(), number).await?;
    Ok(public(&headers, JSON, SHORT, node_core::record(&found, &state.context())))
}
