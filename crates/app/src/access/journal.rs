//! Writing to the instance's own journal.

use super::people::keep_one_manager;
use crate::ports::store::{Account, StoreError, Write};
use crate::{Ctx, Error};
use domain::access::AccessFact;
use domain::case::{By, Head, News, extend};

const STREAM: &str = "instance";

/// Commit `unit` together with this news; decided again when somebody else wrote meanwhile.
pub(super) async fn record(
    ctx: &Ctx,
    by: &By,
    news: News<AccessFact>,
    unit: Vec<Write>,
) -> Result<(), Error> {
    record_of(ctx, by, news, unit, None).await
}

/// The same for what makes somebody this, as long as a manager is left. That is asked after the
/// journal's end was read, and again whenever somebody else wrote meanwhile: what was true of another
/// state counts for nothing.
pub(super) async fn record_of(
    ctx: &Ctx,
    by: &By,
    news: News<AccessFact>,
    unit: Vec<Write>,
    after: Option<&Account>,
) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        let head = ctx.app.store.head(STREAM).await?.unwrap_or(Head::empty(STREAM));
        if let Some(after) = after {
            keep_one_manager(ctx, after).await?;
        }
        let about = (ctx.now, by, ctx.policy().digest);
        let salts = || ctx.app.chance.id();
        let (links, _) = extend(STREAM, head, about, std::slice::from_ref(&news), salts);
        let mut whole = vec![Write::Append { stream: STREAM.into(), after: head, links }];
        whole.extend(unit.clone());
        match ctx.app.store.commit(whole).await {
            Ok(()) => return Ok(()),
            Err(StoreError::Conflict(_)) if tries < 3 => tries += 1,
            Err(error) => return Err(error.into()),
        }
    }
}
