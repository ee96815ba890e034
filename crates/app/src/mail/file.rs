//! A mail that belongs to no case: a new report, or something that a person must look at.

use super::ack::{Ack, AckKind, ack_job};
use super::look::Held;
use super::{Incoming, REFUSED, Received, commit};
use crate::intake::{Along, submit_along};
use crate::ports::store::{MailState, Write};
use crate::{Ctx, Error};
use domain::case::{By, News};
use domain::intake::{Draft, REPORT_LIMITS};
use domain::mail::{self, Automatic, Checks, Signature, thread_of};
use domain::words::{Refusal, one_line, plain_length};

/// What stands for the version that a mail does not name by itself.
const NO_VERSION: &str = "not said (the report came by mail)";

/// Make a report of it, or let it wait.
pub(super) async fn take(ctx: &Ctx, mail: &Incoming<'_>) -> Result<Received, Error> {
    let Some(words) = mail.words() else {
        let says = "there is no text in this mail that could be read; send it as plain text";
        return Err(Refusal::new(REFUSED, says).into());
    };
    if plain_length(&words) > REPORT_LIMITS.1 {
        let most = REPORT_LIMITS.1;
        let says = format!("a report has at most {most} characters; put the rest into a file");
        return Err(Refusal::new(REFUSED, says).into());
    }
    let arrived = &mail.arrived;
    let odd = arrived.answers_ours
        || super::thread::named(ctx, mail).await?.is_some()
        || matches!(arrived.checks.signature, Signature::Bad(_))
        || arrived.automatic == Some(Automatic::List);
    let today = ctx.now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let rules = ctx.policy().rules_required && ctx.policy().rules_on(today).next().is_some();
    if odd || rules {
        return wait(ctx, mail, words, if rules { AckKind::Rules } else { AckKind::Asked }).await;
    }
    report(ctx, mail, &words).await
}

/// A draft of these words.
pub(super) fn draft(subject: &str, words: &str) -> Draft {
    let subject = one_line(subject, REPORT_LIMITS.0);
    let title = if subject.is_empty() { "A report by mail".to_owned() } else { subject };
    // A mail has no fields: what lacks is asked for in the answer to it.
    let version = NO_VERSION.to_owned();
    Draft { title, body: words.to_owned(), version, anyway: true, ..Draft::default() }
}

async fn report(ctx: &Ctx, mail: &Incoming<'_>, words: &str) -> Result<Received, Error> {
    let arrived = &mail.arrived;
    let from = arrived.from.clone().unwrap_or_default();
    let draft = draft(&arrived.subject, words);
    let key = link_key(ctx, &arrived.id)?;
    let checks = Checks { from: from.clone(), ..arrived.checks.clone() };
    let contact = match mail::is_address(&from) {
        true => Some((By::Reporter, mail::give(&from, "", &mail::token(ctx.app.chance.secret()))?)),
        false => None,
    };
    let mut row = mail.row(ctx, MailState::Case, None);
    let answer = may_answer(mail).then(|| Ack {
        kind: AckKind::Report,
        to: from,
        mail: arrived.id,
        case: None,
        in_reply_to: arrived.message_id.clone(),
        token: None,
    });
    row.acked_at = answer.as_ref().map(|_| ctx.now);
    let mut news: Vec<(By, News)> = contact.into_iter().collect();
    crate::sanction::bar(ctx, None, news.iter_mut().map(|(_, one)| one)).await?;
    let along = Along {
        first: vec![("mail", checks.stored())],
        news,
        writes: Box::new(move |case| {
            let row = crate::ports::store::MailRow { case: Some(case.clone()), ..row.clone() };
            let ack =
                answer.clone().map(|ack| ack_job(&Ack { case: Some(case.clone()), ..ack }, row.at));
            std::iter::once(Write::Mail(row)).chain(ack.map(Write::Job)).collect()
        }),
    };
    let receipt = submit_along(ctx, &draft, "mail", Some(&key), along).await?;
    Ok(Received::Filed(receipt.id))
}

/// The key under which a report by mail is kept: whoever has it can draw the reporter's secret.
pub(super) fn link_key(ctx: &Ctx, mail: &domain::words::Digest) -> Result<String, Error> {
    let key = ctx.app.post.keyed(&[b"link", mail.bytes()]).map_err(Error::Outside)?;
    Ok(key.to_string())
}

/// A machine answers a person once a day, and machines never.
fn may_answer(mail: &Incoming<'_>) -> bool {
    let from = mail.arrived.from.as_deref().is_some_and(mail::is_address);
    from && mail.answered_at.is_none() && mail.arrived.automatic.is_none()
}

/// A person is to look at it. Its sender is asked to show that the address is theirs.
async fn wait(
    ctx: &Ctx,
    mail: &Incoming<'_>,
    words: String,
    kind: AckKind,
) -> Result<Received, Error> {
    let arrived = &mail.arrived;
    let mut row = mail.row(ctx, MailState::Waiting, None);
    let from = arrived.from.clone().unwrap_or_default();
    let held = Held {
        from: from.clone(),
        subject: arrived.subject.clone(),
        words,
        checks: Checks { from: from.clone(), ..arrived.checks.clone() },
    };
    row.says = held.stored();
    let mut unit = Vec::new();
    if may_answer(mail) {
        let token = mail::token(ctx.app.chance.secret());
        row.challenge = Some(thread_of(&token));
        row.acked_at = Some(ctx.now);
        let ack = Ack {
            kind,
            to: from,
            mail: arrived.id,
            case: None,
            in_reply_to: arrived.message_id.clone(),
            token: Some(token),
        };
        unit.push(Write::Job(ack_job(&ack, ctx.now)));
    }
    unit.push(Write::Mail(row));
    commit(ctx, unit).await?;
    tracing::info!("a mail waits for a person");
    Ok(Received::Waits)
}
