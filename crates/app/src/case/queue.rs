//! The queue: open cases, the first due on top.

use crate::ports::store::{CaseQuery, CaseRow, QueueCursor};
use crate::{Ctx, Error, search_words};
use domain::access::Action;

/// The most rows of one page.
const PAGE_MAX: u32 = 200;

/// One page of the queue.
#[derive(Debug, Clone)]
pub struct QueuePage {
    /// Its rows.
    pub rows: Vec<CaseRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<QueueCursor>,
}

/// A page of cases: open ones or closed ones, having all of these words.
pub async fn queue(
    ctx: &Ctx,
    closed: bool,
    words: &str,
    after: Option<QueueCursor>,
    limit: u32,
) -> Result<QueuePage, Error> {
    ctx.require(Action::ListCases)?;
    let limit = limit.clamp(1, PAGE_MAX);
    let words = search_words(&[words]).into_iter().take(8).collect();
    let query = CaseQuery { closed, words, after, limit: limit + 1 };
    let mut rows = ctx.app.store.cases(&query).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = more.then(|| rows.last().map(QueueCursor::after)).flatten();
    Ok(QueuePage { rows, next })
}
