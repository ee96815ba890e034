//! Mail that waits for a person: whoever may see the list of cases looks at it, makes a report of it
//! or puts it aside. Nothing is made of it by itself.

use super::file::draft;
use crate::intake::{Along, submit_along};
use crate::ports::store::{MailRow, MailState, Write};
use crate::{Ctx, Error};
use domain::access::Action;
use domain::case::By;
use domain::mail::Checks;
use domain::words::{CaseId, Digest};
use serde::{Deserialize, Serialize};

/// What is seen of a mail that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// From whom, as it says.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its words.
    pub words: String,
    /// What was checked.
    pub checks: Checks,
}

impl Held {
    pub(super) fn stored(&self) -> String {
        serde_json::to_string(self).expect("a mail is plain data")
    }
}

/// The most that is shown at once.
const MOST: u32 = 100;

fn read(row: &MailRow) -> Result<Held, Error> {
    serde_json::from_str(&row.says).map_err(|error| Error::Outside(format!("a mail: {error}")))
}

/// Every mail that waits, the latest first. It may be about any case, so it is for those who decide
/// about reports.
pub async fn waiting(ctx: &Ctx) -> Result<Vec<(MailRow, Held)>, Error> {
    ctx.require(Action::DecideValidity)?;
    let rows = ctx.app.store.mails(MailState::Waiting, MOST).await?;
    rows.into_iter().map(|row| read(&row).map(|held| (row, held))).collect()
}

async fn one(ctx: &Ctx, id: &Digest) -> Result<Held, Error> {
    ctx.require(Action::DecideValidity)?;
    let row = ctx.app.store.mail(id).await?;
    let row = row.filter(|row| row.state == MailState::Waiting).ok_or(Error::NotThere)?;
    read(&row)
}

/// Make a report of it, as if it had come as one. Its sender gets no secret by that.
pub async fn file_waiting(ctx: &Ctx, id: &Digest) -> Result<CaseId, Error> {
    let held = one(ctx, id).await?;
    let draft = draft(&held.subject, &held.words);
    let settled = *id;
    let along = Along {
        first: vec![("mail", held.checks.stored())],
        news: crate::sanction::of_address(ctx, &held.from)
            .await?
            .map(|one| (By::System, one))
            .into_iter()
            .collect(),
        writes: Box::new(move |case| {
            let (state, case) = (MailState::Case, Some(case.clone()));
            vec![Write::MailSettled { id: settled, state, case }]
        }),
    };
    Ok(submit_along(ctx, &draft, "mail", None, along).await?.id)
}

/// Put it aside: nothing of it is kept but that it came.
pub async fn put_aside(ctx: &Ctx, id: &Digest) -> Result<(), Error> {
    one(ctx, id).await?;
    let aside = Write::MailSettled { id: *id, state: MailState::Aside, case: None };
    Ok(ctx.app.store.commit(vec![aside]).await?)
}
