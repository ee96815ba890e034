//! What is open for whom: sessions, tokens and invitations listed and ended, roles and their ends, and
//! letting somebody back in or go.

use super::verbs::{Who, context, context_anywhere};
use crate::wire::Setting;
use crate::{Ended, Out};
use app::Ctx;
use app::access::{
    agree_to_recovery, ask_recovery, deactivate, end_other_sessions, end_session, grant_roles,
    instant, invites, people, recover_from_console, recoveries, revoke_invite, revoke_token,
    sessions, tokens, withdraw_recovery,
};
use app::ports::store::{Account, Invite};
use domain::words::{Digest, visible};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use web::api::{session_json, token_json};

/// What can be done with things that are open.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Open {
    #[command(flatten)]
    who: Who,
    /// End this one: its id, or enough of its beginning.
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    end: Option<String>,
    /// End all of them.
    #[arg(long)]
    all: bool,
}

/// What can be done with things that are open, one by one.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Each {
    #[command(flatten)]
    who: Who,
    /// Revoke this one: its id, or enough of its beginning.
    #[arg(long, value_name = "ID")]
    revoke: Option<String>,
}

/// Letting somebody back in.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Recover {
    #[command(flatten)]
    who: Who,
    /// Whom, by login; lists who waits when left out.
    login: Option<String>,
    /// Agree as a second person, and print the link.
    #[arg(long, requires = "login", conflicts_with = "withdraw")]
    agree: bool,
    /// Take it back.
    #[arg(long, requires = "login")]
    withdraw: bool,
}

/// Somebody's roles.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct RolesOf {
    #[command(flatten)]
    who: Who,
    /// Whose, by login.
    login: String,
    /// A role, for as long as nobody says otherwise; may be repeated.
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    /// A role until an instant or the beginning of a day in UTC; may be repeated.
    #[arg(long = "until", value_name = "ROLE=INSTANT")]
    until: Vec<String>,
}

/// Letting somebody go.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Leave {
    #[command(flatten)]
    who: Who,
    /// Whom, by login.
    login: String,
}

/// The one whose id begins like this.
fn named(given: &str, all: impl Iterator<Item = Digest>) -> Result<Digest, Ended> {
    let wanted = given.to_ascii_lowercase();
    let found: Vec<Digest> = all.filter(|one| one.to_string().starts_with(&wanted)).collect();
    match found.as_slice() {
        [one] if wanted.len() >= 6 => Ok(*one),
        [] => Err(Ended::Usage(format!("{given}: nothing of yours that is open has this id"))),
        _ => Err(Ended::Usage(format!("{given}: give more of the id"))),
    }
}

/// `people sessions`
pub(super) async fn run_sessions(
    given: &Open,
    out: &mut Out,
    setting: &Setting,
) -> Result<(), Ended> {
    let ctx = context(&given.who, setting).await?;
    let open = sessions(&ctx).await?;
    let ended = match (&given.end, given.all) {
        (Some(id), _) => end_session(&ctx, &named(id, open.iter().map(|one| one.secret))?).await?,
        (None, true) => end_other_sessions(&ctx, None).await?,
        (None, false) => {
            for one in &open {
                if given.who.json {
                    out.fact(&session_json(one).to_string())?;
                    continue;
                }
                let (id, seen) = (one.secret.short(), &one.seen);
                let (opened, used) = (seen.opened_at.to_string(), seen.used_at.to_string());
                let device = visible(&seen.device);
                out.fact(&format!("{id}  opened {opened}  used {used}  {device}"))?;
            }
            return Ok(());
        }
    };
    if given.who.json {
        return out.fact(&json!({ "ended": ended }).to_string());
    }
    out.say(&format!("Ended: {ended}."));
    Ok(())
}

/// `people tokens`
pub(super) async fn run_tokens(
    given: &Each,
    out: &mut Out,
    setting: &Setting,
) -> Result<(), Ended> {
    let ctx = context(&given.who, setting).await?;
    let all = tokens(&ctx).await?;
    if let Some(id) = &given.revoke {
        let which = named(id, all.iter().map(|one| one.secret))?;
        let revoked = revoke_token(&ctx, &which).await?;
        return say_ended(revoked, given.who.json, out);
    }
    for one in &all {
        if given.who.json {
            out.fact(&token_json(one).to_string())?;
            continue;
        }
        let used = one.grant.used_at.map_or("never".to_owned(), |at| at.to_string());
        let (id, scope, ends) = (one.secret.short(), &one.grant.scope, one.expires_at.to_string());
        let label = visible(&one.label);
        out.fact(&format!("{id}  {scope:<6}  used {used:<30}  ends {ends:<30}  {label}"))?;
    }
    Ok(())
}

fn say_ended(yes: bool, json: bool, out: &mut Out) -> Result<(), Ended> {
    if json {
        return out.fact(&json!({ "revoked": u8::from(yes) }).to_string());
    }
    out.say(if yes { "Revoked." } else { "It was gone already." });
    Ok(())
}

