//! Coming in by somebody else's word: single sign-on. A person is known by the provider's name for them,
//! never by an address or a login; an account is made by an invitation alone.

use super::challenge::{keep, keep_under, take};
use super::join::{bad_names, pending};
use super::journal::record;
use super::session::{open_session, own};
use super::sign_in::{Entry, NOBODY, second_factor};
use crate::ports::sign_on::{Brought, SignOn, Vouched};
use crate::ports::store::{Account, EntranceWrite, Identity, Invite, StoreError, Write};
use crate::{Ctx, Error};
use domain::access::AccessFact;
use domain::case::{By, Content, News};
use domain::words::{AccountId, Digest, Refusal, Secret, one_line};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What for somebody goes to the provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Errand {
    /// To log in.
    LogIn,
    /// To be known by it from now on, as whoever is logged in.
    Link,
    /// To use an invitation.
    Join {
        /// The secret of the invitation, by digest.
        invite: Digest,
        /// How they will be known here.
        login: String,
        /// How they are called.
        name: String,
    },
}

/// What is remembered meanwhile.
#[derive(Serialize, Deserialize)]
struct Kept {
    errand: Errand,
    /// What the browser holds that was sent away, by digest.
    browser: Digest,
    provider: String,
}

/// Where a browser goes, and what it holds until it comes back.
pub struct Away {
    /// The address at the provider.
    pub address: String,
    /// For the browser alone.
    pub browser: Secret,
}

/// How it ended.
pub enum Arrived {
    /// They are in; the secret opens the session.
    In(Secret),
    /// The provider did not say that it asked for a second factor; we do. The secret comes back with the
    /// code.
    Code(Secret),
    /// Their account is known by the provider from now on.
    Linked,
    /// They are not let in, whatever the reason.
    Out,
}

fn provider(ctx: &Ctx) -> Result<&Arc<dyn SignOn>, Error> {
    ctx.app.sign_on.as_ref().ok_or_else(|| {
        Refusal::new("single sign-on", "no provider is set up here; log in another way").into()
    })
}

/// The name of the provider, where there is one.
pub fn sign_on_name(ctx: &Ctx) -> Option<String> {
    ctx.app.sign_on.as_ref().map(|provider| provider.rules().name.clone())
}

