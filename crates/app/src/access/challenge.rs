//! What somebody outside was asked and must answer: kept here meanwhile, for a short while and for one
//! answer. And that the last way in stays.

use crate::ports::store::{Account, Challenge, EntranceWrite, StoreError, Write};
use crate::{Ctx, Error};
use domain::words::{AccountId, Refusal, Secret};
use jiff::SignedDuration;

use super::sign_in::has_password;

/// How long a browser may take to answer.
const ANSWERED_WITHIN: SignedDuration = SignedDuration::from_mins(5);

/// Remember what was asked.
pub(super) async fn keep(
    ctx: &Ctx,
    kind: &'static str,
    account: Option<AccountId>,
    state: String,
) -> Result<Secret, Error> {
    let ceremony = Secret::from_chance("asked", ctx.app.chance.secret());
    keep_under(ctx, (kind, &ceremony), account, state).await?;
    Ok(ceremony)
}

/// The same, where the secret had to be known before.
pub(super) async fn keep_under(
    ctx: &Ctx,
    (kind, ceremony): (&'static str, &Secret),
    account: Option<AccountId>,
    state: String,
) -> Result<(), Error> {
    let expires_at =
        ctx.now.checked_add(ANSWERED_WITHIN).map_err(|e| Error::Outside(e.to_string()))?;
    let id = ceremony.digest();
    let challenge = Challenge { id, kind: kind.to_owned(), account, state, expires_at };
    let write = EntranceWrite::Challenge(challenge, ctx.now);
    Ok(ctx.app.store.commit(vec![Write::Entrance(write)]).await?)
}

/// What was asked, used up; nothing where nothing was, or it is answered or too old.
pub(super) async fn take(
    ctx: &Ctx,
    kind: &str,
    ceremony: &Secret,
) -> Result<Option<Challenge>, Error> {
    let found = ctx.app.store.challenge(&ceremony.digest(), ctx.now).await?;
    let Some(challenge) = found.filter(|one| one.kind == kind) else { return Ok(None) };
    let used = EntranceWrite::UseChallenge(challenge.id);
    match ctx.app.store.commit(vec![Write::Entrance(used)]).await {
        Ok(()) => Ok(Some(challenge)),
        // Answered twice at once: one of them counts.
        Err(StoreError::Conflict(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Refuse to take away the last way in, where so many others than the password are there. With it goes a
/// write that lets only one of two such things happen at once.
pub(super) fn leaves_a_way_in(account: &Account, others: usize) -> Result<Write, Error> {
    if others == 1 && !has_password(account) {
        let says = "this is your last way in; make another one first";
        return Err(Refusal::new("last factor", says).into());
    }
    Ok(Write::Account(Account { version: account.version + 1, ..account.clone() }))
}
