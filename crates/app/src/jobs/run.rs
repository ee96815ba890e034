//! The worker: take a due job, do it, record that it is done. A crash anywhere repeats the job, and
//! every job may be repeated.

use super::kinds::JobKind;
use super::plan::{Announce, Expire};
use super::remind::{remind, sender};
use super::{arrivals, guesses, handover, notice, objects, review, rows, ties, timer};
use crate::ports::spool::{Announcement, Unsent};
use crate::ports::store::{Job, StoreError, Write};
use crate::system::perform_system;
use crate::{App, Ctx, Error};
use domain::access::Actor;
use domain::case::ended;
use domain::policy::ChannelKind;
use domain::words::Refusal;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// How long a job is its worker's alone, unless the worker keeps it: what a dead process had begun
/// is taken over after that long.
const LEASE: SignedDuration = SignedDuration::from_secs(15);
/// After so many failures a person must look. The job is tried again all the same, at the longest
/// distance: a disk that was full for a night must cost no announcement and no deadline.
const ATTEMPTS_MANY: u32 = 12;
/// How often a job that met somebody else's write is done again at once. Whoever writes to a case
/// without pause must not keep its embargo from ending.
const TRIES: usize = 4;

/// What a worker did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ran {
    /// Nothing was due.
    Nothing,
    /// This job is done.
    Done(String),
    /// This job failed, for this reason; it will be tried again.
    Failed(String, String),
}

/// Take and do the first due job.
pub async fn run_one(app: &Arc<App>, now: Timestamp) -> Result<Ran, Error> {
    match take_one(app, now).await? {
        Some(job) => do_one(app, job, now).await,
        None => Ok(Ran::Nothing),
    }
}

fn lease_from(now: Timestamp) -> Result<Timestamp, Error> {
    now.checked_add(LEASE).map_err(|error| Error::Outside(error.to_string()))
}

/// Take the first due job; it is this worker's for as long as a lease lasts.
pub async fn take_one(app: &Arc<App>, now: Timestamp) -> Result<Option<Job>, Error> {
    // What a clock that nobody believes calls due is left alone; reports are taken all the same.
    if app.clock.doubt().is_some() {
        return Ok(None);
    }
    Ok(app.store.claim(now, lease_from(now)?).await?)
}

/// Go on holding a job that takes long. A conflict says that somebody else has taken it over.
pub async fn keep_one(app: &Arc<App>, job: &Job, now: Timestamp) -> Result<(), Error> {
    let (key, until) = (job.key.clone(), lease_from(now)?);
    Ok(app.store.commit(vec![Write::JobKept { key, attempt: job.attempt, until }]).await?)
}

/// A person has mended why a job was given up: it begins again.
pub async fn try_again(app: &Arc<App>, key: &str, now: Timestamp) -> Result<(), Error> {
    let again = Write::JobAgain { key: key.to_owned(), run_at: now };
    match app.store.commit(vec![again]).await {
        Err(StoreError::Conflict(_)) => Err(Error::NotThere),
        done => Ok(done?),
    }
}

/// Do a job that was taken.
pub async fn do_one(app: &Arc<App>, job: Job, now: Timestamp) -> Result<Ran, Error> {
    match finish(app, &job, now).await {
        Ok(()) => {
            tracing::info!(job.key, job.attempt, "a job is done");
            metrics::counter!("vulnerary_jobs_total", "kind" => job.kind.clone(), "end" => "done")
                .increment(1);
            Ok(Ran::Done(job.key))
        }
        Err(error) => failed(app, job, &error, now).await,
    }
}

/// Do it and record that it is done, in one unit.
async fn finish(app: &Arc<App>, job: &Job, now: Timestamp) -> Result<(), Error> {
    let mut tries = 1;
    loop {
        let mut unit = work(app, job, now).await?;
        unit.push(Write::JobDone { key: job.key.clone(), attempt: job.attempt });
        match app.store.commit(unit).await {
            Err(StoreError::Conflict(_)) if tries < TRIES => tries += 1,
            done => return done.map_err(Error::from),
        }
    }
}

