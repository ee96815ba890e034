//! Letting somebody back in who has lost what they log in with. Two people agree to it, neither of
//! whom is the one who comes back; only then is there a link, and nobody finds out by asking for one
//! who works here, because nobody from outside can ask.

use super::join::{BAD_CODE, totp_of};
use super::journal::record;
use super::password::bad_password;
use crate::ports::store::{Account, EntranceWrite, Made, Recovery, Write};
use crate::{App, Ctx, Error};
use domain::access::{AccessFact, Action, Actor, Situation};
use domain::case::{By, Content, News};
use domain::words::{AccountId, Refusal, Secret};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long a second person may take, and then how long the link works.
const VALID: SignedDuration = SignedDuration::from_hours(24);

/// Somebody who waits to be let in again.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Who.
    pub account: AccountId,
    /// How they log in.
    pub login: String,
    /// How they are called.
    pub name: String,
    /// The login of who asked; nobody where the console did.
    pub asked_by: Option<String>,
    /// Whether the asker of this list did.
    pub by_me: bool,
    /// When.
    pub asked_at: Timestamp,
    /// Whether a second person has agreed, and there is a link.
    pub agreed: bool,
    /// Until when.
    pub expires_at: Timestamp,
}

/// The right, where `first` may not be the one who uses it.
fn require(ctx: &Ctx, first: Option<AccountId>) -> Result<(), Error> {
    ctx.require_in(
        Action::RecoverPerson,
        &Situation { first_person: first, ..Situation::default() },
    )
}

/// Whom somebody may let in again, and who waits for it.
pub async fn recoveries(ctx: &Ctx) -> Result<(Vec<Account>, Vec<Waiting>), Error> {
    require(ctx, None)?;
    let accounts = ctx.app.store.accounts().await?;
    let people: BTreeMap<&AccountId, &Account> =
        accounts.iter().map(|account| (&account.id, account)).collect();
    let login = |id: &AccountId| people.get(id).map(|account| account.login.clone());
    let waiting = ctx.app.store.recoveries(ctx.now).await?.into_iter().filter_map(|one| {
        let account = people.get(&one.account)?;
        Some(Waiting {
            account: one.account.clone(),
            login: account.login.clone(),
            name: account.name.clone(),
            asked_by: one.asked.by.as_ref().and_then(login),
            by_me: one.asked.by.as_ref() == ctx.account(),
            asked_at: one.asked.at,
            agreed: one.secret.is_some(),
            expires_at: one.expires_at,
        })
    });
    let waiting: Vec<Waiting> = waiting.collect();
    let mine = ctx.account().cloned();
    let others = accounts.iter().filter(|one| one.active && Some(&one.id) != mine.as_ref());
    Ok((others.cloned().collect(), waiting))
}

async fn active(ctx: &Ctx, id: &AccountId) -> Result<Account, Error> {
    let account = ctx.app.store.account(id).await?;
    account.filter(|account| account.active).ok_or(Error::NotThere)
}

async fn pending(ctx: &Ctx, id: &AccountId) -> Result<Option<Recovery>, Error> {
    let all = ctx.app.store.recoveries(ctx.now).await?;
    Ok(all.into_iter().find(|one| one.account == *id))
}

/// Ask that somebody be let in again.
pub async fn ask_recovery(ctx: &Ctx, id: &AccountId) -> Result<(), Error> {
    require(ctx, Some(id.clone()))?;
    let account = active(ctx, id).await?;
    if pending(ctx, id).await?.is_some() {
        let says = "somebody has asked for this already; a second person agrees, or takes it back";
        return Err(Refusal::new("recovery", says).into());
    }
    keep(ctx, &account.id, ctx.account().cloned(), None).await
}

/// Agree to it as a second person; the secret of the link is shown once.
pub async fn agree_to_recovery(ctx: &Ctx, id: &AccountId) -> Result<Secret, Error> {
    require(ctx, Some(id.clone()))?;
    let account = active(ctx, id).await?;
    let asked = pending(ctx, id).await?.filter(|one| one.secret.is_none());
    let Some(asked) = asked else {
        let says = "nobody has asked for this, or there is a link already";
        return Err(Refusal::new("recovery", says).into());
    };
    require(ctx, asked.asked.by.clone())?;
    let secret = Secret::from_chance("back", ctx.app.chance.secret());
    keep(ctx, &account.id, asked.asked.by, Some(&secret)).await?;
    Ok(secret)
}

