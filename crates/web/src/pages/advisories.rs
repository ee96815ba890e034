//! Public advisories, to read and to take away.

use crate::answer::{Answer, SHORT, public, public_page};
use crate::layout::Layout;
use crate::refuse::Problem;
use crate::say;
use crate::state::WebState;
use crate::views::advisory::AdvisoryView;
use app::advisory::{public_advisory, public_page as page_of};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use domain::policy::Policy;
use formats::Format;
use serde::Deserialize;

/// How many advisories one page shows.
const PAGE: u32 = 25;

#[derive(Template)]
#[template(path = "advisories.html")]
struct List {
    layout: Layout,
    advisories: Vec<AdvisoryView>,
    below: Option<u32>,
    next: Option<u32>,
}

#[derive(Template)]
#[template(path = "advisory.html")]
struct One {
    layout: Layout,
    advisory: AdvisoryView,
    formats: Vec<&'static Format>,
}

/// Where a page begins.
#[derive(Deserialize)]
pub(crate) struct Below {
    below: Option<String>,
}

/// A page of them, newest first.
pub(crate) async fn list(
    State(state): State<WebState>,
    headers: HeaderMap,
    Query(query): Query<Below>,
) -> Answer {
    let below = query.below.as_deref().map(str::parse::<u32>).transpose();
    let below = below.map_err(|_| Problem::App(app::Error::NotThere))?;
    let page = page_of(&state.anonymous(), below, PAGE).await?;
    let list = List {
        layout: Layout::public(&state, &say("advisories-title").text(), "advisories"),
        advisories: page.advisories.iter().map(|one| AdvisoryView::of(one.get())).collect(),
        below,
        next: page.next,
    };
    public_page(&headers, &list)
}

/// One of them, as a page or, with its ending, in a format.
pub(crate) async fn show(
    State(state): State<WebState>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Answer {
    let ctx = state.anonymous();
    match public_advisory(&ctx, &name).await {
        Ok(found) => {
            let advisory = AdvisoryView::of(found.get());
            let layout = Layout::public(&state, &advisory.id, "advisories");
            let formats = formats::published(state.policy()).collect();
            let page = One { layout, advisory, formats };
            public_page(&headers, &page)
        }
        Err(app::Error::NotThere) => {
            let found = ending(state.policy(), &name);
            let (id, format) = found.ok_or(Problem::App(app::Error::NotThere))?;
            let found = public_advisory(&ctx, id).await?;
            let text = (format.write)(&found, &state.context());
            Ok(public(&headers, format.media_type, SHORT, text))
        }
        Err(error) => Err(error.into()),
    }
}

/// The id and the format that a name with an ending means; the longest ending wins.
fn ending<'a>(policy: &Policy, name: &'a str) -> Option<(&'a str, &'static Format)> {
    formats::published(policy)
        .filter_map(|format| {
            let id = name.strip_suffix(format.extension)?.strip_suffix('.')?;
            Some((id, format))
        })
        .min_by_key(|(id, _)| id.len())
}
