//! Objects that no journal names any more, or never named: removed when what named them is erased, and
//! swept up when an upload came to nothing.

use super::plan::job;
use crate::ports::store::{Job, NewJob, Write};
use crate::{App, Ctx, Error};
use domain::case::Case;
use domain::words::Digest;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Removes one object.
pub(super) const REMOVE: &str = "remove-object";
/// Looks for objects that nobody names.
pub(super) const SWEEP: &str = "sweep-objects";

/// How long an object may wait to be named; no upload takes longer.
const WAITS: SignedDuration = SignedDuration::from_hours(24);
/// How often somebody looks.
const EVERY: SignedDuration = SignedDuration::from_hours(24);
/// With more unnamed objects than this, and not a single named one, this is not the store of this
/// database, and nothing is removed.
const STRANGE: usize = 10;

#[derive(Serialize, Deserialize)]
struct Remove {
    object: Digest,
}

/// The key under which the case is found that names an object.
pub(crate) fn object_key(object: &Digest) -> String {
    format!("object/{object}")
}

/// What follows when this event of a case is erased: the object that it named goes.
pub(crate) fn after_erasing(
    case: &Case,
    erased: Option<u64>,
    now: Timestamp,
) -> impl Iterator<Item = NewJob> {
    let gone = case.attachments.iter().filter(move |one| Some(one.seq) == erased);
    gone.filter_map(|one| one.file.as_ref()).map(move |file| {
        let object = file.object;
        job(format!("{REMOVE}/{object}"), REMOVE, &Remove { object }, now)
    })
}

async fn is_named(ctx: &Ctx, object: &Digest) -> Result<bool, Error> {
    let key = BTreeSet::from([object_key(object)]);
    Ok(!ctx.app.store.keyed(&key, 1).await?.is_empty())
}

/// Remove the object that was named by what is erased.
pub(super) async fn remove(ctx: &Ctx, job: &Job) -> Result<(), Error> {
    let Remove { object } = super::run::payload(job)?;
    if is_named(ctx, &object).await? {
        return Ok(());
    }
    ctx.app.objects.remove(&object).await.map_err(Error::Outside)
}

fn next(now: Timestamp) -> NewJob {
    let at = now.checked_add(EVERY).unwrap_or(Timestamp::MAX);
    let day = at.as_second().div_euclid(EVERY.as_secs());
    job(format!("{SWEEP}/{day}"), SWEEP, &(), at)
}

/// See to it that somebody looks once a day.
pub async fn plan_sweep(app: &Arc<App>, now: Timestamp) -> Result<(), Error> {
    let day = now.as_second().div_euclid(EVERY.as_secs());
    let today = job(format!("{SWEEP}/{day}"), SWEEP, &(), now);
    Ok(app.store.commit(vec![Write::Job(today)]).await?)
}

/// Remove what nobody names, and look again tomorrow.
pub(super) async fn sweep(ctx: &Ctx) -> Result<Vec<Write>, Error> {
    let before = ctx.now.checked_sub(WAITS).unwrap_or(Timestamp::MIN);
    let all = ctx.app.objects.before(before).await.map_err(Error::Outside)?;
    let (mut nobodys, mut named) = (Vec::new(), 0_usize);
    for object in all {
        match is_named(ctx, &object).await? {
            true => named += 1,
            false => nobodys.push(object),
        }
    }
    if named == 0 && nobodys.len() > STRANGE {
        let count = nobodys.len();
        let says = "not one of the stored files is named by this database; none was removed, because \
                    this may be the folder of another one";
        tracing::error!(count, says);
        return Ok(vec![Write::Job(next(ctx.now))]);
    }
    for object in &nobodys {
        ctx.app.objects.remove(object).await.map_err(Error::Outside)?;
    }
    if !nobodys.is_empty() {
        tracing::info!(count = nobodys.len(), "files that nobody named were removed");
    }
    Ok(vec![Write::Job(next(ctx.now))])
}
