//! Who stays with a case when somebody is kept out of it: nobody alone locks the others out (I11).

use crate::access::actor_of;
use crate::ports::store::Account;
use crate::{Ctx, Error};
use domain::access::{Action, Actor, Situation, decide};
use domain::case::{Case, Fact, News};
use domain::words::{AccountId, CaseId, Refusal};
use std::collections::BTreeSet;

/// Keeping somebody else out is for whoever could let them in again, and somebody who could take the
/// case must stay.
pub(crate) async fn keep_staffed(ctx: &Ctx, case: &Case, news: &[News]) -> Result<(), Error> {
    for News { fact, .. } in news {
        let Fact::Recused { account } = fact else { continue };
        let by_rule = ctx.actor == Actor::System;
        let own = ctx.account() == Some(account);
        if !by_rule && !own && !ctx.may_on(case, Action::LiftRecusal) {
            let says = "you may keep yourself out of a case; others are kept out by a person who \
                        may let them in again";
            return Err(Refusal::new("I11", says).into());
        }
        let accounts = ctx.app.store.accounts().await?;
        let out: BTreeSet<AccountId> = case.recused.iter().chain([account]).cloned().collect();
        if !somebody_stays(ctx, Some(&case.id), &accounts, &out) {
            let says = "nobody would be left who may take this case; let somebody in again first";
            return Err(Refusal::new("I11", says).into());
        }
    }
    Ok(())
}

/// Whether anybody but these may take a case.
pub(super) fn somebody_stays(
    ctx: &Ctx,
    case: Option<&CaseId>,
    accounts: &[Account],
    out: &BTreeSet<AccountId>,
) -> bool {
    let there = Situation { case: case.cloned(), ..Situation::default() };
    let roles = &ctx.policy().roles;
    let may = |one: &Account| {
        decide(roles, &actor_of(one, ctx.now), Action::TakeCase, &there).is_allowed()
    };
    accounts.iter().any(|one| one.active && !out.contains(&one.id) && may(one))
}
