//! The people who work here, their roles, and letting them go.

use super::invite::check_roles;
use super::journal::record;
use crate::ports::store::{Account, Write};
use crate::{Ctx, Error};
use domain::access::{AccessFact, Action};
use domain::case::{Content, News};
use domain::words::{AccountId, Refusal};
use std::collections::BTreeSet;

/// Everybody, by login.
pub async fn people(ctx: &Ctx) -> Result<Vec<Account>, Error> {
    ctx.require(Action::ManagePeople)?;
    Ok(ctx.app.store.accounts().await?)
}

async fn person(ctx: &Ctx, id: &AccountId) -> Result<Account, Error> {
    ctx.require(Action::ManagePeople)?;
    ctx.app.store.account(id).await?.ok_or(Error::NotThere)
}

/// Refuse to leave nobody who can manage people.
async fn keep_one_manager(
    ctx: &Ctx,
    except: &AccountId,
    roles: &BTreeSet<String>,
) -> Result<(), Error> {
    let manages = |roles: &BTreeSet<String>| {
        let known = &ctx.policy().roles.0;
        roles.iter().filter_map(|id| known.get(id)).any(|r| r.may.contains(&Action::ManagePeople))
    };
    let others = ctx.app.store.accounts().await?;
    let left = others
        .iter()
        .filter(|account| account.id != *except && account.active && !account.password.is_empty());
    if manages(roles) || left.into_iter().any(|account| manages(&account.roles)) {
        return Ok(());
    }
    let says = "somebody must be left who can manage people";
    Err(Refusal::new("last manager", says).into())
}

/// Set somebody's roles.
pub async fn set_roles(ctx: &Ctx, id: &AccountId, roles: BTreeSet<String>) -> Result<(), Error> {
    let account = person(ctx, id).await?;
    check_roles(ctx, &roles)?;
    keep_one_manager(ctx, id, &roles).await?;
    let fact = AccessFact::RolesSet { account: id.clone(), roles: roles.clone() };
    let version = account.version + 1;
    let unit = vec![Write::Account(Account { roles, version, ..account })];
    record(ctx, &ctx.by(), News { fact, content: Content::default() }, unit).await
}

/// Let somebody go: nothing of theirs opens anything any more.
pub async fn deactivate(ctx: &Ctx, id: &AccountId) -> Result<(), Error> {
    let account = person(ctx, id).await?;
    keep_one_manager(ctx, id, &BTreeSet::new()).await?;
    let fact = AccessFact::Deactivated { account: id.clone() };
    let version = account.version + 1;
    let gone = Account { active: false, version, ..account };
    let unit = vec![Write::Account(gone), Write::EndAll(id.clone())];
    record(ctx, &ctx.by(), News { fact, content: Content::default() }, unit).await
}
