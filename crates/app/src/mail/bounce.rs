//! Mail of ours that came back. The token in the address to which it came back names the case; whoever
//! does not know the token makes nobody unreachable.

use super::{Incoming, Received, commit};
use crate::ports::store::{MailState, Write};
use crate::unit::unit_of;
use crate::{Ctx, Error};
use domain::access::Action;
use domain::case::{By, Fact, News};
use domain::mail::same_address;

/// The reporter cannot be reached, if it is so.
pub(super) async fn take(ctx: &Ctx, mail: &Incoming<'_>) -> Result<Received, Error> {
    let mut unit = Vec::new();
    let mut of = None;
    let for_good = mail.arrived.bounce.as_ref().filter(|bounce| bounce.for_good);
    if let (Some(bounce), Some(id)) = (for_good, super::thread::named(ctx, mail).await?) {
        let system = ctx.as_system();
        let opened = system.open(&id, Action::ReadCase).await?;
        let contact = &opened.case.contact;
        let theirs =
            contact.reached_at().is_some_and(|address| same_address(address, &bounce.recipient));
        if theirs {
            let news: News = Fact::Unreachable.into();
            unit = unit_of(&system, &By::System, opened, &news.into())?.1;
            of = Some(id);
        }
    }
    unit.push(Write::Mail(mail.row(ctx, MailState::Bounce, of)));
    commit(ctx, unit).await?;
    Ok(Received::Bounce)
}
