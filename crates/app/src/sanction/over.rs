//! A sanction that was overturned should not have been: what came under it loses its mark, a part at a
//! time. The job is queued in the unit that overturns it.

use super::standing::under_key;
use crate::jobs::job;
use crate::ports::store::{NewJob, Write};
use crate::system::perform_system;
use crate::{Ctx, Error};
use domain::case::{Case, Fact, News};
use domain::words::CaseId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Take the marks away.
pub(crate) const OVER: &str = "sanction-over";

/// Cases of one part.
const PART: u32 = 50;

/// Whose sanction it was, and how many parts were done before.
#[derive(Serialize, Deserialize)]
pub(crate) struct Over {
    case: CaseId,
    number: u32,
    part: u32,
}

fn next(over: &Over, now: Timestamp) -> NewJob {
    let Over { case, number, part } = over;
    job(format!("{OVER}/{case}/{number}/{part}"), OVER, over, now)
}

/// The job of a sanction of this case that these news overturn, where no other ban of the case runs.
pub(crate) fn over(case: &Case, news: &[News], now: Timestamp) -> Option<NewJob> {
    let number = news.iter().find_map(|news| match news.fact {
        Fact::AppealDecided { number, upheld: false } => Some(number),
        _ => None,
    })?;
    let others = case.conduct.sanctions.iter().any(|one| one.bars(now));
    (!others).then(|| next(&Over { case: case.id.clone(), number, part: 0 }, now))
}

/// What follows from it for one case.
fn cleared(case: &Case, of: &CaseId) -> Vec<News> {
    let marked = case.conduct.barred.contains(of);
    marked.then(|| Fact::BarLifted { under: of.clone() }.into()).into_iter().collect()
}

/// One part, and the job of the next one.
pub(crate) async fn work(ctx: &Ctx, from: Over) -> Result<Vec<Write>, Error> {
    let keys = BTreeSet::from([under_key(&from.case)]);
    let found = ctx.app.store.keyed(&keys, PART).await?;
    let mut unit = Vec::new();
    for id in &found {
        match perform_system(ctx, id, |case| cleared(case, &from.case)).await {
            // One case that does not hold together keeps no other from losing its mark.
            Err(error) if error.invariant().is_some() => {}
            writes => unit.extend(writes?),
        }
    }
    // A part that changed nothing would come again for ever.
    if found.len() == PART as usize && !unit.is_empty() {
        unit.push(Write::Job(next(&Over { part: from.part + 1, ..from }, ctx.now)));
    }
    Ok(unit)
}
