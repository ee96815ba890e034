//! Log in with a password and a second factor. Every failure says the same.

use super::session::open_session;
use crate::ports::store::{Account, StoreError, Write};
use crate::{Ctx, Error};
use domain::words::{Refusal, Secret};
use jiff::SignedDuration;

/// Failures before a log-in is held back.
const FAILURES_FREE: u32 = 5;

/// A kept password that nobody has, so that an unknown login costs as much as a known one.
pub(super) const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whether somebody could log in with a password, and so has the code that goes with it.
pub fn has_password(account: &Account) -> bool {
    !account.password.is_empty() && account.password != NOBODY
}

/// What everybody hears who is not let in.
pub fn not_signed_in() -> Error {
    let says = "login, password and code do not fit together; after several failures, wait a while";
    Error::Refused(Refusal::new("sign-in", says))
}

/// What came of trying to log in.
pub enum Entry {
    /// They are in; the secret opens the session.
    In(Secret),
    /// They are not. Of a login that is known the failure is still to be counted: apart from the
    /// answer, so that it comes no later than that of an unknown one.
    Out(Option<Failure>),
}

/// A failure of somebody whose login is known.
pub struct Failure(Box<Account>);

/// Log in; the secret opens the session.
pub async fn sign_in(ctx: &Ctx, login: &str, password: &str, code: &str) -> Result<Secret, Error> {
    match try_to_sign_in(ctx, login, password, code, "").await? {
        Entry::In(secret) => Ok(secret),
        Entry::Out(failure) => {
            if let Some(failure) = failure {
                count_failure(ctx, failure).await?;
            }
            Err(not_signed_in())
        }
    }
}

/// Try to log in on this device, and leave a failure to be counted.
pub async fn try_to_sign_in(
    ctx: &Ctx,
    login: &str,
    password: &str,
    code: &str,
    device: &str,
) -> Result<Entry, Error> {
    let found = ctx.app.store.account_of_login(login.trim()).await?;
    let usable = found.filter(Account::can_log_in);
    let credentials = &ctx.app.credentials;
    let Some(account) = usable else {
        credentials.check_password(password, NOBODY);
        tracing::warn!("a log-in failed with a login that nobody can use");
        return Ok(Entry::Out(None));
    };
    match proof(ctx, &account, password, code) {
        Ok(step) => welcome(ctx, account, step, ("password and code", device)).await.map(Entry::In),
        Err(failure) => Ok(Entry::Out(failure)),
    }
}

/// Whether this is the password and a code of this account that was not used before; the step of the code.
/// While the account is held back nothing is, and nothing is counted.
pub(super) fn proof(
    ctx: &Ctx,
    account: &Account,
    password: &str,
    code: &str,
) -> Result<i64, Option<Failure>> {
    let credentials = &ctx.app.credentials;
    let locked = account.locked_until.is_some_and(|until| until > ctx.now);
    let right = credentials.check_password(password, &account.password);
    let step = credentials
        .check_code(&account.totp, code, ctx.now)
        .filter(|step| *step > account.totp_step);
    match (locked, right, step) {
        (false, true, Some(step)) => Ok(step),
        (true, _, _) => Err(None),
        _ => Err(Some(Failure(Box::new(account.clone())))),
    }
}

/// Try the code alone, of somebody of whom the rest is known.
pub(super) async fn second_factor(
    ctx: &Ctx,
    account: Account,
    code: &str,
    how: (&str, &str),
) -> Result<Entry, Error> {
    // Where there is no secret, anybody could work out the code.
    if account.totp.is_empty() || account.locked_until.is_some_and(|until| until > ctx.now) {
        return Ok(Entry::Out(None));
    }
    let step = ctx.app.credentials.check_code(&account.totp, code, ctx.now);
    match step.filter(|step| *step > account.totp_step) {
        Some(step) => welcome(ctx, account, step, how).await.map(Entry::In),
        None => Ok(Entry::Out(Some(Failure(Box::new(account))))),
    }
}

async fn welcome(
    ctx: &Ctx,
    account: Account,
    step: i64,
    (how, device): (&str, &str),
) -> Result<Secret, Error> {
    let (secret, session) = open_session(ctx, &account.id, how, device)?;
    let (version, session_of) = (account.version + 1, account.id.clone());
    let account = Account { totp_step: step, failures: 0, locked_until: None, version, ..account };
    ctx.app.store.commit(vec![Write::Account(account), Write::Session(session)]).await.map_err(
        |error| match error {
            // The same code came in twice at once: only one of them is good.
            StoreError::Conflict(_) => not_signed_in(),
            error @ StoreError::Outside(_) => error.into(),
        },
    )?;
    tracing::info!(actor.id = %session_of, how, "somebody logged in");
    Ok(secret)
}

/// Count a failure; after several, the login is held back for a while.
pub async fn count_failure(ctx: &Ctx, Failure(account): Failure) -> Result<(), Error> {
    let failures = account.failures.saturating_add(1);
    let minutes = (failures >= FAILURES_FREE).then(|| 1_i64 << (failures - FAILURES_FREE).min(7));
    let locked_until =
        minutes.and_then(|minutes| ctx.now.checked_add(SignedDuration::from_mins(minutes)).ok());
    let version = account.version + 1;
    tracing::warn!(actor.id = %account.id, failures, "a log-in failed");
    metrics::counter!("vulnerary_sign_in_failures_total").increment(1);
    let write = Write::Account(Account { failures, locked_until, version, ..*account });
    match ctx.app.store.commit(vec![write]).await {
        Ok(()) | Err(StoreError::Conflict(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
