//! Who holds a session.

use crate::ports::store::{Account, Session, Write};
use crate::{App, Ctx, Error};
use domain::access::Actor;
use domain::words::Secret;
use jiff::Timestamp;
use std::sync::Arc;

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Their account.
    pub account: Account,
    /// Their session.
    pub session: Session,
}

impl Signed {
    /// As the one who asks.
    pub fn actor(&self) -> Actor {
        actor_of(&self.account)
    }
}

/// Whoever has this account, as who asks for something.
pub fn actor_of(account: &Account) -> Actor {
    Actor::Person { account: account.id.clone(), roles: account.roles.clone() }
}

/// Who holds this session, if anybody does.
pub async fn signed(
    app: &Arc<App>,
    secret: &Secret,
    now: Timestamp,
) -> Result<Option<Signed>, Error> {
    let Some(session) = app.store.session(&secret.digest(), now).await? else { return Ok(None) };
    let account = app.store.account(&session.account).await?.filter(|account| account.active);
    Ok(account.map(|account| Signed { account, session }))
}

/// End a session.
pub async fn sign_out(ctx: &Ctx, secret: &Secret) -> Result<(), Error> {
    ctx.app.store.commit(vec![Write::EndSession(secret.digest())]).await.map_err(Error::from)
}
