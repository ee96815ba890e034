//! Somebody works here no more: what they handled is put back, a part at a time, so that the queue
//! shows it to everybody as nobody's. The job is queued in the unit that lets them go.

use super::plan::job;
use crate::ports::store::{CaseQuery, HandledBy, NewJob, Write};
use crate::system::perform_system;
use crate::{Ctx, Error};
use domain::case::{Case, Fact, News};
use domain::words::AccountId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Put back what somebody handled.
pub(super) const HANDOVER: &str = "handover";

/// Cases put back in one part.
const PART: u32 = 50;

/// Whose cases, and how many parts were done before.
#[derive(Serialize, Deserialize)]
pub(super) struct Handover {
    account: AccountId,
    /// When they were let go: somebody may leave, come back and leave again.
    left_at: Timestamp,
    part: u32,
}

/// The job for somebody who leaves now.
pub(crate) fn handover(account: &AccountId, now: Timestamp) -> NewJob {
    next(&Handover { account: account.clone(), left_at: now, part: 0 }, now)
}

fn next(handover: &Handover, now: Timestamp) -> NewJob {
    let Handover { account, left_at, part } = handover;
    job(format!("handover/{account}/{left_at}/{part}"), HANDOVER, handover, now)
}

/// What follows from it for one case.
fn put_back(case: &Case, account: &AccountId) -> Vec<News> {
    let theirs = case.handler.as_ref() == Some(account);
    theirs.then(|| Fact::HandlerLeft { handler: account.clone() }.into()).into_iter().collect()
}

/// One part, and the job of the next one.
pub(super) async fn work(ctx: &Ctx, from: Handover) -> Result<Vec<Write>, Error> {
    let query = CaseQuery {
        handler: Some(HandledBy::Person(from.account.clone())),
        limit: PART,
        ..CaseQuery::default()
    };
    let found = ctx.app.store.cases(&query).await?.rows;
    let mut unit = Vec::new();
    for row in &found {
        match perform_system(ctx, &row.id, |case| put_back(case, &from.account)).await {
            // One case that does not hold together keeps nobody else's from being put back.
            Err(error) if error.invariant().is_some() => {}
            writes => unit.extend(writes?),
        }
    }
    // A part that changed nothing would come again for ever.
    if found.len() == PART as usize && !unit.is_empty() {
        unit.push(Write::Job(next(&Handover { part: from.part + 1, ..from }, ctx.now)));
    }
    Ok(unit)
}