fn invite_json(one: &Invite) -> String {
    let by = one.made.by.as_ref().map(ToString::to_string);
    json!({
        "id": one.secret.to_string(), "roles": one.roles, "made_by": by, "made_at": one.made.at,
        "expires_at": one.expires_at,
    })
    .to_string()
}

/// `people invites`
pub(super) async fn run_invites(
    given: &Each,
    out: &mut Out,
    setting: &Setting,
) -> Result<(), Ended> {
    let ctx = context(&given.who, setting).await?;
    let all = invites(&ctx).await?;
    if let Some(id) = &given.revoke {
        let which = named(id, all.iter().map(|one| one.secret))?;
        let revoked = revoke_invite(&ctx, &which).await?;
        return say_ended(revoked, given.who.json, out);
    }
    for one in &all {
        if given.who.json {
            out.fact(&invite_json(one))?;
            continue;
        }
        let roles: Vec<&str> = one.roles.iter().map(String::as_str).collect();
        let (id, ends) = (one.secret.short(), one.expires_at.to_string());
        out.fact(&format!("{id}  ends {ends:<30}  {}", roles.join(", ")))?;
    }
    Ok(())
}

fn by_login(accounts: Vec<Account>, login: &str) -> Result<Account, Ended> {
    let found = accounts.into_iter().find(|one| one.login == login && one.active);
    found.ok_or_else(|| Ended::Usage(format!("{login}: nobody who works here logs in like this")))
}

/// `people recover`
pub(super) async fn run_recover(
    given: &Recover,
    out: &mut Out,
    setting: &Setting,
) -> Result<(), Ended> {
    let ctx = context_anywhere(&given.who, setting).await?;
    let site = given.who.place.url.trim_end_matches('/');
    if let (None, Some(login), false, false) =
        (&given.who.token, &given.login, given.agree, given.withdraw)
    {
        let secret = recover_from_console(&ctx.app, login, ctx.now).await?.ok_or_else(|| {
            let says = "two people who work here can agree to it, with their tokens or on the page \
                        /people/recovery";
            Ended::Usage(says.to_owned())
        })?;
        return out.fact(&format!("{site}/recover/{}", secret.reveal()));
    }
    let (accounts, waiting) = recoveries(&ctx).await?;
    let Some(login) = &given.login else {
        for one in &waiting {
            let by = one.asked_by.as_deref().unwrap_or("console");
            if given.who.json {
                let facts = json!({ "login": one.login, "asked_by": by, "asked_at": one.asked_at,
                    "agreed": one.agreed, "expires_at": one.expires_at });
                out.fact(&facts.to_string())?;
                continue;
            }
            let state = if one.agreed { "has a link" } else { "waits for a second person" };
            out.fact(&format!("{:<16}  asked for by {by:<16}  {state}", one.login))?;
        }
        return Ok(());
    };
    if given.withdraw {
        let one = waiting.iter().find(|one| one.login == *login).ok_or(app::Error::NotThere)?;
        withdraw_recovery(&ctx, &one.account).await?;
        out.say("Taken back.");
        return Ok(());
    }
    let account = by_login(accounts, login)?;
    if given.agree {
        let secret = agree_to_recovery(&ctx, &account.id).await?;
        return out.fact(&format!("{site}/recover/{}", secret.reveal()));
    }
    ask_recovery(&ctx, &account.id).await?;
    out.say("Asked. A second person agrees with --agree, or on the page /people/recovery.");
    Ok(())
}

pub(super) async fn person(ctx: &Ctx, login: &str) -> Result<Account, Ended> {
    by_login(people(ctx).await?, login)
}

/// `people roles`
pub(super) async fn run_roles(
    given: &RolesOf,
    out: &mut Out,
    setting: &Setting,
) -> Result<(), Ended> {
    let mut roles: BTreeSet<String> = given.roles.iter().cloned().collect();
    let mut until = BTreeMap::new();
    for text in &given.until {
        let wrong = |says: &str| Ended::Usage(format!("--until {text}: {says}"));
        let (role, at) = text.split_once('=').ok_or_else(|| wrong("ROLE=INSTANT is expected"))?;
        until.insert(role.to_owned(), instant(at).map_err(|says| wrong(&says))?);
        roles.insert(role.to_owned());
    }
    let ctx = context(&given.who, setting).await?;
    let account = person(&ctx, &given.login).await?;
    grant_roles(&ctx, &account.id, roles.clone(), until.clone()).await?;
    if given.who.json {
        let facts = json!({ "login": given.login, "roles": roles, "until": until });
        return out.fact(&facts.to_string());
    }
    out.say("Set.");
    Ok(())
}

/// `people leave`
pub(super) async fn run_leave(
    given: &Leave,
    out: &mut Out,
    setting: &Setting,
) -> Result<(), Ended> {
    let ctx = context(&given.who, setting).await?;
    let account = person(&ctx, &given.login).await?;
    deactivate(&ctx, &account.id).await?;
    out.say("Let go: every session, token, calendar and invitation of theirs has ended.");
    Ok(())
}
