//! Passkeys: made and taken away by whoever is logged in, and used in place of password and code. What
//! a browser must answer is kept here meanwhile, for a short while and for one answer.

use super::challenge::{keep, leaves_a_way_in, take};
use super::journal::record;
use super::session::{open_session, own, own_account};
use crate::ports::passkeys::Holder;
use crate::ports::store::{EntranceWrite, Passkey, StoreError, Write};
use crate::{Ctx, Error};
use domain::access::AccessFact;
use domain::case::{Content, News};
use domain::words::{Digest, Refusal, Secret, one_line, plain_length};

/// More passkeys than this nobody has.
const KEYS_MAX: usize = 20;

/// What a page asks a browser.
pub struct BrowserIsAsked {
    /// What for, as JSON.
    pub options: String,
    /// Comes back with the answer, once.
    pub ceremony: Secret,
}

fn outside(what: &str) -> impl FnOnce(String) -> Error + use<'_> {
    move |says| Error::Outside(format!("{what}: {says}"))
}

/// Refuse where there are no passkeys at this address.
fn there(ctx: &Ctx) -> Result<(), Error> {
    match ctx.app.passkeys.why_not() {
        None => Ok(()),
        Some(why) => {
            Err(Refusal::new("passkeys", format!("there are no passkeys here: {why}")).into())
        }
    }
}

/// One's passkeys, the last made first.
pub async fn passkeys(ctx: &Ctx) -> Result<Vec<Passkey>, Error> {
    Ok(ctx.app.store.passkeys_of(&own(ctx)?).await?)
}

/// Begin to make a passkey.
pub async fn begin_passkey(ctx: &Ctx) -> Result<BrowserIsAsked, Error> {
    let account = own_account(ctx).await?;
    there(ctx)?;
    let known = ctx.app.store.passkeys_of(&account.id).await?;
    if known.len() >= KEYS_MAX {
        let says = format!("you have {KEYS_MAX} passkeys; take one away that you do not use");
        return Err(Refusal::new("passkeys", says).into());
    }
    let known: Vec<Vec<u8>> = known.into_iter().map(|key| key.id).collect();
    let holder = Holder { account: &account.id, login: &account.login, name: &account.name };
    let begun = ctx.app.passkeys.begin_making(holder, &known);
    let begun = begun.map_err(outside("asking for a passkey"))?;
    let ceremony = keep(ctx, "make", Some(account.id), begun.state).await?;
    Ok(BrowserIsAsked { options: begun.options, ceremony })
}

/// Keep the passkey that a browser made, under this name.
pub async fn add_passkey(
    ctx: &Ctx,
    ceremony: &Secret,
    answer: &str,
    name: &str,
) -> Result<(), Error> {
    let account = own(ctx)?;
    if !(1..=60).contains(&plain_length(name)) {
        let says = "name: 1 to 60 characters by which you know it again".to_owned();
        return Err(Error::Invalid(vec![says]));
    }
    let asked = take(ctx, "make", ceremony).await?;
    let asked = asked.filter(|asked| asked.account.as_ref() == Some(&account));
    let stale = || {
        let says = "this was answered before, or too late; begin again";
        Error::from(Refusal::new("passkeys", says))
    };
    let made = ctx.app.passkeys.made(&asked.ok_or_else(stale)?.state, answer);
    let made = made.map_err(|why| {
        tracing::info!(why, "a passkey was not made");
        let says = "your browser's answer does not hold; begin again";
        Error::from(Refusal::new("passkeys", says))
    })?;
    let name = one_line(name, 60);
    let fact = AccessFact::PasskeyAdded { account: account.clone() };
    let news = News { fact, content: Content::one("name", name.clone()) };
    let key = Passkey {
        id: made.id,
        account,
        name,
        record: made.record,
        made_at: ctx.now,
        used_at: None,
    };
    let unit = vec![Write::Entrance(EntranceWrite::Passkey(key))];
    record(ctx, &ctx.by(), news, unit).await
}

/// Take a passkey away, named by the digest of its id; whether it was there. The last way in stays.
pub async fn remove_passkey(ctx: &Ctx, which: &Digest) -> Result<bool, Error> {
    let account = own_account(ctx).await?;
    let all = ctx.app.store.passkeys_of(&account.id).await?;
    let Some(key) = all.iter().find(|key| key.handle() == *which) else { return Ok(false) };
    let others = ctx.app.store.identities_of(&account.id).await?.len();
    let alone = leaves_a_way_in(&account, all.len() + others)?;
    let fact = AccessFact::PasskeyRemoved { account: account.id.clone() };
    let news = News { fact, content: Content::one("name", key.name.clone()) };
    let dropped = EntranceWrite::DropPasskey(account.id, key.handle());
    let unit = vec![alone, Write::Entrance(dropped)];
    record(ctx, &ctx.by(), news, unit).await?;
    Ok(true)
}

/// Begin to log in with a passkey.
pub async fn begin_passkey_sign_in(ctx: &Ctx) -> Result<BrowserIsAsked, Error> {
    there(ctx)?;
    let begun = ctx.app.passkeys.begin_using().map_err(outside("asking for a passkey"))?;
    let ceremony = keep(ctx, "use", None, begun.state).await?;
    Ok(BrowserIsAsked { options: begun.options, ceremony })
}

/// Log in with a passkey on this device. Nothing where the answer does not hold, whatever of it.
pub async fn passkey_sign_in(
    ctx: &Ctx,
    ceremony: &Secret,
    answer: &str,
    device: &str,
) -> Result<Option<Secret>, Error> {
    let Some(asked) = take(ctx, "use", ceremony).await? else { return Ok(None) };
    let Some(id) = ctx.app.passkeys.claimed(answer) else { return Ok(None) };
    let Some(key) = ctx.app.store.passkey(&id).await? else { return Ok(None) };
    let account = ctx.app.store.account(&key.account).await?.filter(|account| account.active);
    let Some(account) = account else { return Ok(None) };
    let record = match ctx.app.passkeys.used(&asked.state, answer, &key.record) {
        Ok(record) => record,
        Err(why) => {
            tracing::warn!(actor.id = %account.id, why, "a passkey was not taken");
            return Ok(None);
        }
    };
    let (secret, session) = open_session(ctx, &account.id, "a passkey", device)?;
    let used = EntranceWrite::PasskeyUsed(account.id.clone(), key.handle(), record, ctx.now);
    match ctx.app.store.commit(vec![Write::Entrance(used), Write::Session(session)]).await {
        Ok(()) => {
            tracing::info!(actor.id = %account.id, how = "a passkey", "somebody logged in");
            Ok(Some(secret))
        }
        // It was taken away at the same moment.
        Err(StoreError::Conflict(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
