//! How the people who work here are called, for those who see the queue.

use crate::{Ctx, Error};
use domain::access::Action;
use domain::words::AccountId;
use std::collections::BTreeMap;

/// The name of every account, of those who have left too.
pub async fn names(ctx: &Ctx) -> Result<BTreeMap<AccountId, String>, Error> {
    ctx.require(Action::ListCases)?;
    let accounts = ctx.app.store.accounts().await?;
    Ok(accounts.into_iter().map(|account| (account.id, account.name)).collect())
}
