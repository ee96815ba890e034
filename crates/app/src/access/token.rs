//! API tokens: for programs that act for their owner, within a scope and for a while.

use super::journal::record;
use super::session::{actor_of, is_news, note_use, own};
use crate::ports::store::{EntranceWrite, Token, TokenGrant, Write};
use crate::{App, Ctx, Error};
use domain::access::{AccessFact, Actor, Scope};
use domain::case::{Content, News};
use domain::words::{Digest, Secret, one_line, plain_length};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// The longest life of a token, in days.
pub const TOKEN_DAYS_MAX: i64 = 366;

/// More tokens than this nobody has at once.
const TOKENS_MAX: usize = 50;

/// Issue a token to oneself that may do everything that one may, shown once.
pub async fn issue_token(ctx: &Ctx, label: &str, days: i64) -> Result<Secret, Error> {
    issue_scoped_token(ctx, label, days, "all").await
}

/// Issue a token to oneself with this scope, shown once.
pub async fn issue_scoped_token(
    ctx: &Ctx,
    label: &str,
    days: i64,
    scope: &str,
) -> Result<Secret, Error> {
    let account = own(ctx)?;
    let mut wrong = Vec::new();
    if !(1..=100).contains(&plain_length(label)) {
        wrong.push("label: 1 to 100 characters that say what it is for".to_owned());
    }
    if !(1..=TOKEN_DAYS_MAX).contains(&days) {
        wrong.push(format!("days: 1 to {TOKEN_DAYS_MAX}"));
    }
    let scope = Scope::read(scope);
    wrong.extend(scope.as_ref().err().map(|says| format!("scope: {says}")));
    let (Ok(scope), true) = (scope, wrong.is_empty()) else { return Err(Error::Invalid(wrong)) };
    if ctx.app.store.tokens_of(&account, ctx.now).await?.len() >= TOKENS_MAX {
        let says = format!("you have {TOKENS_MAX} tokens; revoke one that nothing uses");
        return Err(domain::words::Refusal::new("tokens", says).into());
    }
    let length = SignedDuration::from_hours(days * 24);
    let expires_at = ctx.now.checked_add(length).map_err(|e| Error::Outside(e.to_string()))?;
    let secret = Secret::from_chance("vlnr", ctx.app.chance.secret());
    let label = one_line(label, 100);
    let content = Content::one("label", label.clone());
    let scope = scope.words();
    let fact = AccessFact::TokenIssued { account: account.clone(), scope: Some(scope.clone()) };
    let grant = TokenGrant { scope, made_at: ctx.now, used_at: None };
    let token = Token { secret: secret.digest(), account, label, expires_at, grant };
    record(ctx, &ctx.by(), News { fact, content }, vec![Write::Token(token)]).await?;
    Ok(secret)
}

/// One's tokens that have not ended, the last made first.
pub async fn tokens(ctx: &Ctx) -> Result<Vec<Token>, Error> {
    Ok(ctx.app.store.tokens_of(&own(ctx)?, ctx.now).await?)
}

/// Revoke one of one's tokens, named by the digest of its secret; whether it was there.
pub async fn revoke_token(ctx: &Ctx, which: &Digest) -> Result<bool, Error> {
    let account = own(ctx)?;
    let all = ctx.app.store.tokens_of(&account, ctx.now).await?;
    let Some(token) = all.into_iter().find(|token| token.secret == *which) else {
        return Ok(false);
    };
    let fact = AccessFact::TokenRevoked { account: account.clone() };
    let news = News { fact, content: Content::one("label", token.label) };
    let unit = vec![Write::Entrance(EntranceWrite::EndToken(account, *which))];
    record(ctx, &ctx.by(), news, unit).await?;
    Ok(true)
}

/// Whom a token acts for, if for anybody.
pub async fn with_token(
    app: &Arc<App>,
    secret: &Secret,
    now: Timestamp,
) -> Result<Option<Actor>, Error> {
    let Some(token) = app.store.token(&secret.digest(), now).await? else { return Ok(None) };
    let account = app.store.account(&token.account).await?.filter(|account| account.active);
    // A scope that nobody understands any more holds nothing.
    let (Some(account), Ok(within)) = (account, Scope::read(&token.grant.scope)) else {
        return Ok(None);
    };
    if is_news(token.grant.used_at, now) {
        note_use(app, EntranceWrite::TokenUsed(token.secret, now)).await;
    }
    Ok(Some(match actor_of(&account, now) {
        Actor::Person { account, roles, .. } => Actor::Person { account, roles, scope: within },
        other => other,
    }))
}
