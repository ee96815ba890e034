//! Filing a report through either door of the web, as often as one address may.

use crate::guesses::Look;
use crate::state::WebState;
use app::intake::{Receipt, receipt_again, submit_once};
use app::{Ctx, Error};
use domain::access::Actor;
use domain::intake::Draft;

/// Why a report was not taken.
#[derive(Debug)]
pub(crate) enum Unfiled {
    /// The use case says why.
    App(Error),
    /// Too many came from the same address; again after so many seconds.
    Later(u64),
}

impl From<Error> for Unfiled {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}

/// What is said then.
pub(crate) fn later(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    format!(
        "So many reports came from your address that this one was not taken. Send it again in \
         {minutes} {unit}"
    )
}

/// File a report. Whoever was answered before is answered again, and who works here is not counted.
pub(crate) async fn file(
    state: &WebState,
    ctx: &Ctx,
    look: &Look,
    (draft, door): (&Draft, &str),
    key: Option<&str>,
) -> Result<Receipt, Unfiled> {
    let source = look.source.filter(|_| !matches!(ctx.actor, Actor::Person { .. }));
    if let Err(wait) = state.guesses.report(source, ctx.now) {
        let before = receipt_again(ctx, draft, key).await?;
        let seconds = u64::try_from(wait.as_secs()).unwrap_or(0).max(1);
        return before.ok_or(Unfiled::Later(seconds));
    }
    let filed = submit_once(ctx, draft, door, key).await;
    if filed.is_err() {
        state.guesses.no_report(source);
    }
    Ok(filed?)
}
