//! Use an invitation: a login, a password and a second factor that has been tried once.

use super::journal::record;
use super::password::bad_password;
use crate::ports::store::{Account, Invite, Write};
use crate::{Ctx, Error};
use domain::access::AccessFact;
use domain::case::{By, Content, News};
use domain::words::{AccountId, Digest, Secret, one_line, plain_length};

/// What an invited person sees before joining.
pub struct Enrolment {
    /// Roles that come with the invitation.
    pub roles: Vec<String>,
    /// The second factor's secret, to be typed where no picture can be read.
    pub totp: Vec<u8>,
}

/// What an invited person gives.
#[derive(Debug, Clone, Default)]
pub struct Join {
    /// How they will log in.
    pub login: String,
    /// How they are called.
    pub name: String,
    /// Their password.
    pub password: String,
    /// A code of the second factor, to show that it works.
    pub code: String,
}

/// The second factor's secret of an invitation: drawn from its secret, so that nothing need be kept
/// between the page and its form.
pub(super) fn totp_of(secret: &Secret) -> Vec<u8> {
    let digest = Digest::of_parts(&[b"second factor", secret.reveal().as_bytes()]);
    digest.bytes()[..20].to_vec()
}

pub(super) async fn pending(ctx: &Ctx, secret: &Secret) -> Result<Invite, Error> {
    let invite = ctx.app.store.invite(&secret.digest()).await?.ok_or(Error::NotThere)?;
    if invite.expires_at <= ctx.now { Err(Error::NotThere) } else { Ok(invite) }
}

/// What this invitation offers.
pub async fn enrolment(ctx: &Ctx, secret: &Secret) -> Result<Enrolment, Error> {
    let invite = pending(ctx, secret).await?;
    Ok(Enrolment { roles: invite.roles.into_iter().collect(), totp: totp_of(secret) })
}

fn complaints(ctx: &Ctx, join: &Join) -> Vec<String> {
    let mut wrong = bad_names(&join.login, &join.name);
    wrong.extend(bad_password(ctx, &join.password, &[&join.login, &join.name]));
    wrong
}

/// What is wrong with how somebody wants to be called, if anything is.
pub(super) fn bad_names(login: &str, name: &str) -> Vec<String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
    let mut wrong = Vec::new();
    if !((2..=40).contains(&login.len()) && login.bytes().all(plain)) {
        wrong.push("login: 2 to 40 of a-z, 0-9, dot, dash and underscore".to_owned());
    }
    if !(1..=100).contains(&plain_length(name)) {
        wrong.push("name: 1 to 100 characters".to_owned());
    }
    wrong
}

/// What is wrong with the first code of a new authenticator.
pub(super) const BAD_CODE: &str = "code: this is not the code that your authenticator shows now";

/// Join.
pub async fn join(ctx: &Ctx, secret: &Secret, given: &Join) -> Result<AccountId, Error> {
    let invite = pending(ctx, secret).await?;
    let totp = totp_of(secret);
    let mut wrong = complaints(ctx, given);
    let step = ctx.app.credentials.check_code(&totp, &given.code, ctx.now);
    if step.is_none() {
        wrong.push(BAD_CODE.to_owned());
    }
    if ctx.app.store.account_of_login(&given.login).await?.is_some() {
        wrong.push("login: it is taken".to_owned());
    }
    let (Some(step), true) = (step, wrong.is_empty()) else { return Err(Error::Invalid(wrong)) };
    let id = AccountId::from_chance(ctx.app.chance.id());
    let salt = ctx.app.chance.id();
    let password =
        ctx.app.credentials.hash_password(&given.password, salt).map_err(Error::Outside)?;
    let name = one_line(&given.name, 100);
    let account = Account::begin(id.clone(), &given.login, &name, invite.roles.clone());
    let account = Account { password, totp, totp_step: step, ..account };
    let fact = AccessFact::Joined { account: id.clone(), roles: invite.roles };
    let content = Content::one("login", given.login.clone()).and("name", name);
    let unit = vec![Write::UseInvite(secret.digest()), Write::Account(account)];
    record(ctx, &By::Person(id.clone()), News { fact, content }, unit).await?;
    tracing::info!(actor.id = %id, "somebody joined");
    Ok(id)
}
