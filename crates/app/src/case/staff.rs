//! Who stays with a case when somebody is kept out of it: nobody alone locks the others out (I11).

use crate::access::actor_of;
use crate::{Ctx, Error};
use domain::access::{Action, Situation, decide};
use domain::case::{Case, Fact, News};
use domain::words::{AccountId, Refusal};

/// Keeping somebody else out is for whoever could let them in again, and somebody who could take the
/// case must stay.
pub(crate) async fn keep_staffed(ctx: &Ctx, case: &Case, news: &[News]) -> Result<(), Error> {
    for News { fact, .. } in news {
        let Fact::Recused { account } = fact else { continue };
        if ctx.account() != Some(account) && !ctx.may_on(case, Action::LiftRecusal) {
            let says = "you may keep yourself out of a case; others are kept out by a person who \
                        may let them in again";
            return Err(Refusal::new("I11", says).into());
        }
        if !somebody_stays(ctx, case, account).await? {
            let says = "nobody would be left who may take this case; let somebody in again first";
            return Err(Refusal::new("I11", says).into());
        }
    }
    Ok(())
}

async fn somebody_stays(ctx: &Ctx, case: &Case, out: &AccountId) -> Result<bool, Error> {
    let accounts = ctx.app.store.accounts().await?;
    Ok(accounts.into_iter().filter(|one| one.active && one.id != *out).any(|one| {
        let recused = case.recused.contains(&one.id);
        let there = Situation { case: Some(case.id.clone()), recused, ..Situation::default() };
        decide(&ctx.policy().roles, &actor_of(&one, ctx.now), Action::TakeCase, &there).is_allowed()
    }))
}
