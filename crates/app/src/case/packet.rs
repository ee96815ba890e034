//! The packet for a third party when nobody answers: a timeline without a word of the case.

use crate::ctx::stream_of;
use crate::{Ctx, Error};
use domain::access::{Action, ReadKind};
use domain::case::packet::{Packet, make};
use domain::words::CaseId;

/// Make it. It names what the team did, so it is for those who read the team's side.
pub async fn packet(ctx: &Ctx, id: &CaseId) -> Result<Packet, Error> {
    let opened = ctx.look_into(id, Action::ReadNotes).await?;
    ctx.reads(ReadKind::Packet, [id]).await?;
    let mut links = ctx.app.store.stream(&stream_of(id)).await?;
    // What was written since it was opened belongs to the next one.
    links.retain(|link| link.seq <= opened.head.seq);
    Ok(make(&opened.case, &links, ctx.policy(), ctx.now))
}
