//! Filters that people keep for themselves.

use super::filter::CaseFilter;
use crate::ports::store::{SavedFilter, Write};
use crate::{Ctx, Error};
use domain::access::Action;
use domain::words::AccountId;

/// How many filters a person keeps at most.
const FILTERS_MAX: usize = 20;
/// How long a name may be.
const NAME_MAX: usize = 40;

fn me(ctx: &Ctx) -> Result<AccountId, Error> {
    ctx.require(Action::ListCases)?;
    ctx.account().cloned().ok_or(Error::NotThere)
}

/// The filters that the asker keeps, by name. One that a newer program wrote is left out.
pub async fn filters(ctx: &Ctx) -> Result<Vec<(String, CaseFilter)>, Error> {
    let kept = ctx.app.store.filters(&me(ctx)?).await?;
    let read = |one: SavedFilter| Some((one.name, CaseFilter::read(one.asks).ok()?));
    Ok(kept.into_iter().filter_map(read).collect())
}

/// The filter of this name.
pub async fn filter(ctx: &Ctx, name: &str) -> Result<CaseFilter, Error> {
    let found = filters(ctx).await?.into_iter().find(|(known, _)| known == name);
    let says = || Error::Invalid(vec![format!("saved: you keep no filter named {name:?}")]);
    found.map(|(_, filter)| filter).ok_or_else(says)
}

/// Keep a filter under this name, or put it in the place of the one of the same name.
pub async fn keep_filter(ctx: &Ctx, name: &str, filter: &CaseFilter) -> Result<(), Error> {
    let account = me(ctx)?;
    let invalid = |says: String| Error::Invalid(vec![says]);
    let name = name.trim();
    let good =
        (1..=NAME_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if !good {
        return Err(invalid(format!("name: 1 to {NAME_MAX} characters on one line")));
    }
    if filter.is_plain() {
        return Err(invalid("a filter that asks for nothing is the queue itself".to_owned()));
    }
    let kept = ctx.app.store.filters(&account).await?;
    if kept.len() >= FILTERS_MAX && kept.iter().all(|one| one.name != name) {
        return Err(invalid(format!("you keep {FILTERS_MAX} filters already; forget one first")));
    }
    let saved = SavedFilter { account, name: name.to_owned(), asks: filter.asks().clone() };
    Ok(ctx.app.store.commit(vec![Write::Filter(saved)]).await?)
}

/// Forget the filter of this name.
pub async fn forget_filter(ctx: &Ctx, name: &str) -> Result<(), Error> {
    let write = Write::DropFilter { account: me(ctx)?, name: name.to_owned() };
    Ok(ctx.app.store.commit(vec![write]).await?)
}
