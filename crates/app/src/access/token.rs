//! API tokens: for programs that act for their owner.

use super::journal::record;
use super::session::actor_of;
use crate::ports::store::{Token, Write};
use crate::{App, Ctx, Error};
use domain::access::{AccessFact, Actor};
use domain::case::{Content, News};
use domain::words::{Secret, one_line, plain_length};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// The longest life of a token, in days.
const DAYS_MAX: i64 = 366;

/// Issue a token to oneself, shown once.
pub async fn issue_token(ctx: &Ctx, label: &str, days: i64) -> Result<Secret, Error> {
    let account = ctx.account().ok_or(Error::NotThere)?.clone();
    let mut wrong = Vec::new();
    if !(1..=100).contains(&plain_length(label)) {
        wrong.push("label: 1 to 100 characters that say what it is for".to_owned());
    }
    if !(1..=DAYS_MAX).contains(&days) {
        wrong.push(format!("days: 1 to {DAYS_MAX}"));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let length = SignedDuration::from_hours(days * 24);
    let expires_at = ctx.now.checked_add(length).map_err(|e| Error::Outside(e.to_string()))?;
    let secret = Secret::from_chance("vlnr", ctx.app.chance.secret());
    let label = one_line(label, 100);
    let content = Content::one("label", label.clone());
    let news = News { fact: AccessFact::TokenIssued { account: account.clone() }, content };
    let token = Token { secret: secret.digest(), account, label, expires_at };
    record(ctx, &ctx.by(), news, vec![Write::Token(token)]).await?;
    Ok(secret)
}

/// Whom a token acts for, if for anybody.
pub async fn with_token(
    app: &Arc<App>,
    secret: &Secret,
    now: Timestamp,
) -> Result<Option<Actor>, Error> {
    let Some(token) = app.store.token(&secret.digest(), now).await? else { return Ok(None) };
    let account = app.store.account(&token.account).await?.filter(|account| account.active);
    Ok(account.as_ref().map(actor_of))
}
