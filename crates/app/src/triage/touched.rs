//! What a change of the policy would touch: every judged case is judged again by the old and the
//! new policy, page by page. Nothing is written, and nothing is decided: a person reads the list.

use crate::{Ctx, Error};
use domain::access::{Action, ReadKind};
use domain::case::ReportState;
use domain::triage::{Bench, CaseRejudged, Rejudged, rejudge_case};
use domain::words::{CaseId, one_line};

/// How many streams are named at a time.
const PAGE: u32 = 500;

/// A case that the change would touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchedCase {
    /// Which.
    pub id: CaseId,
    /// The reporter's title: content, which not everybody may be shown.
    pub title: String,
    /// Where the report stands.
    pub report: ReportState,
    /// Whether the decision is past: the case is closed.
    pub past: bool,
    /// What changes.
    pub shift: Rejudged,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    /// How many cases there are.
    pub cases: u64,
    /// How many of them were judged again.
    pub judged: u64,
    /// How many have no facts any more, since they were erased.
    pub erased: u64,
    /// How many the asker may not read.
    pub hidden: u64,
    /// Cases that the change would touch, by id, open ones first.
    pub touched: Vec<TouchedCase>,
    /// Cases whose record differs from what both policies say alike.
    pub elsewhere: Vec<TouchedCase>,
}

/// What the change from one policy, or day, to another would touch; `progress` hears after each page
/// how many cases were read.
pub async fn touched(
    ctx: &Ctx,
    old: Bench<'_>,
    new: Bench<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<Touched, Error> {
    let mut found = Touched::default();
    ctx.require(Action::ListCases)?;
    let mut after = String::new();
    loop {
        // By name, so that a case that moves in the queue meanwhile is neither missed nor read twice.
        let page = ctx.app.store.streams(&after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(last);
        for id in page.iter().filter_map(|stream| stream.strip_prefix("case/")) {
            let id = CaseId::read(id).map_err(|error| {
                Error::Outside(format!("the stream of case {}: {error}", one_line(id, 60)))
            })?;
            one(ctx, old, new, &id, &mut found).await?;
        }
        progress(found.cases);
    }
    let shown = found.touched.iter().chain(&found.elsewhere);
    ctx.reads(ReadKind::Listed, shown.map(|case| &case.id)).await?;
    for list in [&mut found.touched, &mut found.elsewhere] {
        list.sort_by(|one, two| (one.past, &one.id).cmp(&(two.past, &two.id)));
    }
    Ok(found)
}

async fn one(
    ctx: &Ctx,
    old: Bench<'_>,
    new: Bench<'_>,
    id: &CaseId,
    found: &mut Touched,
) -> Result<(), Error> {
    found.cases += 1;
    let case = match ctx.look_into(id, Action::ReadNotes).await {
        Err(Error::NotThere | Error::NotAllowed(_)) => {
            found.hidden += 1;
            return Ok(());
        }
        opened => opened?.case,
    };
    let touched = |shift: Rejudged| TouchedCase {
        id: case.id.clone(),
        title: case.title().to_owned(),
        report: case.report,
        past: case.report == ReportState::Closed,
        shift,
    };
    match rejudge_case(old, new, &case) {
        CaseRejudged::NotJudged => return Ok(()),
        CaseRejudged::Erased => {
            found.erased += 1;
            return Ok(());
        }
        CaseRejudged::Same => {}
        CaseRejudged::Touched(shift) => found.touched.push(touched(shift)),
        CaseRejudged::Elsewhere(shift) => found.elsewhere.push(touched(shift)),
    }
    found.judged += 1;
    Ok(())
}
