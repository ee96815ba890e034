//! It was said for whom somebody works: they are kept out of the cases that came from there before.
//! The job is queued in the unit that says it.

use super::plan::job;
use crate::case::tied_by_now;
use crate::keys::organisation_key;
use crate::ports::store::{Account, NewJob, Write};
use crate::system::perform_system;
use crate::{Ctx, Error};
use domain::words::AccountId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Keep somebody out of what came from where they work.
pub(super) const TIES: &str = "ties";

/// The latest cases from there that are looked at.
const MOST: u32 = 1_000;

/// Whose.
#[derive(Serialize, Deserialize)]
pub(super) struct Ties {
    account: AccountId,
}

/// The job for somebody of whom it is said now, once for each version of their account: two may say it in
/// the same instant.
pub(crate) fn follows(after: &Account, now: Timestamp) -> NewJob {
    let Account { id, version, .. } = after;
    job(format!("ties/{id}/{version}"), TIES, &Ties { account: id.clone() }, now)
}

/// The same for everybody of whom it is said already, once the rows of all cases are written in this version:
/// before, older cases could not be found by where they came from.
pub(super) async fn again(ctx: &Ctx, version: u32) -> Result<Vec<Write>, Error> {
    let accounts = ctx.app.store.accounts().await?;
    let tied = accounts.iter().filter(|account| !account.ties.is_empty());
    let one = |Account { id, .. }: &Account| {
        let key = format!("ties/{id}/rows/{version}");
        Write::Job(job(key, TIES, &Ties { account: id.clone() }, ctx.now))
    };
    Ok(tied.map(one).collect())
}

/// Every case in which somebody takes part from there.
pub(super) async fn work(ctx: &Ctx, of: Ties) -> Result<Vec<Write>, Error> {
    let accounts = ctx.app.store.accounts().await?;
    let Some(account) = accounts.iter().find(|one| one.id == of.account) else {
        return Ok(Vec::new());
    };
    let keys: BTreeSet<String> = account.ties.iter().map(|tie| organisation_key(tie)).collect();
    let mut unit = Vec::new();
    for id in ctx.app.store.keyed(&keys, MOST).await? {
        match perform_system(ctx, &id, |case| tied_by_now(ctx, case, &accounts, account)).await {
            // One case that does not hold together keeps nobody from being kept out of the others.
            Err(error) if error.invariant().is_some() => {}
            writes => unit.extend(writes?),
        }
    }
    Ok(unit)
}
