//! What the program does by itself, when a timer or a job says so.

use crate::jobs::timer_watch;
use crate::ports::store::Write;
use crate::unit::{follow, unit_of};
use crate::verb::Decided;
use crate::{Ctx, Error};
use domain::access::Action;
use domain::case::{By, Case, News};
use domain::words::CaseId;

/// Perform what the system does by itself. When there is nothing to do, it is only made sure that
/// what comes next will be done; nothing at all when the case is not there.
pub(crate) async fn perform_system(
    ctx: &Ctx,
    id: &CaseId,
    decide: impl Fn(&Case) -> Vec<News>,
) -> Result<Vec<Write>, Error> {
    let opened = match ctx.open(id, Action::ReadCase).await {
        Err(Error::NotThere) => return Ok(Vec::new()),
        other => other?,
    };
    let news = decide(&opened.case);
    if news.is_empty() {
        return Ok(timer_watch(&opened.case, ctx.policy()).map(Write::Job).collect());
    }
    let decided: Decided = news.into();
    let mut unit = follow(ctx, &opened.case, &decided.news).await?;
    unit.extend(unit_of(ctx, &By::System, opened, &decided)?.1);
    Ok(unit)
}
