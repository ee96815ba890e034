//! Whether a report that comes in is like one that waits.

use crate::{Ctx, Error};
use domain::access::Action;
use domain::intake::{Draft, alike_keys, joins_group};
use domain::words::CaseId;

/// The group that this report comes into. A case is looked for in any event, so that an answer takes as
/// long whether there is another report or not (I12).
pub(super) async fn alike(ctx: &Ctx, draft: &Draft) -> Result<Option<String>, Error> {
    let (title, body) = (draft.title.trim(), draft.body.trim());
    let keys = alike_keys(title, body);
    let found = ctx.app.store.keyed(&keys, 1).await?.into_iter().next();
    let nearest = found.unwrap_or_else(|| CaseId::from_chance([0; 16]));
    match ctx.as_system().look_into(&nearest, Action::ReadCase).await {
        Ok(opened) => Ok(joins_group(title, body, &opened.case)),
        Err(Error::NotThere) => Ok(None),
        Err(other) => Err(other),
    }
}
