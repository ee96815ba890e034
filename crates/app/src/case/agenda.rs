//! What comes due: the first due clock of each open case, and the ends of embargoes.

use super::queue::look_up;
use crate::access::actor_of;
use crate::ports::store::{CalendarKey, CaseOrder, CaseQuery, CaseRow, HandledBy, Write};
use crate::{App, Ctx, Error};
use domain::access::{Action, ReadKind};
use domain::words::{AccountId, CaseId, Digest, Secret};
use jiff::Timestamp;
use std::sync::Arc;

/// How many dates of one kind are looked up at once.
const DATES_MAX: usize = 600;

/// One date of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Which case.
    pub id: CaseId,
    /// Its title: content, which leaves by no feed.
    pub title: String,
    /// When.
    pub at: Timestamp,
    /// Which clock is due; nothing for the end of the embargo.
    pub clock: Option<String>,
    /// Who handles the case.
    pub handler: Option<AccountId>,
}

/// What comes due in a span of time.
#[derive(Debug, Clone, Default)]
pub struct Agenda {
    /// In order of time.
    pub dates: Vec<Date>,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// What comes due from here to there: of every open case, or of those the asker handles.
pub async fn agenda(
    ctx: &Ctx,
    from: Timestamp,
    before: Timestamp,
    everything: bool,
) -> Result<Agenda, Error> {
    let agenda = look_ahead(ctx, from, before, everything).await?;
    ctx.reads(ReadKind::Listed, agenda.dates.iter().map(|date| &date.id)).await?;
    Ok(agenda)
}

/// A date without a word of its case, not even its id: no reading of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpaqueDate {
    /// What stands for the case.
    pub reference: String,
    /// When.
    pub at: Timestamp,
    /// Whether the embargo ends then; else something is due.
    pub embargo: bool,
}

/// What a calendar program gets of the same.
pub async fn opaque_agenda(
    ctx: &Ctx,
    from: Timestamp,
    before: Timestamp,
    everything: bool,
) -> Result<Vec<OpaqueDate>, Error> {
    let account = me(ctx)?;
    let dates = look_ahead(ctx, from, before, everything).await?.dates;
    let opaque = |date: Date| OpaqueDate {
        reference: reference(&account, &date.id),
        at: date.at,
        embargo: date.clock.is_none(),
    };
    Ok(dates.into_iter().map(opaque).collect())
}

async fn look_ahead(
    ctx: &Ctx,
    from: Timestamp,
    before: Timestamp,
    everything: bool,
) -> Result<Agenda, Error> {
    ctx.require(Action::ListCases)?;
    let me = ctx.account().cloned().map(HandledBy::Person);
    let mut agenda = Agenda::default();
    for order in [CaseOrder::Due, CaseOrder::Embargo] {
        let handler = if everything { None } else { me.clone() };
        let query = CaseQuery {
            handler,
            order,
            from: Some(from),
            before: Some(before),
            ..CaseQuery::default()
        };
        let (rows, more) = all(ctx, query).await?;
        agenda.more |= more;
        agenda.dates.extend(rows.into_iter().filter_map(|row| date(row, order)));
    }
    agenda.dates.sort_by(|one, two| (one.at, &one.id).cmp(&(two.at, &two.id)));
    Ok(agenda)
}

async fn all(ctx: &Ctx, query: CaseQuery) -> Result<(Vec<CaseRow>, bool), Error> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let found = look_up(ctx, CaseQuery { after, ..query.clone() }, 200).await?;
        rows.extend(found.rows);
        after = found.next;
        if after.is_none() || rows.len() >= DATES_MAX {
            return Ok((rows, after.is_some()));
        }
    }
}

fn date(row: CaseRow, order: CaseOrder) -> Option<Date> {
    let (at, clock) = match order {
        CaseOrder::Embargo => (row.embargo_ends_at?, None),
        _ => (row.due_at?, Some(row.due_clock.unwrap_or_default())),
    };
    Some(Date { id: row.id, title: row.title, at, clock, handler: row.handler })
}

/// What stands for a case where its id must not: the same for the same reader, and no way back.
pub fn reference(reader: &AccountId, id: &CaseId) -> String {
    let parts: [&[u8]; 3] = [b"agenda", reader.as_str().as_bytes(), id.as_str().as_bytes()];
    Digest::of_parts(&parts).short()
}

fn me(ctx: &Ctx) -> Result<AccountId, Error> {
    ctx.require(Action::ListCases)?;
    ctx.account().cloned().ok_or(Error::NotThere)
}

/// Open one's calendar to a new secret; the one before opens nothing any more.
pub async fn open_calendar(ctx: &Ctx, everything: bool) -> Result<Secret, Error> {
    let account = me(ctx)?;
    let secret = Secret::from_chance("cal", ctx.app.chance.secret());
    let key = CalendarKey { account, secret: secret.digest(), everything };
    ctx.app.store.commit(vec![Write::Calendar(key)]).await?;
    Ok(secret)
}

/// Close one's calendar.
pub async fn close_calendar(ctx: &Ctx) -> Result<(), Error> {
    Ok(ctx.app.store.commit(vec![Write::DropCalendar(me(ctx)?)]).await?)
}

/// Whether one's calendar is open, and to every case.
pub async fn own_calendar(ctx: &Ctx) -> Result<Option<bool>, Error> {
    let key = ctx.app.store.calendar_of(&me(ctx)?).await?;
    Ok(key.map(|key| key.everything))
}

/// Whose calendar this secret opens, and to every case; nobody's once they left or lost the right
/// to see the list.
pub async fn with_calendar(
    app: &Arc<App>,
    secret: &Secret,
    now: Timestamp,
) -> Result<Option<(Ctx, bool)>, Error> {
    let key = app.store.calendar(&secret.digest()).await?;
    // Nobody's account is looked for too, so that a secret that opened something once costs no more
    // than one that never did.
    let nobody = || AccountId::from_chance([0; 16]);
    let whose = key.as_ref().map_or_else(nobody, |key| key.account.clone());
    let account = app.store.account(&whose).await?.filter(|account| account.active);
    let (Some(key), Some(account)) = (key, account) else { return Ok(None) };
    let ctx = Ctx::new(app, actor_of(&account, now), now);
    Ok(ctx.may(Action::ListCases).then_some((ctx, key.everything)))
}
