//! Lines that end before the embargo of a case that targets them: looked for in every open case, or
//! in those of one page of the queue.

use crate::case::queue;
use crate::ports::store::CaseRow;
use crate::{Ctx, Error};
use domain::access::{Action, ReadKind};
use domain::policy::Policy;
use domain::release::{EndsFirst, ends_first};
use domain::words::CaseId;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// What was found, by case.
pub type Endings = BTreeMap<CaseId, Vec<EndsFirst>>;

/// Whether a line ends so near that the case is worth opening: after it was received, and before any
/// embargo of it may end.
fn is_near(policy: &Policy, ends: &[Timestamp], row: &CaseRow) -> bool {
    let cap = SignedDuration::from_hours(24 * i64::from(policy.embargo.cap_days));
    let capped = row.received_at.checked_add(cap).unwrap_or(Timestamp::MAX);
    let last = row.embargo_ends_at.map_or(capped, |ends| ends.max(capped));
    row.open && ends.iter().any(|end| *end > row.received_at && *end <= last)
}

/// What is found in these cases; those that the asker may not read are passed over.
pub async fn endings_among(ctx: &Ctx, rows: &[CaseRow]) -> Result<Endings, Error> {
    let policy = ctx.policy();
    let lines = &policy.lines;
    let ends: Vec<Timestamp> = lines.list.iter().map(|line| lines.rules.ends_at(line)).collect();
    let mut found = Endings::new();
    for row in rows.iter().filter(|row| is_near(policy, &ends, row)) {
        let opened = match ctx.look_into(&row.id, Action::ReadNotes).await {
            Err(Error::NotThere | Error::NotAllowed(_)) => continue,
            opened => opened?,
        };
        let endings = ends_first(&opened.case, policy);
        if !endings.is_empty() {
            found.insert(row.id.clone(), endings);
        }
    }
    ctx.reads(ReadKind::Listed, found.keys()).await?;
    Ok(found)
}

/// What is found in every open case.
pub async fn endings(ctx: &Ctx) -> Result<Endings, Error> {
    let (mut found, mut after) = (Endings::new(), None);
    loop {
        let page = queue(ctx, false, "", after, 200).await?;
        found.append(&mut endings_among(ctx, &page.rows).await?);
        after = page.next;
        if after.is_none() {
            return Ok(found);
        }
    }
}
