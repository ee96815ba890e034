//! Filing a report through either door of the web, as often as one address may.

use crate::guesses::{Key, Look};
use crate::state::WebState;
use app::attachment::Files;
use app::intake::{Receipt, receipt_again, submit_with_files};
use app::{Ctx, Error};
use domain::access::Actor;
use domain::intake::{Draft, DraftFile};
use jiff::SignedDuration;

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

/// Who is counted: nobody who works here.
fn source(ctx: &Ctx, look: &Look) -> Option<Key> {
    look.source.filter(|_| !matches!(ctx.actor, Actor::Person { .. }))
}

/// Whether files may be brought with a report: not by whoever has used up their reports.
pub(crate) fn may_bring(state: &WebState, ctx: &Ctx, look: &Look) -> Result<(), Unfiled> {
    let source = source(ctx, look);
    match state.guesses.report(source, ctx.now) {
        Ok(()) => {
            // It is counted when it is filed.
            state.guesses.no_report(source);
            Ok(())
        }
        Err(wait) => Err(Unfiled::Later(seconds(wait))),
    }
}

fn seconds(wait: SignedDuration) -> u64 {
    u64::try_from(wait.as_secs()).unwrap_or(0).max(1)
}

/// File a report with its files. Whoever was answered before is answered again, and who works here is
/// not counted. Files that come for nothing are removed.
pub(crate) async fn file(
    state: &WebState,
    ctx: &Ctx,
    look: &Look,
    (draft, door): (&Draft, &str),
    files: Files,
    key: Option<&str>,
) -> Result<Receipt, Unfiled> {
    let source = source(ctx, look);
    if let Err(wait) = state.guesses.report(source, ctx.now) {
        let brought = files.all().iter().map(DraftFile::from).collect();
        files.discard().await;
        let draft = Draft { files: brought, ..draft.clone() };
        let before = receipt_again(ctx, &draft, key).await?;
        return before.ok_or(Unfiled::Later(seconds(wait)));
    }
    let filed = submit_with_files(ctx, draft, files.all(), door, key).await;
    if filed.is_err() {
        state.guesses.no_report(source);
        files.discard().await;
    }
    Ok(filed?)
}
