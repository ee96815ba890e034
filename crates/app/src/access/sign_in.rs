//! Log in with a password and a second factor. Every failure says the same.

use crate::ports::store::{Account, Session, StoreError, Write};
use crate::{Ctx, Error};
use domain::words::{Refusal, Secret};
use jiff::SignedDuration;

/// How long a session lasts.
pub const SESSION_HOURS: i64 = 12;
/// Failures before a log-in is held back.
const FAILURES_FREE: u32 = 5;

/// A kept password that nobody has, so that an unknown login costs as much as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn no() -> Error {
    let says = "login, password and code do not fit together; after several failures, wait a while";
    Error::Refused(Refusal::new("sign-in", says))
}

/// Log in; the secret opens the session.
pub async fn sign_in(ctx: &Ctx, login: &str, password: &str, code: &str) -> Result<Secret, Error> {
    let found = ctx.app.store.account_of_login(login.trim()).await?;
    let usable = found.filter(Account::can_log_in);
    let credentials = &ctx.app.credentials;
    let Some(account) = usable else {
        credentials.check_password(password, NOBODY);
        return Err(no());
    };
    let locked = account.locked_until.is_some_and(|until| until > ctx.now);
    let right = credentials.check_password(password, &account.password);
    let step = credentials
        .check_code(&account.totp, code, ctx.now)
        .filter(|step| *step > account.totp_step);
    match (locked, right, step) {
        (false, true, Some(step)) => welcome(ctx, account, step).await,
        (true, _, _) => Err(no()),
        _ => {
            hold_back(ctx, account).await?;
            Err(no())
        }
    }
}

async fn welcome(ctx: &Ctx, account: Account, step: i64) -> Result<Secret, Error> {
    let secret = Secret::from_chance("session", ctx.app.chance.secret());
    let length = SignedDuration::from_hours(SESSION_HOURS);
    let session = Session {
        secret: secret.digest(),
        account: account.id.clone(),
        form_token: Secret::from_chance("form", ctx.app.chance.secret()).reveal().to_owned(),
        expires_at: ctx.now.checked_add(length).map_err(|e| Error::Outside(e.to_string()))?,
    };
    let version = account.version + 1;
    let account = Account { totp_step: step, failures: 0, locked_until: None, version, ..account };
    ctx.app.store.commit(vec![Write::Account(account), Write::Session(session)]).await.map_err(
        |error| match error {
            // The same code came in twice at once: only one of them is good.
            StoreError::Conflict(_) => no(),
            error @ StoreError::Outside(_) => error.into(),
        },
    )?;
    Ok(secret)
}

async fn hold_back(ctx: &Ctx, account: Account) -> Result<(), Error> {
    let failures = account.failures.saturating_add(1);
    let minutes = (failures >= FAILURES_FREE).then(|| 1_i64 << (failures - FAILURES_FREE).min(7));
    let locked_until =
        minutes.and_then(|minutes| ctx.now.checked_add(SignedDuration::from_mins(minutes)).ok());
    let version = account.version + 1;
    metrics::counter!("vulnerary_sign_in_failures_total").increment(1);
    let write = Write::Account(Account { failures, locked_until, version, ..account });
    match ctx.app.store.commit(vec![write]).await {
        Ok(()) | Err(StoreError::Conflict(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
