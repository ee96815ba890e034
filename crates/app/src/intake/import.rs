//! Bring a report here that was received elsewhere: once, however often it is asked for.

use crate::ports::store::{Once, StoreError, Write};
use crate::unit::first_unit;
use crate::{Ctx, Error};
use domain::access::Action;
use domain::attachment::Received;
use domain::intake::{Imported, import as news_of};
use domain::words::{CaseId, Secret};

/// Where a record stands here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is not here yet.
    New,
    /// It is this case.
    Here(CaseId),
    /// It is this case, and says something else since it was brought here.
    Changed(CaseId),
}

/// Whose keys these are: never those that anybody outside could send.
const SCOPE: &str = "import";

/// Where a record stands. Only for who may take cases.
pub async fn standing(ctx: &Ctx, record: &Imported) -> Result<Standing, Error> {
    ctx.require(Action::TakeCase)?;
    let Some(before) = ctx.app.store.once(SCOPE, &record.key()).await? else {
        return Ok(Standing::New);
    };
    let id = CaseId::read(&before.answer).map_err(|error| Error::Outside(error.to_string()))?;
    Ok(match before.request == record.digest() {
        true => Standing::Here(id),
        false => Standing::Changed(id),
    })
}

/// Bring a record here with these files. One that is here stays as it is.
pub async fn import(
    ctx: &Ctx,
    record: &Imported,
    files: &[Received],
) -> Result<(CaseId, bool), Error> {
    match standing(ctx, record).await? {
        Standing::New => {}
        Standing::Here(id) | Standing::Changed(id) => return Ok((id, false)),
    }
    let id = CaseId::from_chance(ctx.app.chance.case());
    // Nobody is told it: nobody outside holds a secret of this case.
    let secret = Secret::from_chance("track", ctx.app.chance.secret());
    let news = news_of(record, files, secret.digest(), ctx.policy(), ctx.now);
    let by = ctx.by();
    let news: Vec<_> =
        news.map_err(Error::Invalid)?.into_iter().map(|one| (by.clone(), one)).collect();
    let mut unit = first_unit(ctx, &id, &news)?;
    unit.push(Write::Once(Once {
        scope: SCOPE.to_owned(),
        key: record.key(),
        request: record.digest(),
        answer: id.to_string(),
    }));
    match ctx.app.store.commit(unit).await {
        Ok(()) => {
            tracing::info!(case.id = %id, source = record.source.word(), "a report was imported");
            Ok((id, true))
        }
        // Brought here twice at once: the other one was faster.
        Err(error @ StoreError::Conflict(_)) => match standing(ctx, record).await? {
            Standing::New => Err(error.into()),
            Standing::Here(id) | Standing::Changed(id) => Ok((id, false)),
        },
        Err(error) => Err(error.into()),
    }
}
