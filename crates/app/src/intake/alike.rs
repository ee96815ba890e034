//! Whether a report that comes in is like one that waits.

use crate::{Ctx, Error};
use domain::case::read_event;
use domain::intake::{Draft, alike_keys, joins_group};

/// The group that this report comes into. Whether there is another one or not is the same question to
/// the store (I12).
pub(super) async fn alike(ctx: &Ctx, draft: &Draft) -> Result<Option<String>, Error> {
    let (title, body) = (draft.title.trim(), draft.body.trim());
    let Some(nearest) = ctx.app.store.nearest(&alike_keys(title, body)).await? else {
        return Ok(None);
    };
    let first = read_event(&nearest.first);
    let first = first.map_err(|e| Error::Outside(format!("case {}: {e}", nearest.case)))?;
    Ok(joins_group((title, body), (&nearest.case, nearest.phase), &first))
}
