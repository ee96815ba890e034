//! After a change of the policy: look through the cases, a part at a time, and ask people to look
//! where the threat model no longer says what was judged. It never decides again. On the way it
//! makes sure that what comes next by itself has its job, since the policy says when that is.

use super::plan::{Part, part};
use crate::ports::store::{Job, Write};
use crate::system::perform_system;
use crate::{Ctx, Error};
use domain::triage::compare_with_judgement;

/// Streams looked through in one part.
const PART: u32 = 200;

/// One part: the writes of those cases that changed, and the job of the next part.
pub(super) async fn work(ctx: &Ctx, job: &Job, from: Part) -> Result<Vec<Write>, Error> {
    let (cases, next) = part(ctx, job, &from, PART).await?;
    let mut unit = Vec::new();
    for id in cases {
        let compare =
            |case: &_| compare_with_judgement(case, ctx.policy(), ctx.now).into_iter().collect();
        match perform_system(ctx, &id, compare).await {
            // One case that does not hold together keeps nobody else's from being looked at.
            Err(error) if error.invariant().is_some() => {}
            writes => unit.extend(writes?),
        }
    }
    unit.extend(next);
    Ok(unit)
}
