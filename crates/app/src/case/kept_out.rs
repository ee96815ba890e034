//! The cases in which somebody has no part. Lists and figures leave them out before they are made, so
//! that neither a gap nor a number tells that there is something.

use crate::{Ctx, Error};
use domain::words::{AccountId, CaseId};
use std::collections::BTreeSet;

/// More cases than this are not left out beforehand; each is still kept from who has no part in it.
const MOST: u32 = 500;

/// The key under which the cases are found in which this person has no part.
pub(crate) fn kept_out_key(account: &AccountId) -> String {
    format!("kept-out/{account}")
}

/// The cases in which the asker has no part.
pub(crate) async fn kept_out(ctx: &Ctx) -> Result<Vec<CaseId>, Error> {
    let Some(me) = ctx.account() else { return Ok(Vec::new()) };
    let key = BTreeSet::from([kept_out_key(me)]);
    Ok(ctx.app.store.keyed(&key, MOST).await?)
}
