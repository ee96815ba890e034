//! A mail of somebody who has a report here. It is a message of theirs only if its token, or a
//! signature by the key that they gave, names the report, if it is from the address that they gave as
//! well, and if nothing speaks against that.

use super::{Incoming, Received, commit};
use crate::ctx::Opened;
use crate::keys::{mail_key, reporter_key};
use crate::ports::store::{MailState, Write};
use crate::unit::unit_of;
use crate::{Ctx, Error};
use domain::access::{Action, Actor};
use domain::case::By;
use domain::intake::reporter_writes;
use domain::mail::{Checks, Signature, same_address, thread_of};
use domain::words::CaseId;
use std::collections::BTreeSet;

/// So many reports of one address are looked at.
const REPORTS_MAX: u32 = 5;

/// The case that a token of this mail names.
pub(super) async fn named(ctx: &Ctx, mail: &Incoming<'_>) -> Result<Option<CaseId>, Error> {
    let tokens = mail.arrived.tokens.iter().map(|token| mail_key(&thread_of(token)));
    let keys: BTreeSet<String> = tokens.collect();
    if keys.is_empty() {
        return Ok(None);
    }
    Ok(ctx.app.store.keyed(&keys, 1).await?.into_iter().next())
}

/// Take it as a message, or as the answer to a question whether somebody has an address. What was
/// found of its signature stays with the mail.
pub(super) async fn take(ctx: &Ctx, mail: &mut Incoming<'_>) -> Result<Option<Received>, Error> {
    if let Some(done) = confirmed(ctx, mail).await? {
        return Ok(Some(done));
    }
    let from = mail.arrived.from.clone().unwrap_or_default();
    let by_token = named(ctx, mail).await?;
    let theirs = match &by_token {
        Some(id) => vec![id.clone()],
        None => {
            let key = BTreeSet::from([reporter_key(&from)]);
            ctx.app.store.keyed(&key, REPORTS_MAX).await?
        }
    };
    let mut found = Vec::new();
    for id in theirs {
        let reporter = ctx.clone().by_actor(Actor::Reporter(id.clone()));
        found.push((id.clone(), reporter.look_into(&id, Action::Answer).await?));
    }
    let keys: Vec<_> =
        found.iter().filter_map(|(_, opened)| opened.case.contact.key.clone()).collect();
    check_again(ctx, mail, &keys)?;
    let signed = matches!(mail.arrived.checks.signature, Signature::Good(_));
    let fits = |opened: &Opened| {
        let address = opened.case.contact.address.as_deref();
        address.is_some_and(|address| same_address(address, &from))
    };
    found.retain(|(_, opened)| fits(opened));
    if by_token.is_none() {
        // A signature names its writer, and of several reports of theirs none.
        found.retain(|(_, opened)| signed && opened.case.contact.key.is_some());
    }
    if found.len() != 1 || mail.arrived.checks.speak_against() {
        return Ok(None);
    }
    match (found.pop(), mail.words()) {
        (Some((id, opened)), Some(words)) => message(ctx, mail, (id, opened), &words).await,
        _ => Ok(None),
    }
}

fn check_again(ctx: &Ctx, mail: &mut Incoming<'_>, keys: &[String]) -> Result<(), Error> {
    if !keys.is_empty() {
        let again = ctx.app.post.read(mail.raw, mail.envelope, keys).map_err(Error::Outside)?;
        mail.arrived.checks = again.checks;
    }
    Ok(())
}

async fn message(
    ctx: &Ctx,
    mail: &Incoming<'_>,
    (id, opened): (CaseId, Opened),
    words: &str,
) -> Result<Option<Received>, Error> {
    let from = mail.arrived.from.clone().unwrap_or_default();
    let checks = Checks { from, ..mail.arrived.checks.clone() };
    let mut news = reporter_writes(&opened.case, ctx.policy(), words, ctx.now)?;
    news.content = news.content.and("mail", checks.stored());
    let reporter = ctx.clone().by_actor(Actor::Reporter(id.clone()));
    let mut unit = unit_of(&reporter, &By::Reporter, opened, &news.into())?.1;
    unit.push(Write::Mail(mail.row(ctx, MailState::Case, Some(id.clone()))));
    commit(ctx, unit).await?;
    tracing::info!(case.id = %id, "a reporter wrote by mail");
    Ok(Some(Received::Threaded(id)))
}

/// Whoever answers a question from the address that it went to has that address.
async fn confirmed(ctx: &Ctx, mail: &Incoming<'_>) -> Result<Option<Received>, Error> {
    for token in &mail.arrived.tokens {
        let found = ctx.app.store.mail_of_challenge(&thread_of(token)).await?;
        if let Some(waiting) = found.filter(|waiting| waiting.sender == mail.sender) {
            let confirmed = Write::MailConfirmed { id: waiting.id, at: ctx.now };
            let row = Write::Mail(mail.row(ctx, MailState::Automatic, None));
            commit(ctx, vec![confirmed, row]).await?;
            return Ok(Some(Received::Confirmed));
        }
    }
    Ok(None)
}
