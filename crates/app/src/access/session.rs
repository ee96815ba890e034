//! Who holds a session, and what becomes of it.

use super::journal::record;
use crate::ports::store::{Account, EntranceWrite, Seen, Session, Write};
use crate::{App, Ctx, Error};
use domain::access::{AccessFact, Actor, Decision, Scope, decide_own};
use domain::case::{Content, News};
use domain::words::{AccountId, Digest, Secret, one_line};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// How long a session lasts,
pub const SESSION_HOURS: i64 = 12;
/// and how long one that nobody uses.
const IDLE: SignedDuration = SignedDuration::from_hours(2);

/// When something was last used is kept to so many minutes: to know more would cost a write each time.
const USED_MINUTES: i64 = 5;

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Their account.
    pub account: Account,
    /// Their session.
    pub session: Session,
    at: Timestamp,
}

impl Signed {
    /// As the one who asks.
    pub fn actor(&self) -> Actor {
        actor_of(&self.account, self.at)
    }
}

/// Whoever has this account, as who asks for something at this instant.
pub fn actor_of(account: &Account, now: Timestamp) -> Actor {
    let roles = account.roles_at(now);
    Actor::Person { account: account.id.clone(), roles, scope: Scope::whole() }
}

/// Whether it is worth a write that something is used now.
pub(super) fn is_news(used_at: Option<Timestamp>, now: Timestamp) -> bool {
    let recent =
        |used: Timestamp| now.duration_since(used) < SignedDuration::from_mins(USED_MINUTES);
    !used_at.is_some_and(|used| used <= now && recent(used))
}

/// Note that something was used. That it cannot be noted stops nobody.
pub(super) async fn note_use(app: &Arc<App>, write: EntranceWrite) {
    if let Err(error) = app.store.commit(vec![Write::Entrance(write)]).await {
        tracing::warn!(%error, "when something was last used could not be kept");
    }
}

/// Who holds this session, if anybody does.
pub async fn signed(
    app: &Arc<App>,
    secret: &Secret,
    now: Timestamp,
) -> Result<Option<Signed>, Error> {
    let Some(session) = app.store.session(&secret.digest(), now).await? else { return Ok(None) };
    let account = app.store.account(&session.account).await?.filter(|account| account.active);
    let Some(account) = account else { return Ok(None) };
    // One that an earlier version opened does not say when it was used.
    let used_at = Some(session.seen.used_at).filter(|used| *used > Timestamp::UNIX_EPOCH);
    if used_at.is_some_and(|used| now.duration_since(used) > IDLE) {
        return Ok(None);
    }
    if is_news(Some(session.seen.used_at), now) {
        note_use(app, EntranceWrite::SessionUsed(session.secret, now)).await;
    }
    Ok(Some(Signed { account, session, at: now }))
}

/// A new session of somebody who has shown who they are, with its secret.
pub(super) fn open_session(
    ctx: &Ctx,
    account: &AccountId,
    how: &str,
    device: &str,
) -> Result<(Secret, Session), Error> {
    let secret = Secret::from_chance("session", ctx.app.chance.secret());
    let length = SignedDuration::from_hours(SESSION_HOURS);
    let session = Session {
        secret: secret.digest(),
        account: account.clone(),
        form_token: Secret::from_chance("form", ctx.app.chance.secret()).reveal().to_owned(),
        expires_at: ctx.now.checked_add(length).map_err(|e| Error::Outside(e.to_string()))?,
        seen: Seen {
            how: how.to_owned(),
            device: one_line(device, 60),
            opened_at: ctx.now,
            used_at: ctx.now,
        },
    };
    Ok((secret, session))
}

/// End a session.
pub async fn sign_out(ctx: &Ctx, secret: &Secret) -> Result<(), Error> {
    ctx.app.store.commit(vec![Write::EndSession(secret.digest())]).await.map_err(Error::from)
}

/// The asker's own account, for who may look after it.
pub(super) fn own(ctx: &Ctx) -> Result<AccountId, Error> {
    match decide_own(&ctx.actor) {
        Decision::Allowed(_) => ctx.account().cloned().ok_or(Error::NotThere),
        Decision::Refused(why) => Err(Error::NotAllowed(why)),
        Decision::Hidden(_) => Err(Error::NotThere),
    }
}

/// One's own account.
pub async fn own_account(ctx: &Ctx) -> Result<Account, Error> {
    ctx.app.store.account(&own(ctx)?).await?.ok_or(Error::NotThere)
}

/// One's open sessions, the last opened first.
pub async fn sessions(ctx: &Ctx) -> Result<Vec<Session>, Error> {
    Ok(ctx.app.store.sessions_of(&own(ctx)?, ctx.now).await?)
}

/// End one of one's sessions, named by the digest of its secret; how many that were: none where it
/// has ended before, or was never theirs.
pub async fn end_session(ctx: &Ctx, which: &Digest) -> Result<u64, Error> {
    let account = own(ctx)?;
    let open = ctx.app.store.sessions_of(&account, ctx.now).await?;
    if !open.iter().any(|session| session.secret == *which) {
        return Ok(0);
    }
    ended(ctx, &account, 1, EntranceWrite::EndSession(account.clone(), *which)).await?;
    Ok(1)
}

/// End all of one's sessions but this one; how many that were.
pub async fn end_other_sessions(ctx: &Ctx, keep: Option<&Digest>) -> Result<u64, Error> {
    let account = own(ctx)?;
    let open = ctx.app.store.sessions_of(&account, ctx.now).await?;
    let others = open.iter().filter(|session| Some(&session.secret) != keep).count() as u64;
    if others > 0 {
        let write = EntranceWrite::EndOthers(account.clone(), keep.copied());
        ended(ctx, &account, others, write).await?;
    }
    Ok(others)
}

async fn ended(
    ctx: &Ctx,
    account: &AccountId,
    count: u64,
    write: EntranceWrite,
) -> Result<(), Error> {
    let fact = AccessFact::SessionsEnded { account: account.clone(), count };
    let news = News { fact, content: Content::default() };
    record(ctx, &ctx.by(), news, vec![Write::Entrance(write)]).await
}
