//! The cases in which somebody has no part. Lists and figures leave them out before they are made, so
//! that neither a gap nor a number tells that there is something.

use crate::{Ctx, Error};
use domain::words::{AccountId, CaseId};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// More cases than this are not left out beforehand; each is still kept from who has no part in it.
const MOST: u32 = 500;

/// The key under which the cases are found in which this person has no part.
pub(crate) fn kept_out_key(account: &AccountId) -> String {
    format!("kept-out/{account}")
}

/// What one request has found of this, for the one person who asks. It is asked once: whoever loses
/// their part in a case while the request runs is stopped by the case itself.
#[derive(Clone, Default)]
pub(crate) struct KeptOut(Arc<Mutex<Option<Arc<[CaseId]>>>>);

impl KeptOut {
    fn known(&self) -> Option<Arc<[CaseId]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn know(&self, cases: &Arc<[CaseId]>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(cases));
    }
}

/// The cases in which the asker has no part.
pub(crate) async fn kept_out(ctx: &Ctx) -> Result<Arc<[CaseId]>, Error> {
    let Some(me) = ctx.account() else { return Ok(Arc::default()) };
    if let Some(known) = ctx.kept_out.known() {
        return Ok(known);
    }
    let key = BTreeSet::from([kept_out_key(me)]);
    let cases: Arc<[CaseId]> = ctx.app.store.keyed(&key, MOST).await?.into();
    ctx.kept_out.know(&cases);
    Ok(cases)
}
