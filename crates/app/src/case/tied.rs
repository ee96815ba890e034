//! Who works for an organisation has no part in a case in which somebody from there reports or takes part,
//! until somebody else has looked (S23).

use super::staff::somebody_stays;
use crate::ports::store::Account;
use crate::{Ctx, Error};
use domain::access::comes_from;
use domain::case::{Case, Content, Fact, News};
use domain::words::AccountId;
use std::collections::BTreeSet;

/// What follows by rule from an address that these news bring into a case. Whoever was let in again stays,
/// and nobody is kept out without whom nobody could take the case. Everybody is asked about in any
/// event, so that whoever writes learns nothing of who works here (I12).
pub(crate) async fn tied<'n>(
    ctx: &Ctx,
    case: Option<&Case>,
    news: impl Iterator<Item = &'n News>,
) -> Result<Vec<News>, Error> {
    let addresses: Vec<&str> = news.filter_map(address).collect();
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let accounts = ctx.app.store.accounts().await?;
    Ok(out_of(ctx, case, &addresses, (&accounts, &accounts)))
}

/// Who of some has no part from now on.
fn out_of(
    ctx: &Ctx,
    case: Option<&Case>,
    addresses: &[&str],
    (accounts, some): (&[Account], &[Account]),
) -> Vec<News> {
    let (mut out, readmitted) = match case {
        Some(case) => (case.recused.clone(), case.readmitted.clone()),
        None => Default::default(),
    };
    let mut all = Vec::new();
    for account in some.iter().filter(|account| account.active) {
        let known = out.contains(&account.id) || readmitted.contains(&account.id);
        let from = addresses.iter().find_map(|address| comes_from(&account.ties, address));
        let (Some(from), false) = (from, known) else { continue };
        let without: BTreeSet<AccountId> = out.iter().chain([&account.id]).cloned().collect();
        if !somebody_stays(ctx, case.map(|case| &case.id), accounts, &without) {
            tracing::warn!(%account.id, "works where somebody writes from, and nobody else could take the case");
            continue;
        }
        let because = format!("works for {from}, and so does somebody who takes part here");
        let fact = Fact::Recused { account: account.id.clone() };
        all.push(fact.with(Content::one("because", &because)));
        out = without;
    }
    all
}

/// What follows by rule for somebody of whom it was said just now for whom they work.
pub(crate) fn tied_by_now(
    ctx: &Ctx,
    case: &Case,
    accounts: &[Account],
    account: &Account,
) -> Vec<News> {
    let parties = case.parties.values().filter(|party| party.is_here());
    let parties = parties.filter_map(|party| party.address.as_deref());
    let addresses: Vec<&str> = parties.chain(case.contact.address.as_deref()).collect();
    out_of(ctx, Some(case), &addresses, (accounts, std::slice::from_ref(account)))
}

/// Where somebody is reached who reports, or takes part from now on.
fn address(news: &News) -> Option<&str> {
    let brings =
        matches!(news.fact, Fact::ContactGiven { thread: Some(_), .. } | Fact::Invited { .. });
    Some(news.content.get("address")).filter(|address| brings && !address.is_empty())
}
