//! The people who work here, their roles, and letting them go.

use super::invite::{check_roles, manages};
use super::journal::record_of;
use crate::jobs::handover::handover;
use crate::ports::store::{Account, EntranceWrite, Write};
use crate::{Ctx, Error};
use domain::access::{AccessFact, Action};
use domain::case::{Content, News};
use domain::words::{AccountId, Refusal};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Everybody, by login.
pub async fn people(ctx: &Ctx) -> Result<Vec<Account>, Error> {
    ctx.require(Action::ManagePeople)?;
    Ok(ctx.app.store.accounts().await?)
}

pub(super) async fn person(ctx: &Ctx, id: &AccountId) -> Result<Account, Error> {
    ctx.require(Action::ManagePeople)?;
    ctx.app.store.account(id).await?.ok_or(Error::NotThere)
}

/// Refuse to leave nobody who can manage people.
pub(super) async fn keep_one_manager(ctx: &Ctx, after: &Account) -> Result<(), Error> {
    let mut all = ctx.app.store.accounts().await?;
    all.retain(|account| account.id != after.id);
    all.push(after.clone());
    if all.iter().any(|account| manages(ctx, account)) {
        return Ok(());
    }
    let says = "somebody must be left who can manage people";
    Err(Refusal::new("last manager", says).into())
}

/// Set somebody's roles, for as long as nobody says otherwise.
pub async fn set_roles(ctx: &Ctx, id: &AccountId, roles: BTreeSet<String>) -> Result<(), Error> {
    grant_roles(ctx, id, roles, BTreeMap::new()).await
}

/// Set somebody's roles, some of them until an instant: then they are not there any more, whatever
/// runs or does not.
pub async fn grant_roles(
    ctx: &Ctx,
    id: &AccountId,
    roles: BTreeSet<String>,
    until: BTreeMap<String, Timestamp>,
) -> Result<(), Error> {
    let account = person(ctx, id).await?;
    check_roles(ctx, &roles)?;
    apart(ctx, &account, &roles)?;
    let mut wrong = Vec::new();
    for (role, end) in &until {
        if !roles.contains(role) {
            wrong.push(format!("until: {role} is not among the roles"));
        } else if *end <= ctx.now {
            wrong.push(format!("until: {end} has passed, so {role} would never be there"));
        }
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let fact =
        AccessFact::RolesSet { account: id.clone(), roles: roles.clone(), until: until.clone() };
    let version = account.version + 1;
    let after = Account { roles, until, version, ..account };
    let unit = vec![Write::Account(after.clone())];
    write(ctx, fact, unit, &after).await
}

/// Nobody gives themselves the right to have cases opened: else who manages people would need nobody's
/// word but that of an account they made.
fn apart(ctx: &Ctx, account: &Account, roles: &BTreeSet<String>) -> Result<(), Error> {
    let opens = |id: &&String| {
        let role = ctx.policy().roles.0.get(*id);
        let glass = [Action::BreakGlass, Action::AgreeGlass];
        role.is_some_and(|role| glass.iter().any(|action| role.may.contains(action)))
    };
    let mut new = roles.difference(&account.roles);
    if ctx.account() == Some(&account.id) && new.any(|id| opens(&id)) {
        let says = "nobody gives themselves a role that opens cases to auditors; another person who \
                    manages people does";
        return Err(Refusal::new("access", says).into());
    }
    Ok(())
}

/// Let somebody go: nothing of theirs opens anything any more.
pub async fn deactivate(ctx: &Ctx, id: &AccountId) -> Result<(), Error> {
    let account = person(ctx, id).await?;
    let fact = AccessFact::Deactivated { account: id.clone() };
    let version = account.version + 1;
    let gone = Account { active: false, version, ..account };
    let unit = vec![
        Write::Account(gone.clone()),
        Write::Entrance(EntranceWrite::CloseAll(id.clone())),
        Write::Job(handover(id, ctx.now)),
    ];
    write(ctx, fact, unit, &gone).await
}

/// Write a change of somebody, unless it leaves nobody who can manage people: not even where two let
/// each other go at once.
async fn write(
    ctx: &Ctx,
    fact: AccessFact,
    unit: Vec<Write>,
    after: &Account,
) -> Result<(), Error> {
    let news = News { fact, content: Content::default() };
    record_of(ctx, &ctx.by(), news, unit, Some(after)).await
}
