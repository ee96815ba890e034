//! Which cases somebody asks to read without a part in them, or may.

use crate::access::actor_of;
use crate::keys::{GLASS_KEY, glass_key};
use crate::ports::store::Account;
use crate::{Ctx, Error};
use domain::access::{Action, ReadKind};
use domain::case::Case;
use domain::case::glass::{GlassAsked, GlassOpen};
use domain::words::{AccountId, CaseId};
use std::collections::BTreeMap;

/// More than this is not listed; nobody reads so many cases in four hours.
const MOST: u32 = 50;

/// What is asked for and open.
#[derive(Debug, Default)]
pub struct Glasses {
    /// What waits for a second person.
    pub asked: Vec<(CaseId, GlassAsked)>,
    /// What can be read now.
    pub open: Vec<(CaseId, GlassOpen)>,
    /// Everybody by account.
    pub people: BTreeMap<AccountId, Account>,
    /// How many others could agree to what the asker wants.
    pub seconds: usize,
}

/// What is asked for and open, for whoever may ask or agree. Why is shown; nothing of the cases is.
pub async fn glasses(ctx: &Ctx) -> Result<Glasses, Error> {
    if !ctx.may(Action::AgreeGlass) {
        ctx.require(Action::BreakGlass)?;
    }
    let keys = [GLASS_KEY.to_owned()].into();
    let cases = ctx.app.store.keyed(&keys, MOST).await?;
    let accounts = ctx.app.store.accounts().await?;
    let mut found = Glasses { seconds: seconds(ctx, &accounts), ..Glasses::default() };
    found.people = accounts.into_iter().map(|account| (account.id.clone(), account)).collect();
    for id in cases {
        let Some(case) = look(ctx, &id).await? else { continue };
        if let Some(asked) = case.glass.waiting(ctx.now) {
            found.asked.push((id.clone(), asked.clone()));
        }
        if let Some(open) = case.glass.open.filter(|open| ctx.now < open.until) {
            found.open.push((id, open));
        }
    }
    let shown = found.asked.iter().map(|(id, _)| id).chain(found.open.iter().map(|(id, _)| id));
    ctx.reads(ReadKind::Listed, shown).await?;
    Ok(found)
}

/// The case, unless the asker has no part even in this.
async fn look(ctx: &Ctx, id: &CaseId) -> Result<Option<Case>, Error> {
    let action = if ctx.may(Action::BreakGlass) { Action::BreakGlass } else { Action::AgreeGlass };
    match ctx.look_into(id, action).await {
        Ok(opened) => Ok(Some(opened.case)),
        Err(Error::NotThere | Error::NotAllowed(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn seconds(ctx: &Ctx, accounts: &[Account]) -> usize {
    let others = accounts.iter().filter(|one| one.active && Some(&one.id) != ctx.account());
    let may = |one: &&Account| {
        let ctx = ctx.clone().by_actor(actor_of(one, ctx.now));
        ctx.may(Action::AgreeGlass)
    };
    others.filter(may).count()
}

/// Whether an auditor may have been let into this case, which then says whether they still are. It is
/// found by the auditor and not by the case: an id that exists and one that does not cost them the same.
pub(crate) async fn may_be_let_in(ctx: &Ctx, id: &CaseId, action: Action) -> Result<bool, Error> {
    let Some(me) = ctx.account() else { return Ok(false) };
    let reads = matches!(action, Action::ReadCase | Action::ReadNotes);
    if !reads || ctx.may(action) || !ctx.may(Action::BreakGlass) {
        return Ok(false);
    }
    Ok(ctx.app.store.keyed(&[glass_key(me)].into(), MOST).await?.contains(id))
}
