//! Lists of cases: open ones by priority, unless something else is asked for.

use super::filter::{CaseFilter, usual_order};
use super::kept_out::kept_out;
use crate::ports::store::{CaseQuery, CaseRow, QueueCursor};
use crate::{Ctx, Error, search_words};
use domain::access::{Action, ReadKind};
use domain::case::Priority;
use domain::intake::{alike_group, alike_key};
use domain::words::CaseId;
use std::collections::{BTreeMap, BTreeSet};

/// The most rows of one page.
const PAGE_MAX: u32 = 200;
/// More that wait behind a case are not counted.
pub const BEHIND_MOST: u32 = 10_000;

/// One page of a list.
#[derive(Debug, Clone)]
pub struct QueuePage {
    /// Its rows.
    pub rows: Vec<CaseRow>,
    /// Where the next page begins, if there may be one.
    pub next: Option<QueueCursor>,
    /// Whether a search stopped before the page was full, because it had looked at as many cases as
    /// one search may; it goes on with the next page.
    pub unfinished: bool,
}

/// A page of cases: open ones or closed ones by priority; with words, those that have all of them,
/// the latest first.
pub async fn queue(
    ctx: &Ctx,
    closed: bool,
    words: &str,
    after: Option<QueueCursor>,
    limit: u32,
) -> Result<QueuePage, Error> {
    let words: Vec<String> = search_words(&[words]).into_iter().take(8).collect();
    let order = usual_order(!words.is_empty());
    page(ctx, CaseQuery { closed, words, order, after, ..CaseQuery::default() }, limit).await
}

/// A page of the cases that this filter asks for.
pub async fn list(
    ctx: &Ctx,
    filter: &CaseFilter,
    after: Option<QueueCursor>,
    limit: u32,
) -> Result<QueuePage, Error> {
    ctx.require(Action::ListCases)?;
    page(ctx, CaseQuery { after, ..filter.query(ctx)? }, limit).await
}

/// How many wait behind each of these cases because they say almost the same, with the group that they
/// are listed by. Counted up to [`BEHIND_MOST`]; cases that nobody waits behind are left out.
pub async fn waiting_behind(
    ctx: &Ctx,
    rows: &[CaseRow],
) -> Result<BTreeMap<CaseId, (String, u64)>, Error> {
    ctx.require(Action::ListCases)?;
    let open = rows.iter().filter(|row| row.open && row.priority != Priority::Alike);
    let groups: BTreeMap<CaseId, String> =
        open.map(|row| (row.id.clone(), alike_group(&row.id, None))).collect();
    let keys: BTreeSet<String> = groups.values().map(|group| alike_key(group)).collect();
    let counts = ctx.app.store.keyed_counts(&keys, BEHIND_MOST).await?;
    let counted = |(id, group): (CaseId, String)| {
        let count = *counts.get(&alike_key(&group))?;
        Some((id, (group, count)))
    };
    Ok(groups.into_iter().filter_map(counted).collect())
}

/// A page of what is asked; that its cases are listed is in the read log.
async fn page(ctx: &Ctx, query: CaseQuery, limit: u32) -> Result<QueuePage, Error> {
    let page = look_up(ctx, query, limit).await?;
    ctx.reads(ReadKind::Listed, page.rows.iter().map(|row| &row.id)).await?;
    Ok(page)
}

/// A page of what is asked. Whoever shows titles of it writes that into the read log first.
pub(super) async fn look_up(ctx: &Ctx, query: CaseQuery, limit: u32) -> Result<QueuePage, Error> {
    ctx.require(Action::ListCases)?;
    let limit = limit.clamp(1, PAGE_MAX);
    let order = query.order;
    // Whoever has no part in a case does not hear that it is there (I11, I12): neither by its row nor
    // by a page that is short of one, or begins after it.
    let without = kept_out(ctx).await?.to_vec();
    let query = CaseQuery { limit: limit + 1, without, ..query };
    let found = ctx.app.store.cases(&query).await?;
    let mut rows = found.rows;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = more.then(|| rows.last().map(|row| QueueCursor::in_order(order, row))).flatten();
    let me = ctx.account();
    rows.retain(|row| me.is_none_or(|me| !row.recused.contains(me)));
    let unfinished = next.is_none() && found.looked_to.is_some();
    Ok(QueuePage { rows, next: next.or(found.looked_to), unfinished })
}
