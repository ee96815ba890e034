//! Bringing files with a message: asked first, received then, and performed by who is still there.

use crate::form::Fields;
use crate::refuse::Problem;
use crate::upload::{Form, Unread};
use app::attachment::{Files, takes_files};
use app::{Ctx, Error, Verb};
use domain::words::{CaseId, Secret};

/// Receive the files of this form, if whoever sends it may perform the verb and files come with it.
/// What is refused comes back to the page that it came from.
pub(super) async fn bring(
    ctx: &Ctx,
    id: &CaseId,
    verb: &Verb,
    form: &mut Form,
) -> Result<Result<Files, Error>, Problem> {
    if let Err(error) = ctx.check(id, verb.action).await {
        return Ok(Err(error));
    }
    if !takes_files(verb) {
        let says = "files come with a message, and this is none".to_owned();
        return Ok(Err(Error::Invalid(vec![says])));
    }
    match form.receive(ctx).await {
        Ok(files) => Ok(Ok(files)),
        Err(Unread::App(error)) => Ok(Err(error)),
        Err(other) => Err(other.into()),
    }
}

/// Perform the verb with these files; where it is not done, they came for nothing.
pub(super) async fn perform_with(
    ctx: &Ctx,
    id: &CaseId,
    verb: &Verb,
    (fields, expected): (&Fields, Option<u64>),
    files: Files,
) -> Result<Option<Secret>, Error> {
    let done = super::perform(ctx, id, verb, fields, expected, files.all()).await;
    if done.is_err() {
        files.discard().await;
    }
    done
}
