//! Where a provider of single sign-on knows somebody from, for themselves to see and to end.

use super::challenge::leaves_a_way_in;
use super::journal::record;
use super::session::own;
use crate::ports::store::{EntranceWrite, Identity, Write};
use crate::{Ctx, Error};
use domain::access::AccessFact;
use domain::case::{Content, News};
use domain::words::Digest;

/// Where the provider knows the asker from, the last one first.
pub async fn identities(ctx: &Ctx) -> Result<Vec<Identity>, Error> {
    Ok(ctx.app.store.identities_of(&own(ctx)?).await?)
}

/// Let the provider know the asker no more under this handle; whether it was there. The last way in
/// stays.
pub async fn unlink(ctx: &Ctx, which: &Digest) -> Result<bool, Error> {
    let id = own(ctx)?;
    let all = ctx.app.store.identities_of(&id).await?;
    if !all.iter().any(|one| one.handle == *which) {
        return Ok(false);
    }
    let account = ctx.app.store.account(&id).await?.ok_or(Error::NotThere)?;
    let others = ctx.app.store.passkeys_of(&id).await?.len();
    let alone = leaves_a_way_in(&account, all.len() + others)?;
    let fact = AccessFact::IdentityUnlinked { account: id.clone() };
    let unit = vec![alone, Write::Entrance(EntranceWrite::DropIdentity(id, *which))];
    record(ctx, &ctx.by(), News { fact, content: Content::default() }, unit).await?;
    Ok(true)
}
