//! Writing to the instance's own journal.

use crate::ports::store::{StoreError, Write};
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
    let mut tries = 0;
    loop {
        let head = ctx.app.store.head(STREAM).await?.unwrap_or(Head::empty(STREAM));
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