async fn failed(app: &Arc<App>, job: Job, error: &Error, now: Timestamp) -> Result<Ran, Error> {
    let says = error.to_string();
    let wait = SignedDuration::from_secs(5 << job.attempt.min(10));
    let again_at = now.checked_add(wait).unwrap_or(Timestamp::MAX);
    let for_good = is_for_good(error);
    if for_good {
        tracing::error!(job.key, error = says, "a mail was refused for good: look");
    } else if job.attempt < ATTEMPTS_MANY {
        tracing::warn!(job.key, job.attempt, error = says, "a job failed");
    } else {
        tracing::error!(job.key, job.attempt, error = says, "a job fails again and again: look");
    }
    let end = if for_good { "given-up" } else { "failed" };
    metrics::counter!("vulnerary_jobs_total", "kind" => job.kind.clone(), "end" => end)
        .increment(1);
    let failed = Write::JobFailed {
        key: job.key.clone(),
        attempt: job.attempt,
        again_at: (!for_good).then_some(again_at),
        says: says.clone(),
    };
    app.store.commit(vec![failed]).await?;
    Ok(Ran::Failed(job.key, says))
}

/// The rule of a mail that was refused for good.
const MAIL: &str = "mail";

/// Why a job that sends did not. What was refused for good is given up until a person says otherwise.
pub(crate) fn unsent(why: Unsent) -> Error {
    match why {
        Unsent::Later(says) => Error::Outside(says),
        Unsent::Never(says) => Refusal::new(MAIL, says).into(),
    }
}

fn is_for_good(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if refusal.rule == MAIL)
}

pub(super) fn payload<T: serde::de::DeserializeOwned>(job: &Job) -> Result<T, Error> {
    serde_json::from_str(&job.payload)
        .map_err(|error| Error::Outside(format!("the payload of {}: {error}", job.key)))
}

async fn work(app: &Arc<App>, job: &Job, now: Timestamp) -> Result<Vec<Write>, Error> {
    let ctx = Ctx::new(app, Actor::System, now);
    let unknown = || Error::Outside(format!("no worker knows jobs of kind {:?}", job.kind));
    match JobKind::read(&job.kind).ok_or_else(unknown)? {
        JobKind::Expire => {
            let Expire { case } = payload(job)?;
            perform_system(&ctx, &case, |case| ended(case, now)).await
        }
        JobKind::Export => {
            app.public_files
                .write(&crate::advisory::every_public(&ctx).await?)
                .await
                .map_err(Error::Outside)?;
            Ok(Vec::new())
        }
        JobKind::Announce => {
            announce(&ctx, job).await?;
            Ok(Vec::new())
        }
        JobKind::Remind => {
            remind(&ctx, job).await?;
            Ok(Vec::new())
        }
        JobKind::Timer => timer::work(&ctx, job).await,
        JobKind::Arrivals => arrivals::work(&ctx, payload(job)?).await,
        JobKind::Notice => {
            notice::tell(&ctx, job).await?;
            Ok(Vec::new())
        }
        JobKind::Guesses => {
            guesses::warn(&ctx, job).await?;
            Ok(Vec::new())
        }
        JobKind::Ack => {
            crate::mail::acknowledge(&ctx, job, payload(job)?).await?;
            Ok(Vec::new())
        }
        JobKind::Review => review::work(&ctx, job, payload(job)?).await,
        JobKind::Rows => rows::work(&ctx, job, payload(job)?).await,
        JobKind::RemoveObject => {
            objects::remove(&ctx, job).await?;
            Ok(Vec::new())
        }
        JobKind::SweepObjects => objects::sweep(&ctx).await,
        JobKind::Handover => handover::work(&ctx, payload(job)?).await,
        JobKind::SanctionOver => crate::sanction::clear(&ctx, payload(job)?).await,
        JobKind::Ties => ties::work(&ctx, payload(job)?).await,
    }
}

async fn announce(ctx: &Ctx, job: &Job) -> Result<(), Error> {
    let Announce { advisory, edition, channel } = payload(job)?;
    let policy = ctx.policy();
    let lists = policy.channels.iter().filter(|channel| channel.kind == ChannelKind::MailList);
    let Some(list) = lists.into_iter().find(|list| list.id == channel) else {
        // The policy no longer names this list: nothing to do.
        return Ok(());
    };
    let about = crate::advisory::public_advisory(ctx, &advisory).await?;
    if about.get().edition != edition {
        // A correction has overtaken it and has a job of its own.
        return Ok(());
    }
    let announcement = Announcement {
        key: job.key.clone(),
        to: list.address.trim_start_matches("mailto:").to_owned(),
        from: sender(policy),
        about,
    };
    ctx.app.spool.announce(&announcement).await.map_err(unsent)
}
