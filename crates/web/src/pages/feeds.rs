//! Feeds for programs. They read publications and nothing else, and give the same bytes as the
//! folder of public files.

use crate::answer::{Answer, SHORT, public, public_made};
use crate::refuse::Problem;
use crate::state::WebState;
use app::advisory::{changed_public, every_public, public_advisory_number};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::policy::Policy;
use formats::{feed, node_core, published};

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
    let made = state.made("feed", async |state, ctx| {
        let newest = changed_public(ctx, feed::ENTRIES_MAX).await?;
        Ok(feed::atom(&newest, &state.context()))
    });
    Ok(public_made(&headers, "application/atom+xml; charset=utf-8", SHORT, &made.await?))
}

/// All records in one object, by number.
pub(crate) async fn core_index(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    require_core(state.policy())?;
    let made = state.made("core-index", async |state, ctx| {
        Ok(node_core::index(&every_public(ctx).await?, &state.context()))
    });
    Ok(public_made(&headers, JSON, SHORT, &made.await?))
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