async fn keep(
    ctx: &Ctx,
    account: &AccountId,
    by: Option<AccountId>,
    secret: Option<&Secret>,
) -> Result<(), Error> {
    let expires_at = ctx.now.checked_add(VALID).map_err(|e| Error::Outside(e.to_string()))?;
    let whose = account.clone();
    let fact = match secret {
        None => AccessFact::RecoveryAsked { account: whose },
        Some(_) => AccessFact::RecoveryIssued { account: whose },
    };
    let recovery = Recovery {
        account: account.clone(),
        asked: Made { by, at: ctx.now },
        secret: secret.map(Secret::digest),
        expires_at,
    };
    let unit = vec![Write::Entrance(EntranceWrite::Recovery(recovery))];
    record(ctx, &ctx.by(), News { fact, content: Content::default() }, unit).await
}

/// Take it back, link and all.
pub async fn withdraw_recovery(ctx: &Ctx, id: &AccountId) -> Result<(), Error> {
    require(ctx, None)?;
    pending(ctx, id).await?.ok_or(Error::NotThere)?;
    let fact = AccessFact::RecoveryWithdrawn { account: id.clone() };
    let unit = vec![Write::Entrance(EntranceWrite::DropRecovery(id.clone()))];
    record(ctx, &ctx.by(), News { fact, content: Content::default() }, unit).await
}

/// Where fewer than two others could agree to it, the operator's console may let somebody back in by
/// itself. `None` where there are two.
pub async fn recover_from_console(
    app: &Arc<App>,
    login: &str,
    now: Timestamp,
) -> Result<Option<Secret>, Error> {
    let ctx = Ctx::new(app, Actor::System, now);
    let accounts = app.store.accounts().await?;
    let account = accounts.iter().find(|one| one.active && one.login == login);
    let account = account.ok_or_else(|| {
        let login = domain::words::one_line(login, 60);
        Error::Invalid(vec![format!("login: nobody who works here logs in as {login:?}")])
    })?;
    let able = accounts.iter().filter(|one| one.id != account.id && one.can_log_in());
    let able = able.filter(|one| {
        let held = one.roles_at(now);
        let mut held = held.iter().filter_map(|id| app.policy.roles.0.get(id));
        held.any(|role| role.may.contains(&Action::RecoverPerson))
    });
    if able.count() >= 2 {
        return Ok(None);
    }
    let secret = Secret::from_chance("back", ctx.app.chance.secret());
    keep(&ctx, &account.id, None, Some(&secret)).await?;
    Ok(Some(secret))
}

/// What somebody sees who comes back.
pub struct Return {
    /// How they log in.
    pub login: String,
    /// The new second factor's secret.
    pub totp: Vec<u8>,
}

async fn opened(ctx: &Ctx, secret: &Secret) -> Result<Account, Error> {
    let found = ctx.app.store.recovery(&secret.digest(), ctx.now).await?;
    active(ctx, &found.ok_or(Error::NotThere)?.account).await
}

/// What this link offers.
pub async fn return_of(ctx: &Ctx, secret: &Secret) -> Result<Return, Error> {
    let account = opened(ctx, secret).await?;
    Ok(Return { login: account.login, totp: totp_of(secret) })
}

/// Come back: with a new password and a new second factor, and nothing else that was open before.
pub async fn recover(
    ctx: &Ctx,
    secret: &Secret,
    password: &str,
    code: &str,
) -> Result<AccountId, Error> {
    let account = opened(ctx, secret).await?;
    let totp = totp_of(secret);
    let mut wrong: Vec<String> =
        bad_password(ctx, password, &[&account.login, &account.name]).into_iter().collect();
    let step = ctx.app.credentials.check_code(&totp, code, ctx.now);
    if step.is_none() {
        wrong.push(BAD_CODE.to_owned());
    }
    let (Some(totp_step), true) = (step, wrong.is_empty()) else {
        return Err(Error::Invalid(wrong));
    };
    let salt = ctx.app.chance.id();
    let password = ctx.app.credentials.hash_password(password, salt).map_err(Error::Outside)?;
    let (id, version) = (account.id.clone(), account.version + 1);
    let back =
        Account { password, totp, totp_step, failures: 0, locked_until: None, version, ..account };
    let unit = vec![
        Write::Entrance(EntranceWrite::UseRecovery(id.clone(), secret.digest())),
        Write::Entrance(EntranceWrite::CloseAll(id.clone())),
        Write::Account(back),
    ];
    let fact = AccessFact::Recovered { account: id.clone() };
    let news = News { fact, content: Content::default() };
    record(ctx, &By::Person(id.clone()), news, unit).await?;
    tracing::info!(actor.id = %id, "somebody was let in again");
    Ok(id)
}
