//! The list of cases: by priority, unless something else is asked for.

mod bulk;
mod filters;

pub(crate) use bulk::{act as bulk_act, choose as bulk_choose};
pub(crate) use filters::{forget, keep};

use crate::answer::{Answer, page};
use crate::layout::Layout;
use crate::refuse::{Problem, sentence};
use crate::session::Staff;
use crate::state::WebState;
use crate::views::words::Chip;
use crate::when::When;
use app::access::names;
use app::case::{BEHIND_MOST, CaseFilter, filters as kept_filters, list, waiting_behind};
use app::ports::store::{CaseRow, QueueCursor};
use app::release::{Endings, endings_among};
use app::sanction::barred;
use app::triage::reviews;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use domain::case::{Case, Priority};
use domain::policy::Policy;
use domain::words::{AccountId, CaseId, visible};
use filters::{FilterForm, Tab};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// How many cases one page shows.
const PAGE: u32 = 50;
/// And one of reports that say almost the same: as many as are moved at once.
const PAGE_ALIKE: u32 = 200;

/// How many cases to review stand above the queue.
const REVIEWS: u32 = 20;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    layout: Layout,
    rows: Vec<RowView>,
    alike: bool,
    tabs: Vec<Tab>,
    filter: FilterForm,
    asks: Vec<(String, String)>,
    said: Vec<String>,
    wrong: Vec<String>,
    kept_as: Option<String>,
    closed: bool,
    plain: bool,
    later: bool,
    next: Option<String>,
    unfinished: bool,
    reminders: Vec<String>,
    reviews: Vec<(String, String, String)>,
}

struct RowView {
    id: String,
    title: String,
    phase: Chip,
    priority: Option<Chip>,
    severity: Chip,
    due: Option<(When, String, bool)>,
    received: When,
    handler: String,
    embargo: Option<When>,
    ends_first: Vec<String>,
    behind: Option<(String, String)>,
    barred: bool,
}

/// A page of the list.
pub(crate) async fn show(
    State(state): State<WebState>,
    staff: Staff,
    RawQuery(query): RawQuery,
) -> Answer {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query.as_deref().unwrap_or_default()).map_err(|_| gone())?;
    let asked = filters::asked(&pairs);
    match CaseFilter::read(asked.iter().cloned()) {
        Ok(filter) => match shown(&state, &staff, &filter, &pairs).await {
            Err(Problem::App(app::Error::Invalid(wrong))) => {
                refused(&state, &staff, &asked, &wrong).await
            }
            answer => answer,
        },
        Err(wrong) => refused(&state, &staff, &asked, &wrong).await,
    }
}

async fn shown(
    state: &WebState,
    staff: &Staff,
    filter: &CaseFilter,
    pairs: &[(String, String)],
) -> Answer {
    let after = pairs.iter().find(|(name, _)| name == "after");
    let after = after.map(|(_, text)| read(text).ok_or(gone())).transpose()?;
    let later = after.is_some();
    let many = !filter.get("alike").is_empty();
    let found = list(&staff.ctx, filter, after, if many { PAGE_ALIKE } else { PAGE }).await?;
    let behind = waiting_behind(&staff.ctx, &found.rows).await?;
    let barred = barred(&staff.ctx, &found.rows).await?;
    let names = names(&staff.ctx).await?;
    let kept = kept_filters(&staff.ctx).await?;
    let (policy, now, plain) = (state.policy(), staff.ctx.now, filter.is_plain());
    let first = plain && !later;
    let waiting = if first { reviews(&staff.ctx, REVIEWS).await? } else { Vec::new() };
    let endings = endings_among(&staff.ctx, &found.rows).await?;
    let next = found.next.as_ref().map(|cursor| {
        let to = filters::address(filter);
        format!("{to}{}after={}", if plain { '?' } else { '&' }, write(cursor))
    });
    let title = if filter.closed() { "Closed cases" } else { "Queue" };
    let body = QueuePage {
        layout: Layout::staff(state, staff, title, "queue"),
        rows: found
            .rows
            .iter()
            .map(|row| RowView {
                barred: barred.contains(&row.id),
                ..view(row, policy, now, &names, (&endings, &behind))
            })
            .collect(),
        alike: many,
        tabs: filters::tabs(filter, &kept),
        filter: filters::form(filter.asks(), &names),
        asks: filter.asks().clone().into_iter().collect(),
        said: filters::said(filter, &names),
        wrong: Vec::new(),
        kept_as: kept.into_iter().find(|(_, one)| one == filter).map(|(name, _)| name),
        closed: filter.closed(),
        plain,
        later,
        next,
        unfinished: found.unfinished,
        reminders: if first { reminders(policy, now) } else { Vec::new() },
        reviews: waiting.iter().filter_map(to_review).collect(),
    };
    page(StatusCode::OK, &body)
}

