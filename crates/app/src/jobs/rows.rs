//! Write the rows of all cases again, a part at a time: after a start with other rules of the queue
//! or another way of measuring. The journal says what stands in them; it gets nothing new.

use super::plan::{Part, next_part};
use crate::ctx::stream_of;
use crate::ports::store::{Job, Write};
use crate::unit::{measures_of, projections};
use crate::{Ctx, Error};
use domain::access::Action;
use domain::words::CaseId;

/// Streams in one part: so few that hardly anybody writes to one of them meanwhile.
const PART: u32 = 50;

/// One part: the rows of its cases, and the job of the next part.
pub(super) async fn work(ctx: &Ctx, job: &Job, from: Part) -> Result<Vec<Write>, Error> {
    let streams = ctx.app.store.streams(&from.after, PART).await?;
    let mut unit = Vec::new();
    for stream in &streams {
        let Some(id) = stream.strip_prefix("case/").and_then(|id| CaseId::read(id).ok()) else {
            continue;
        };
        let opened = match ctx.open(&id, Action::ReadCase).await {
            Err(Error::NotThere) => continue,
            other => other?,
        };
        let (stream, after) = (stream_of(&id), opened.head);
        unit.push(Write::Append { stream, after, links: Vec::new() });
        unit.extend(projections(ctx.policy(), &opened.case, None));
        unit.push(measures_of(&opened.case, &opened.events));
    }
    if let Some(last) = streams.last().filter(|_| streams.len() == PART as usize) {
        unit.push(Write::Job(next_part(job, last.clone(), ctx.now)));
    }
    Ok(unit)
}
