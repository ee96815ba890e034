//! Every sanction of the instance, and which cases of a list came under one.

use super::standing::{ALL, barred_key};
use crate::ports::store::CaseRow;
use crate::{Ctx, Error};
use domain::access::{Action, ReadKind};
use domain::sanction::Sanction;
use domain::words::CaseId;
use std::collections::{BTreeMap, BTreeSet};

/// More cases with sanctions are not listed.
const MOST: u32 = 500;

/// The sanctions of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The case.
    pub case: CaseId,
    /// Its title.
    pub title: String,
    /// The sanction.
    pub sanction: Sanction,
}

/// Every sanction of the cases that the reader may read: appeals that wait first, then those that run,
/// then the others, each the latest first.
pub async fn list(ctx: &Ctx) -> Result<Vec<Listed>, Error> {
    ctx.require(Action::DecideAppeal)?;
    let ids = ctx.app.store.keyed(&BTreeSet::from([ALL.to_owned()]), MOST).await?;
    let mut found = Vec::new();
    for id in ids {
        let case = match ctx.look_into(&id, Action::ReadNotes).await {
            Ok(opened) => opened.case,
            Err(Error::NotThere | Error::NotAllowed(_)) => continue,
            Err(other) => return Err(other),
        };
        let title = case.title().to_owned();
        found.extend(case.conduct.sanctions.into_iter().map(|sanction| Listed {
            case: id.clone(),
            title: title.clone(),
            sanction,
        }));
    }
    let cases: BTreeSet<&CaseId> = found.iter().map(|one| &one.case).collect();
    ctx.reads(ReadKind::Listed, cases).await?;
    found.sort_by_key(|one| {
        let sanction = &one.sanction;
        (!sanction.waits(), sanction.state, std::cmp::Reverse(sanction.at))
    });
    Ok(found)
}

/// Which of these open cases came while a sanction ran against their reporter.
pub async fn barred(ctx: &Ctx, rows: &[CaseRow]) -> Result<BTreeSet<CaseId>, Error> {
    ctx.require(Action::ListCases)?;
    let keys: BTreeMap<String, CaseId> =
        rows.iter().map(|row| (barred_key(&row.id), row.id.clone())).collect();
    let asked = keys.keys().cloned().collect();
    let counts = ctx.app.store.keyed_counts(&asked, 1).await?;
    Ok(keys.into_iter().filter(|(key, _)| counts.contains_key(key)).map(|(_, id)| id).collect())
}
