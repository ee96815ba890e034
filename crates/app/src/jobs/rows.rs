//! Write the rows of all cases again, a part at a time: after a start with other rules of the queue
//! or another way of measuring. The journal says what stands in them; it gets nothing new.

use super::plan::{Part, ROWS_VERSION, part};
use super::ties;
use crate::ctx::stream_of;
use crate::keys::keys_again;
use crate::ports::store::{Job, Write};
use crate::unit::{measures_of, projections};
use crate::{Ctx, Error};
use domain::access::Action;

/// Streams in one part: so few that hardly anybody writes to one of them meanwhile.
const PART: u32 = 50;

/// One part: the rows of its cases, and the job of the next part.
pub(super) async fn work(ctx: &Ctx, job: &Job, from: Part) -> Result<Vec<Write>, Error> {
    let (cases, next) = part(ctx, job, &from, PART).await?;
    let mut unit = Vec::new();
    for id in cases {
        let opened = match ctx.open(&id, Action::ReadCase).await {
            Err(Error::NotThere) => continue,
            other => other?,
        };
        let (stream, after) = (stream_of(&id), opened.head);
        unit.push(Write::Append { stream, after, links: Vec::new() });
        unit.extend(projections(ctx.policy(), &opened.case, None));
        unit.push(keys_again(&opened.case));
        unit.push(measures_of(&opened.case, &opened.events));
    }
    if next.is_none() {
        unit.extend(ties::again(ctx, ROWS_VERSION).await?);
    }
    unit.extend(next);
    Ok(unit)
}
