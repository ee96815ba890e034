//! Passwords: what is wrong with a new one, and changing one's own.

use super::journal::record;
use super::session::own_account;
use super::sign_in::{count_failure, has_password, proof};
use crate::ports::store::{Account, EntranceWrite, Write};
use crate::{Ctx, Error};
use domain::access::AccessFact;
use domain::case::{Content, News};
use domain::words::{Digest, Refusal};

/// What is wrong with a new password of somebody with these names, if anything is.
pub(super) fn bad_password(ctx: &Ctx, password: &str, theirs: &[&str]) -> Option<String> {
    if !(12..=200).contains(&password.chars().count()) {
        return Some("password: 12 to 200 characters".to_owned());
    }
    let why = ctx.app.credentials.weakness(password, theirs)?;
    Some(format!(
        "password: this one is among the first that are guessed: {why}; take several words"
    ))
}

/// What somebody gives who wants another password.
#[derive(Debug, Clone, Default)]
pub struct NewPassword {
    /// The one that they have.
    pub old: String,
    /// The one that they want.
    pub new: String,
    /// The code of their second factor.
    pub code: String,
}

/// Set another password for oneself. Every other session of theirs ends; what is wrong with what they gave to
/// show who they are is counted like a failed log-in.
pub async fn change_password(ctx: &Ctx, given: &NewPassword, mine: &Digest) -> Result<(), Error> {
    let account = own_account(ctx).await?;
    if !has_password(&account) {
        let says = "you have no password; two colleagues can let you set one";
        return Err(Refusal::new("password", says).into());
    }
    let unfit = || {
        let says =
            "your password and the code do not fit together; after several failures, wait a while";
        Error::from(Refusal::new("password", says))
    };
    let step = match proof(ctx, &account, &given.old, &given.code) {
        Ok(step) => step,
        Err(failure) => {
            if let Some(failure) = failure {
                count_failure(ctx, failure).await?;
            }
            return Err(unfit());
        }
    };
    let theirs = [account.login.as_str(), account.name.as_str(), given.old.as_str()];
    if let Some(wrong) = bad_password(ctx, &given.new, &theirs) {
        return Err(Error::Invalid(vec![wrong]));
    }
    let salt = ctx.app.chance.id();
    let password = ctx.app.credentials.hash_password(&given.new, salt).map_err(Error::Outside)?;
    let (id, version) = (account.id.clone(), account.version + 1);
    let after =
        Account { password, totp_step: step, failures: 0, locked_until: None, version, ..account };
    let unit = vec![
        Write::Account(after),
        Write::Entrance(EntranceWrite::EndOthers(id.clone(), Some(*mine))),
    ];
    let news = News {
        fact: AccessFact::PasswordChanged { account: id.clone() },
        content: Content::default(),
    };
    record(ctx, &ctx.by(), news, unit).await?;
    tracing::info!(actor.id = %id, "somebody changed their password");
    Ok(())
}
