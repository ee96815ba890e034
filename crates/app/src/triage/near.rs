//! Decided cases of this instance: those near a claim that the asker may read, and those that a
//! changed policy asks people to look at again.

use crate::case::kept_out;
use crate::{Ctx, Error};
use domain::access::{Action, ReadKind};
use domain::case::Case;
use domain::triage::{
    Claim, Near, Precedent, REVIEW_KEY, cited_weaknesses, keys_near, precedent_of, precedents,
};
use domain::words::CaseId;
use std::collections::BTreeSet;

/// Cases that are opened to find those near; the latest of each weakness and area.
const OPENED_MAX: u32 = 12;

/// Decided cases of this instance near this claim, nearest first; `case` itself is not among them.
pub async fn near(
    ctx: &Ctx,
    case: Option<&CaseId>,
    claim: &Claim,
    rules: &[String],
) -> Result<Vec<Near>, Error> {
    let weaknesses = cited_weaknesses(ctx.policy(), rules);
    let mut own: Vec<Precedent> = Vec::new();
    let keys = keys_near(claim, &weaknesses);
    for other in others(ctx, &keys, OPENED_MAX).await? {
        if Some(&other) == case {
            continue;
        }
        match ctx.look_into(&other, Action::ReadCase).await {
            Ok(opened) => own.extend(precedent_of(&opened.case)),
            // Whoever may not read it does not hear of it.
            Err(Error::NotThere | Error::NotAllowed(_)) => {}
            Err(other) => return Err(other),
        }
    }
    let found = precedents(&own, claim, &weaknesses, ctx.now);
    let shown: Vec<CaseId> = found.iter().filter_map(|near| CaseId::read(&near.id).ok()).collect();
    ctx.reads(ReadKind::Listed, &shown).await?;
    Ok(found)
}

/// Cases with these keys, without those in which the asker has no part: nothing shows, in what is
/// opened either, that there are any.
async fn others(ctx: &Ctx, keys: &BTreeSet<String>, limit: u32) -> Result<Vec<CaseId>, Error> {
    let without = kept_out(ctx).await?;
    let more = u32::try_from(without.len()).unwrap_or(u32::MAX);
    let mut found = ctx.app.store.keyed(keys, limit.saturating_add(more)).await?;
    found.retain(|id| !without.contains(id));
    found.truncate(limit as usize);
    Ok(found)
}

/// Cases whose judgement a changed policy would not repeat, the latest first: those that the asker
/// may read.
pub async fn reviews(ctx: &Ctx, limit: u32) -> Result<Vec<Case>, Error> {
    if !ctx.may(Action::ReadCase) {
        return Ok(Vec::new());
    }
    let keys = BTreeSet::from([REVIEW_KEY.to_owned()]);
    let mut cases = Vec::new();
    for id in others(ctx, &keys, limit).await? {
        match ctx.look_into(&id, Action::ReadCase).await {
            Ok(opened) => cases.push(opened.case),
            Err(Error::NotThere | Error::NotAllowed(_)) => {}
            Err(other) => return Err(other),
        }
    }
    ctx.reads(ReadKind::Listed, cases.iter().map(|case| &case.id)).await?;
    Ok(cases)
}
