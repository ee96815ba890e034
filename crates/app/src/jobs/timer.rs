//! The timers of a case. There is a job for the next one; whatever is written to the case, also by a
//! timer, queues the one after it. A job finds in the case what is due, so it may run twice or late.

use super::plan::job;
use crate::ports::store::{Job, NewJob, Write};
use crate::system::perform_system;
use crate::{Ctx, Error};
use domain::case::{Case, fire, next_timer};
use domain::policy::Policy;
use domain::words::CaseId;
use serde::{Deserialize, Serialize};

/// Do what is due in a case by itself.
pub(super) const TIMER: &str = "timer";

/// Of which case.
#[derive(Serialize, Deserialize)]
struct Of {
    case: CaseId,
}

/// The job of what happens next by itself.
pub(crate) fn timer_watch(case: &Case, policy: &Policy) -> impl Iterator<Item = NewJob> + use<> {
    let next = next_timer(case, policy).map(|timer| {
        let mut key = format!("timer/{}/{}/{}/{}", case.id, timer.id, timer.step, timer.at);
        // What is due already had a job, which did something else that came first and changed the case; a
        // key is used once, so what is left has another.
        if timer.at <= case.changed_at {
            key.push_str(&format!("/{}", case.version));
        }
        job(key, TIMER, &Of { case: case.id.clone() }, timer.at)
    });
    next.into_iter()
}

/// Everything that is due.
pub(super) async fn work(ctx: &Ctx, job: &Job) -> Result<Vec<Write>, Error> {
    let Of { case } = super::run::payload(job)?;
    perform_system(ctx, &case, |case| fire(case, ctx.policy(), ctx.now)).await
}
