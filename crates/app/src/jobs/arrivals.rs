//! New reports: one mail for all that came in a while, however many those are. It says how many, and when
//! the first of them wants an answer; nothing of what they say.

use super::notice::desk;
use super::plan::job;
use crate::ports::store::{CaseOrder, CaseQuery, NewJob, Write};
use crate::{Ctx, Error};
use domain::case::{Phase, Priority, addresses_of};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Count what came, and queue the mails.
pub(super) const ARRIVALS: &str = "arrivals";

/// The while of one mail, in seconds.
const WHILE: i64 = 15 * 60;
/// More than this are not counted.
const MOST: u32 = 1_000;
/// Who looks at new reports.
const ROLE: &str = "triager";

/// Which while.
#[derive(Serialize, Deserialize)]
pub(super) struct Arrivals {
    from: Timestamp,
    to: Timestamp,
}

/// The job of the while in which a report comes in: the same for all of them.
pub(crate) fn arrivals(now: Timestamp) -> Option<NewJob> {
    let number = now.as_second().div_euclid(WHILE);
    let from = Timestamp::from_second(number * WHILE).ok()?;
    let to = Timestamp::from_second((number + 1) * WHILE).ok()?;
    Some(job(format!("arrivals/{number}"), ARRIVALS, &Arrivals { from, to }, to))
}

/// One mail for each address, unless everything that came was looked at meanwhile.
pub(super) async fn work(ctx: &Ctx, span: Arrivals) -> Result<Vec<Write>, Error> {
    let Arrivals { from, to } = span;
    let query = CaseQuery {
        phase: Some(Phase::Triage),
        order: CaseOrder::Received,
        from: Some(from),
        before: Some(to),
        limit: MOST,
        ..CaseQuery::default()
    };
    let page = ctx.app.store.cases(&query).await?;
    let new: Vec<_> = page.rows.iter().filter(|row| row.handler.is_none()).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let alike = new.iter().filter(|row| row.priority == Priority::Alike).count();
    let due_at = new.iter().filter_map(|row| row.due_at).min().unwrap_or(to);
    let more = if page.rows.len() == MOST as usize { " or more" } else { "" };
    let (reports, wait) = match new.len() {
        1 => ("report", "waits"),
        _ => ("reports", "wait"),
    };
    let mut says = format!("{}{more} new {reports} {wait} since {from}.", new.len());
    if alike > 0 {
        says.push_str(&format!(" Of these, {alike} say almost the same as another."));
    }
    let to_whom = addresses_of(ctx.policy(), ROLE).into_iter();
    let mails = to_whom.map(|address| {
        let key = format!("notice/arrivals/{}/{address}", to.as_second());
        Write::Job(desk((key, address), "New reports", says.clone(), due_at, ctx.now))
    });
    Ok(mails.collect())
}
