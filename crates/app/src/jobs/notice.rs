//! Notices that a timer went off: one job for each address, so that each gets one mail. They hold
//! titles of the policy and instants, never a word of the case.

use super::plan::job;
use super::remind::sender;
use crate::ports::spool::Told;
use crate::ports::store::{Job, NewJob};
use crate::{Ctx, Error};
use domain::case::{self, Case, News};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Tell one address.
pub(super) const NOTICE: &str = "notice";

/// What a notice needs to know.
#[derive(Serialize, Deserialize)]
struct Tell {
    to: String,
    /// The case; not for people outside, who know it by another name.
    case: Option<String>,
    about: String,
    says: String,
    due_at: Timestamp,
    at: Timestamp,
}

/// The notices of these news.
pub(crate) fn notices(ctx: &Ctx, case: &Case, news: &[News]) -> impl Iterator<Item = NewJob> {
    let (id, now) = (case.id.to_string(), ctx.now);
    case::notices(case, ctx.policy(), news).into_iter().map(move |notice| {
        let key = format!("notice/{id}/{}/{}", notice.key, notice.to);
        let case = (!notice.outside).then(|| id.clone());
        let (to, about, says) = (notice.to, notice.about, notice.says);
        let tell = Tell { to, case, about, says, due_at: notice.at, at: now };
        job(key, NOTICE, &tell, now)
    })
}

/// Hand it to the spool.
pub(super) async fn tell(ctx: &Ctx, job: &Job) -> Result<(), Error> {
    let Tell { to, case, about, says, due_at, at } = super::run::payload(job)?;
    let (key, from) = (job.key.clone(), sender(ctx.policy()));
    let told = Told { key, to, from, case, about, says, due_at, at };
    ctx.app.spool.tell(&told).await.map_err(Error::Outside)
}
