//! Feeds for programs. They read publications and nothing else.

use crate::answer::{Answer, SHORT, public};
use crate::refuse::Problem;
use crate::state::WebState;
use crate::writers::{self, Format};
use app::advisory::{public_advisory_number, public_page};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::advisory::Advisory;
use domain::embargo::Public;
use domain::policy::Policy;

/// The format that the runtime's own checker reads.
const CORE: &str = "node-core";
/// How many advisories the feed for people holds.
const FEED: u32 = 50;
/// How many are read at once.
const CHUNK: u32 = 500;

/// Whether the policy publishes the records that the runtime's own checker reads.
pub(crate) fn has_core(policy: &Policy) -> bool {
    policy.advisory.formats.iter().any(|id| id == CORE)
}

fn core_format(policy: &Policy) -> Result<&'static Format, Problem> {
    let found = writers::ALL.iter().copied().find(|format| format.id == CORE);
    found.filter(|_| has_core(policy)).ok_or(Problem::App(app::Error::NotThere))
}

/// The feed for people.
pub(crate) async fn atom(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let page = public_page(&state.anonymous(), None, FEED).await?;
    let text = writers::atom(state.policy(), &page.advisories, &state.public_url);
    Ok(public(&headers, "application/atom+xml; charset=utf-8", SHORT, text))
}

async fn everything(state: &WebState) -> Result<Vec<Public<Advisory>>, app::Error> {
    let ctx = state.anonymous();
    let (mut all, mut below) = (Vec::new(), None);
    loop {
        let page = public_page(&ctx, below, CHUNK).await?;
        all.extend(page.advisories);
        match page.next {
            Some(next) => below = Some(next),
            None => return Ok(all),
        }
    }
}

/// All records in one object, by number in rising order.
pub(crate) async fn core_index(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let format = core_format(state.policy())?;
    let all = everything(&state).await?;
    let entry = |one: &Public<Advisory>| {
        format!("  \"{}\": {}", one.get().number, (format.write)(one, state.policy()).trim())
    };
    let entries: Vec<String> = all.iter().rev().map(entry).collect();
    let text = format!("{{\n{}\n}}\n", entries.join(",\n"));
    Ok(public(&headers, format.media_type, SHORT, text))
}

/// One record: `12.json`.
pub(crate) async fn core_one(
    State(state): State<WebState>,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Answer {
    let format = core_format(state.policy())?;
    let number = file.strip_suffix(".json").and_then(|number| number.parse::<u32>().ok());
    let number = number.ok_or(Problem::App(app::Error::NotThere))?;
    let found = public_advisory_number(&state.anonymous(), number).await?;
    let text = (format.write)(&found, state.policy());
    Ok(public(&headers, format.media_type, SHORT, text))
}
