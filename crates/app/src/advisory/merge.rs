//! Somebody saved the advisory while somebody else was writing it: both texts, put together.

use crate::{Ctx, Error};
use domain::access::Action;
use domain::advisory::{AdvisoryDraft, MergedField};
use domain::case::{Event, fold};
use domain::words::{AccountId, CaseId};

/// Two texts of one advisory, put together.
pub struct Merge {
    /// The version of the case that the saved text is of; what the merged one is saved upon.
    pub now: u64,
    /// Who saved last.
    pub saved_by: Option<AccountId>,
    /// Field by field.
    pub fields: Vec<MergedField>,
    /// What happened since the version that was read.
    pub since: Vec<Event>,
}

/// Put what was saved since `read` together with what somebody wrote upon it.
pub async fn merge(
    ctx: &Ctx,
    id: &CaseId,
    read: u64,
    yours: &AdvisoryDraft,
) -> Result<Merge, Error> {
    let opened = ctx.open(id, Action::WriteAdvisory).await?;
    let at = opened.events.partition_point(|event| event.seq <= read);
    let base = match at {
        0 => AdvisoryDraft::default(),
        _ => {
            let then = fold(id, &opened.events[..at]);
            let then = then.map_err(|misfit| Error::Outside(misfit.to_string()))?;
            then.draft.unwrap_or_default()
        }
    };
    let saved = opened.case.draft.unwrap_or_default();
    Ok(Merge {
        now: opened.case.version,
        saved_by: opened.case.draft_by,
        fields: AdvisoryDraft::merge(&base, &saved, yours),
        since: opened.events[at..].to_vec(),
    })
}