/// An errand with an invitation, if it is one and they can be called so.
async fn checked(ctx: &Ctx, secret: &Secret, login: &str, name: &str) -> Result<Errand, Error> {
    pending(ctx, secret).await?;
    let mut wrong = bad_names(login, name);
    if wrong.is_empty() && ctx.app.store.account_of_login(login).await?.is_some() {
        wrong.push("login: it is taken".to_owned());
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let (login, name) = (login.to_owned(), one_line(name, 100));
    Ok(Errand::Join { invite: secret.digest(), login, name })
}

/// Send a browser to the provider, to use this invitation as somebody who is called so.
pub async fn join_by_provider(
    ctx: &Ctx,
    secret: &Secret,
    login: &str,
    name: &str,
) -> Result<Away, Error> {
    let errand = checked(ctx, secret, login, name).await?;
    go_to_provider(ctx, errand).await
}

/// Send a browser to the provider.
pub async fn go_to_provider(ctx: &Ctx, errand: Errand) -> Result<Away, Error> {
    let provider = provider(ctx)?;
    let account = match &errand {
        Errand::Link => Some(own(ctx)?),
        Errand::LogIn | Errand::Join { .. } => None,
    };
    let word = Secret::from_chance("word", ctx.app.chance.secret());
    let browser = Secret::from_chance("browser", ctx.app.chance.secret());
    let sent = provider.send(word.reveal()).await.map_err(|why| {
        tracing::warn!(why, "single sign-on does not answer");
        let says = "the provider does not answer; try again later, or log in another way";
        Error::from(Refusal::new("single sign-on", says))
    })?;
    let kept = Kept { errand, browser: browser.digest(), provider: sent.state };
    let state = serde_json::to_string(&kept).map_err(|e| Error::Outside(e.to_string()))?;
    keep_under(ctx, ("provider", &word), account, state).await?;
    Ok(Away { address: sent.address, browser })
}

/// Nobody is let in; why is for the log.
fn out(why: &str) -> Result<Arrived, Error> {
    tracing::warn!(why, "single sign-on lets nobody in");
    Ok(Arrived::Out)
}

/// A browser came back, with the word that it was sent with.
pub async fn come_back(
    ctx: &Ctx,
    word: &Secret,
    browser: Option<&Secret>,
    brought: Brought<'_>,
    device: &str,
) -> Result<Arrived, Error> {
    let provider = provider(ctx)?;
    let Some(asked) = take(ctx, "provider", word).await? else {
        return out("nobody was sent away with this, or it was used, or too long ago");
    };
    let Ok(kept) = serde_json::from_str::<Kept>(&asked.state) else {
        return out("what was remembered does not read");
    };
    // Another browser was sent: somebody else's log-in, slipped to this one.
    if browser.map(Secret::digest) != Some(kept.browser) {
        return out("another browser was sent away with this");
    }
    if brought.code.is_empty() {
        return out("the provider sent no code: it refused, or somebody called it off");
    }
    let vouched = match provider.vouched(brought, &kept.provider).await {
        Ok(vouched) => vouched,
        Err(why) => return out(&why),
    };
    let rules = provider.rules();
    if let Some(lacking) = rules.require.iter().find(|rule| !rule.holds(&vouched.claims)) {
        return out(&format!("what is required of {} is not so", lacking.claim));
    }
    let two = rules.second_factor.iter().any(|rule| rule.holds(&vouched.claims));
    match kept.errand {
        Errand::LogIn => log_in(ctx, &vouched, two, device).await,
        Errand::Link => link(ctx, &vouched, asked.account).await,
        Errand::Join { .. } if !two => out(
            "an invitation was used without a second factor; join with a password and link then",
        ),
        Errand::Join { invite, login, name } => {
            let found = ctx.app.store.invite(&invite).await?;
            match found.filter(|one| one.expires_at > ctx.now) {
                Some(invite) => enter(ctx, &vouched, (login, name, invite), device).await,
                None => out("the invitation was used meanwhile"),
            }
        }
    }
}

async fn log_in(ctx: &Ctx, vouched: &Vouched, two: bool, device: &str) -> Result<Arrived, Error> {
    let handle = Identity::handle_of(&vouched.issuer, &vouched.subject);
    let Some(identity) = ctx.app.store.identity(&handle).await? else {
        return out("no account here is linked to this one");
    };
    let account = ctx.app.store.account(&identity.account).await?;
    let Some(account) = account.filter(|account| account.active) else {
        return out("the account here is not in use");
    };
    if !two {
        if account.totp.is_empty() {
            return out("the provider asked for no second factor, and there is none here");
        }
        let ceremony = keep(ctx, "second factor", Some(account.id), handle.to_string()).await?;
        return Ok(Arrived::Code(ceremony));
    }
    let (secret, session) = open_session(ctx, &account.id, "single sign-on", device)?;
    let used = EntranceWrite::IdentityUsed(account.id.clone(), handle, ctx.now);
    match ctx.app.store.commit(vec![Write::Entrance(used), Write::Session(session)]).await {
        Ok(()) => {
            tracing::info!(actor.id = %account.id, how = "single sign-on", "somebody logged in");
            Ok(Arrived::In(secret))
        }
        Err(StoreError::Conflict(_)) => out("it was unlinked at the same moment"),
        Err(error) => Err(error.into()),
    }
}

/// The code of somebody for whom the provider has vouched a moment ago.
pub async fn confirm(
    ctx: &Ctx,
    ceremony: &Secret,
    code: &str,
    device: &str,
) -> Result<Entry, Error> {
    provider(ctx)?;
    let asked = take(ctx, "second factor", ceremony).await?;
    let Some((id, handle)) =
        asked.and_then(|asked| Some((asked.account?, Digest::read(&asked.state)?)))
    else {
        return Ok(Entry::Out(None));
    };
    let account = ctx.app.store.account(&id).await?.filter(|account| account.active);
    let Some(account) = account else { return Ok(Entry::Out(None)) };
    // It may have been unlinked meanwhile.
    let linked = ctx.app.store.identity(&handle).await?;
    if linked.is_none_or(|linked| linked.account != id) {
        return Ok(Entry::Out(None));
    }
    let entry = second_factor(ctx, account, code, ("single sign-on and code", device)).await?;
    if matches!(entry, Entry::In(_)) {
        let used = EntranceWrite::IdentityUsed(id, handle, ctx.now);
        super::session::note_use(&ctx.app, used).await;
    }
    Ok(entry)
}

/// A new account for somebody whom the provider vouches for, and a session of theirs.
async fn enter(
    ctx: &Ctx,
    vouched: &Vouched,
    (login, name, invite): (String, String, Invite),
    device: &str,
) -> Result<Arrived, Error> {
    let store = &ctx.app.store;
    let id = AccountId::from_chance(ctx.app.chance.id());
    let identity = identity(vouched, &id, ctx);
    let known = store.identity(&identity.handle).await?.is_some();
    if known || store.account_of_login(&login).await?.is_some() {
        return out("the login or the account at the provider is somebody's already");
    }
    let account = Account::begin(id.clone(), &login, &name, invite.roles.clone());
    let account = Account { password: NOBODY.to_owned(), ..account };
    let (secret, session) = open_session(ctx, &id, "single sign-on", device)?;
    let unit = vec![
        Write::UseInvite(invite.secret),
        Write::Account(account),
        Write::Entrance(EntranceWrite::Identity(identity)),
        Write::Session(session),
    ];
    let fact = AccessFact::Joined { account: id.clone(), roles: invite.roles };
    let content = Content::one("login", login).and("name", name);
    record(ctx, &By::Person(id.clone()), News { fact, content }, unit).await?;
    tracing::info!(actor.id = %id, "somebody joined by single sign-on");
    Ok(Arrived::In(secret))
}

fn identity(vouched: &Vouched, account: &AccountId, ctx: &Ctx) -> Identity {
    Identity {
        handle: Identity::handle_of(&vouched.issuer, &vouched.subject),
        account: account.clone(),
        issuer: vouched.issuer.clone(),
        subject: vouched.subject.clone(),
        made_at: ctx.now,
        used_at: None,
    }
}

/// From now on the provider's word stands for this account.
async fn link(ctx: &Ctx, vouched: &Vouched, asked: Option<AccountId>) -> Result<Arrived, Error> {
    let account = own(ctx)?;
    if asked.as_ref() != Some(&account) {
        return out("somebody else is logged in than was sent away");
    }
    let identity = identity(vouched, &account, ctx);
    if ctx.app.store.identity(&identity.handle).await?.is_some() {
        return out("the account at the provider is somebody's already");
    }
    let fact = AccessFact::IdentityLinked { account };
    let unit = vec![Write::Entrance(EntranceWrite::Identity(identity))];
    record(ctx, &ctx.by(), News { fact, content: Content::default() }, unit).await?;
    Ok(Arrived::Linked)
}
