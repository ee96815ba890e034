//! Invite somebody: a link that works once.

use super::journal::record;
use crate::ports::store::{Account, Invite, Made, Write};
use crate::{App, Ctx, Error};
use domain::access::{AccessFact, Action, Actor};
use domain::case::{By, Content, News};
use domain::words::{Digest, Secret};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How long an invitation works.
const VALID: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The first administrator also works on cases, or nobody could begin.
pub const FIRST_ROLES: [&str; 2] = ["admin", "lead"];

/// Invite somebody with these roles.
pub async fn invite(ctx: &Ctx, roles: BTreeSet<String>) -> Result<Secret, Error> {
    ctx.require(Action::ManagePeople)?;
    check_roles(ctx, &roles)?;
    write(ctx, ctx.by(), roles).await
}

/// While nobody who could log in can manage people, the operator's console may invite somebody who
/// can. `None` when there is somebody.
pub async fn invite_first(app: &Arc<App>, now: Timestamp) -> Result<Option<Secret>, Error> {
    let ctx = Ctx::new(app, Actor::System, now);
    if app.store.accounts().await?.iter().any(|account| manages(&ctx, account)) {
        return Ok(None);
    }
    let roles = FIRST_ROLES.iter().map(|&role| role.to_owned()).collect();
    write(&ctx, By::System, roles).await.map(Some)
}

/// Whether somebody can log in and their roles let them manage people.
pub(super) fn manages(ctx: &Ctx, account: &Account) -> bool {
    if !account.can_log_in() {
        return false;
    }
    // Who holds a role for a while only does not count: one day nobody would be left.
    let lasting = account.roles.iter().filter(|id| !account.until.contains_key(*id));
    let mut held = lasting.filter_map(|id| ctx.policy().roles.0.get(id));
    held.any(|role| role.may.contains(&Action::ManagePeople))
}

/// Roles must exist and be grantable.
pub(super) fn check_roles(ctx: &Ctx, roles: &BTreeSet<String>) -> Result<(), Error> {
    let known = |id: &String| ctx.policy().roles.grantable().any(|role| role.id == *id);
    let unknown: Vec<String> = roles
        .iter()
        .filter(|id| !known(id))
        .map(|id| format!("roles: there is no role {id:?} to grant"))
        .collect();
    if roles.is_empty() {
        return Err(Error::Invalid(vec!["roles: at least one".to_owned()]));
    }
    if unknown.is_empty() { Ok(()) } else { Err(Error::Invalid(unknown)) }
}

async fn write(ctx: &Ctx, by: By, roles: BTreeSet<String>) -> Result<Secret, Error> {
    let secret = Secret::from_chance("join", ctx.app.chance.secret());
    let expires_at = ctx.now.checked_add(VALID).map_err(|e| Error::Outside(e.to_string()))?;
    let news =
        News { fact: AccessFact::Invited { roles: roles.clone() }, content: Content::default() };
    let made = Made { by: by.account().cloned(), at: ctx.now };
    let invite = Invite { secret: secret.digest(), roles, expires_at, made };
    record(ctx, &by, news, vec![Write::Invite(invite)]).await?;
    Ok(secret)
}

/// Invitations that nobody has used yet, the last made first.
pub async fn invites(ctx: &Ctx) -> Result<Vec<Invite>, Error> {
    ctx.require(Action::ManagePeople)?;
    Ok(ctx.app.store.invites(ctx.now).await?)
}

/// Take an invitation back, named by the digest of its secret; whether it was there.
pub async fn revoke_invite(ctx: &Ctx, which: &Digest) -> Result<bool, Error> {
    ctx.require(Action::ManagePeople)?;
    let Some(invite) = ctx.app.store.invite(which).await? else { return Ok(false) };
    let fact = AccessFact::InviteRevoked { roles: invite.roles };
    let news = News { fact, content: Content::default() };
    record(ctx, &ctx.by(), news, vec![Write::UseInvite(*which)]).await?;
    Ok(true)
}
