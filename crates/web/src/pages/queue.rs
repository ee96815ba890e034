//! The queue: what is due first stands on top.

use crate::answer::{Answer, page};
use crate::layout::Layout;
use crate::refuse::Problem;
use crate::session::Staff;
use crate::state::WebState;
use crate::views::words::Chip;
use crate::when::When;
use app::access::names;
use app::case::queue;
use app::ports::store::{CaseRow, QueueCursor};
use app::release::{Endings, endings_among};
use app::triage::reviews;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use domain::case::Case;
use domain::policy::Policy;
use domain::words::{AccountId, visible};
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How many cases one page shows.
const PAGE: u32 = 50;

/// How many cases to review stand above the queue.
const REVIEWS: u32 = 20;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    layout: Layout,
    rows: Vec<RowView>,
    closed: bool,
    words: String,
    later: bool,
    next: Option<String>,
    reminders: Vec<String>,
    reviews: Vec<(String, String, String)>,
}

struct RowView {
    id: String,
    title: String,
    phase: Chip,
    severity: Chip,
    due: Option<(When, String, bool)>,
    received: When,
    handler: String,
    embargo: Option<When>,
    ends_first: Vec<String>,
}

/// What to list.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    closed: Option<String>,
    q: Option<String>,
    after: Option<String>,
}

/// A page of the queue.
pub(crate) async fn show(
    State(state): State<WebState>,
    staff: Staff,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let closed = wanted.closed.is_some_and(|word| word == "1");
    let words = wanted.q.unwrap_or_default();
    let after = wanted.after.as_deref().map(|text| read(text).ok_or(gone())).transpose()?;
    let later = after.is_some();
    let found = queue(&staff.ctx, closed, &words, after, PAGE).await?;
    let names = names(&staff.ctx).await?;
    let (policy, now) = (state.policy(), staff.ctx.now);
    let plain = !closed && !later && words.is_empty();
    let waiting = if plain { reviews(&staff.ctx, REVIEWS).await? } else { Vec::new() };
    let endings = endings_among(&staff.ctx, &found.rows).await?;
    let body = QueuePage {
        layout: Layout::staff(
            &state,
            &staff,
            if closed { "Closed cases" } else { "Queue" },
            "queue",
        ),
        rows: found.rows.iter().map(|row| view(row, policy, now, &names, &endings)).collect(),
        closed,
        words,
        later,
        next: found.next.as_ref().map(write),
        reminders: if closed || later { Vec::new() } else { reminders(policy, now) },
        reviews: waiting.iter().filter_map(to_review).collect(),
    };
    page(StatusCode::OK, &body)
}

/// A case that waits for somebody to look: its id, its title and what the policy says now.
fn to_review(case: &Case) -> Option<(String, String, String)> {
    let review = case.review.as_ref()?;
    let title = if case.title().is_empty() { "(no title)" } else { case.title() };
    Some((case.id.to_string(), visible(title), review.verdict.clone()))
}

/// Lines that end soon, in sentences.
fn reminders(policy: &Policy, now: Timestamp) -> Vec<String> {
    let due = policy.lines.due_countdowns(now).into_iter();
    due.map(|one| {
        let ends = When::new(one.ends_at, now, policy);
        format!("{} gets no fixes from {} on, {}.", one.title, ends.utc, ends.relative)
    })
    .collect()
}

fn gone() -> Problem {
    Problem::App(app::Error::NotThere)
}

fn view(
    row: &CaseRow,
    policy: &Policy,
    now: Timestamp,
    names: &BTreeMap<AccountId, String>,
    endings: &Endings,
) -> RowView {
    let due = row.due_at.map(|at| {
        let clock = row.due_clock.as_deref().unwrap_or_default();
        let title = policy.clock(clock).map_or_else(|| clock.to_owned(), |c| c.title.clone());
        (When::new(at, now, policy), title, at < now)
    });
    let handler = row.handler.as_ref().and_then(|id| names.get(id));
    RowView {
        id: row.id.to_string(),
        title: if row.title.is_empty() { "(no title)".to_owned() } else { visible(&row.title) },
        phase: Chip::phase(row.phase),
        severity: Chip::severity_or_none(row.severity),
        due,
        received: When::new(row.received_at, now, policy),
        handler: handler.cloned().unwrap_or_default(),
        embargo: row.embargo_ends_at.map(|at| When::new(at, now, policy)),
        ends_first: endings
            .get(&row.id)
            .map(|found| found.iter().map(|one| one.says.clone()).collect())
            .unwrap_or_default(),
    }
}

/// A place in the queue, for an address.
pub(crate) fn write(cursor: &QueueCursor) -> String {
    format!("{}.{}.{}", cursor.due_sort, cursor.severity_sort, cursor.id)
}

/// A place in the queue, from an address.
pub(crate) fn read(text: &str) -> Option<QueueCursor> {
    let mut parts = text.splitn(3, '.');
    let due_sort = parts.next()?.parse().ok()?;
    let severity_sort = parts.next()?.parse().ok()?;
    Some(QueueCursor { due_sort, severity_sort, id: parts.next()?.to_owned() })
}
