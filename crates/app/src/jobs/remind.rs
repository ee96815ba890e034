//! Reminders that a release line ends. They are queued when the process starts, since only then can
//! the policy be another one; a job's key keeps each of them single, whoever crashes when.

use super::plan::{Remind, reminders};
use super::run::unsent;
use crate::ports::spool::Reminder;
use crate::ports::store::{Job, Write};
use crate::{App, Ctx, Error};
use domain::policy::Policy;
use jiff::Timestamp;
use std::sync::Arc;

/// The most jobs of one unit of work.
const UNIT: usize = 500;

/// Queue every reminder that is due or to come, and was not queued before.
pub async fn plan_reminders(app: &Arc<App>, now: Timestamp) -> Result<(), Error> {
    for jobs in reminders(&app.policy, now).chunks(UNIT) {
        app.store.commit(jobs.iter().cloned().map(Write::Job).collect()).await?;
    }
    Ok(())
}

/// Whom mail of this project comes from.
pub(crate) fn sender(policy: &Policy) -> String {
    let addresses = policy.contacts.iter().map(|contact| contact.address.as_str());
    let mail = addresses.into_iter().find(|address| address.contains('@'));
    mail.unwrap_or("security@localhost").trim_start_matches("mailto:").to_owned()
}

/// Give a reminder, unless the dates have moved, a nearer one is due, or nobody wants it any more.
pub(super) async fn remind(ctx: &Ctx, job: &Job) -> Result<(), Error> {
    let Remind { about, to } = super::run::payload(job)?;
    let policy = ctx.policy();
    if !policy.reminded().contains(&to.as_str()) || !policy.lines.stands(&about, ctx.now) {
        return Ok(());
    }
    let (key, from) = (job.key.clone(), sender(policy));
    let reminder = Reminder { key, to, from, about, at: ctx.now };
    ctx.app.spool.remind(&reminder).await.map_err(unsent)
}
