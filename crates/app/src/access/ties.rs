//! For whom somebody works beside the project.

use super::journal::record;
use super::people::person;
use super::session::{own, own_account};
use crate::jobs::ties::follows;
use crate::ports::store::{Account, Write};
use crate::{Ctx, Error};
use domain::access::{AccessFact, ties};
use domain::case::{Content, News};
use domain::words::{AccountId, Refusal};
use std::collections::BTreeSet;

/// Say for whom somebody works: domains, one a line or with commas between; nothing, for nobody. One's own
/// organisations anybody may name and nobody take away; those of others, who manages people. From then on
/// they have no part in cases in which somebody writes from there, until somebody else lets them in.
pub async fn set_ties(ctx: &Ctx, id: &AccountId, text: &str) -> Result<BTreeSet<String>, Error> {
    let mine = own(ctx).is_ok_and(|me| me == *id);
    let account = if mine { own_account(ctx).await? } else { person(ctx, id).await? };
    let ties = ties(text)?;
    if let (true, Some(gone)) = (mine, account.ties.difference(&ties).next()) {
        let says = format!(
            "{gone}: you can name where you work; that you work there no more is said by another person \
             who manages people"
        );
        return Err(Refusal::new("ties", says).into());
    }
    let version = account.version + 1;
    let after = Account { ties: ties.clone(), version, ..account };
    let content = Content::one("ties", ties.iter().cloned().collect::<Vec<_>>().join(" "));
    let news = News { fact: AccessFact::TiesSet { account: id.clone() }, content };
    let job = follows(&after, ctx.now);
    let unit = vec![Write::Account(after), Write::Job(job)];
    record(ctx, &ctx.by(), news, unit).await?;
    Ok(ties)
}