/// The list's form again, with what is wrong in it.
async fn refused(
    state: &WebState,
    staff: &Staff,
    asked: &[(String, String)],
    wrong: &[String],
) -> Answer {
    let names = names(&staff.ctx).await?;
    let kept = kept_filters(&staff.ctx).await?;
    let asks = asked.iter().cloned().collect();
    // No tab is the one that cannot be read.
    let tabs = filters::tabs(&CaseFilter::default(), &kept).into_iter();
    let body = QueuePage {
        layout: Layout::staff(state, staff, "Queue", "queue"),
        rows: Vec::new(),
        alike: false,
        tabs: tabs.map(|tab| Tab { here: false, ..tab }).collect(),
        filter: FilterForm { open: true, ..filters::form(&asks, &names) },
        asks: Vec::new(),
        said: Vec::new(),
        wrong: wrong.iter().map(|says| sentence(says)).collect(),
        kept_as: None,
        closed: false,
        plain: false,
        later: false,
        next: None,
        unfinished: false,
        reminders: Vec::new(),
        reviews: Vec::new(),
    };
    page(StatusCode::UNPROCESSABLE_ENTITY, &body)
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
    (endings, behind): (&Endings, &BTreeMap<CaseId, (String, u64)>),
) -> RowView {
    let due = row.due_at.map(|at| {
        let clock = row.due_clock.as_deref().unwrap_or_default();
        let title = policy.clock(clock).map_or_else(|| clock.to_owned(), |c| c.title.clone());
        (When::new(at, now, policy), title, at < now)
    });
    let handler = row.handler.as_ref().and_then(|id| names.get(id));
    let marked = row.open && row.priority != Priority::Other;
    RowView {
        id: row.id.to_string(),
        title: if row.title.is_empty() { "(no title)".to_owned() } else { visible(&row.title) },
        phase: Chip::phase(row.phase),
        priority: marked.then(|| Chip::priority(row.priority)),
        severity: Chip::severity_or_none(row.severity),
        due,
        received: When::new(row.received_at, now, policy),
        handler: handler.cloned().unwrap_or_default(),
        embargo: row.embargo_ends_at.map(|at| When::new(at, now, policy)),
        ends_first: endings
            .get(&row.id)
            .map(|found| found.iter().map(|one| one.says.clone()).collect())
            .unwrap_or_default(),
        barred: false,
        behind: behind.get(&row.id).map(|(group, count)| {
            let more = if *count >= u64::from(BEHIND_MOST) { " or more" } else { "" };
            (format!("/queue?alike={group}"), format!("{count}{more} like it"))
        }),
    }
}

/// A place in the queue, for an address.
pub(crate) fn write(cursor: &QueueCursor) -> String {
    format!("{}.{}.{}", cursor.first, cursor.second, cursor.id)
}

/// A place in the queue, from an address.
pub(crate) fn read(text: &str) -> Option<QueueCursor> {
    let mut parts = text.splitn(3, '.');
    let first = parts.next()?.parse().ok()?;
    let second = parts.next()?.parse().ok()?;
    Some(QueueCursor { first, second, id: parts.next()?.to_owned() })
}
