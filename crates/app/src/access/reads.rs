//! Who has read which case: the read log, for those who may see it. It names cases by their ids and
//! never says what one is called; whoever has no part in a case does not hear who reads it either.

use crate::case::kept_out;
use crate::ctx::stream_of;
use crate::ports::store::{Account, ReadPlace, ReadQuery, ReadRow};
use crate::{Ctx, Error};
use domain::access::Action;
use domain::case::By;
use domain::words::{AccountId, CaseId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// The most rows of one page.
const PAGE_MAX: u32 = 200;

/// What can be asked of the log, with what it means.
pub const READ_FIELDS: &[(&str, &str)] = &[
    ("case", "Of this case, by its id."),
    ("person", "By this person: a login or an account's id."),
    (
        "since",
        "At this instant or later, such as 2026-11-01T12:00:00Z; or on this day, in UTC, or later.",
    ),
    ("before", "Before this instant or day."),
];

/// Whose readings, and of what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadFilter {
    /// Of this case.
    pub case: Option<CaseId>,
    /// By this person: a login, or an account's id.
    pub person: Option<String>,
    /// At this instant or later,
    pub since: Option<Timestamp>,
    /// and before this one.
    pub before: Option<Timestamp>,
}

impl ReadFilter {
    /// Read what is asked; blanks are left out, and every complaint is listed.
    pub fn read<'g>(
        given: impl IntoIterator<Item = (&'g str, &'g str)>,
    ) -> Result<Self, Vec<String>> {
        let (mut filter, mut wrong) = (Self::default(), Vec::new());
        for (name, value) in given {
            let value = value.trim();
            let read = match name {
                _ if value.is_empty() => Ok(()),
                "case" => case(value).map(|id| filter.case = Some(id)),
                "person" => {
                    filter.person = Some(value.to_owned());
                    Ok(())
                }
                "since" => instant(value).map(|at| filter.since = Some(at)),
                "before" => instant(value).map(|at| filter.before = Some(at)),
                _ => Err("there is nothing of this name to ask for".to_owned()),
            };
            wrong.extend(read.err().map(|says| format!("{name}: {says}")));
        }
        if wrong.is_empty() { Ok(filter) } else { Err(wrong) }
    }
}

fn case(text: &str) -> Result<CaseId, String> {
    CaseId::read(text).map_err(|error| error.to_string())
}

/// An instant, or the first minute of a day in UTC.
pub fn instant(text: &str) -> Result<Timestamp, String> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok();
    let found = text.parse().ok().or_else(|| Some(day()?.timestamp()));
    found.ok_or_else(|| "an instant is written 2026-11-01T12:00:00Z or 2026-11-01".to_owned())
}

/// A page of the log, the latest reading first.
#[derive(Debug, Clone, Default)]
pub struct ReadPage {
    /// Its rows.
    pub rows: Vec<ReadRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<ReadPlace>,
    /// Everybody who works here or did: login and name.
    pub people: BTreeMap<AccountId, (String, String)>,
}

impl ReadPage {
    /// Who read, in words: a login where somebody has one.
    pub fn reader(&self, by: &By) -> String {
        match by {
            By::Person(id) => {
                self.people.get(id).map_or_else(|| id.to_string(), |(login, _)| login.clone())
            }
            By::Participant(id) => format!("participant {id}"),
            By::Reporter => "reporter".to_owned(),
            By::System => "system".to_owned(),
        }
    }
}

/// A page of the read log.
pub async fn reads(
    ctx: &Ctx,
    filter: &ReadFilter,
    after: Option<ReadPlace>,
    limit: u32,
) -> Result<ReadPage, Error> {
    ctx.require(Action::ReadLog)?;
    let store = &ctx.app.store;
    let accounts = store.accounts().await?;
    let person = match &filter.person {
        Some(name) => Some(person_of(&accounts, name)?),
        None => None,
    };
    let hidden = hidden_from(ctx).await?;
    if let Some(case) = &filter.case {
        // Whoever has no part in it hears what all hear of one that never was (I11, I12).
        let there = store.head(&stream_of(case)).await?.is_some();
        if !there || hidden.contains(case) {
            return Err(Error::NotThere);
        }
    }
    let limit = limit.clamp(1, PAGE_MAX);
    let query = ReadQuery {
        case: filter.case.clone(),
        person,
        from: filter.since,
        before: filter.before,
        after,
        limit: limit + 1,
    };
    let mut rows = store.reads(&query).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = more.then(|| rows.last().map(ReadRow::place)).flatten();
    for row in &mut rows {
        // Asked of one case, the log tells nothing of others that were on the same list.
        row.cases.retain(|case| {
            filter.case.as_ref().is_none_or(|asked| asked == case) && !hidden.contains(case)
        });
    }
    rows.retain(|row| !row.cases.is_empty());
    let people = accounts.into_iter().map(|one| (one.id, (one.login, one.name))).collect();
    Ok(ReadPage { rows, next, people })
}

fn person_of(accounts: &[Account], name: &str) -> Result<AccountId, Error> {
    let found = accounts.iter().find(|one| one.login == name || one.id.as_str() == name);
    let says = || {
        let name = domain::words::one_line(name, 60);
        Error::Invalid(vec![format!("person: nobody here has the login or account {name:?}")])
    };
    found.map(|account| account.id.clone()).ok_or_else(says)
}

/// The cases that the asker has no part in.
async fn hidden_from(ctx: &Ctx) -> Result<BTreeSet<CaseId>, Error> {
    Ok(kept_out(ctx).await?.iter().cloned().collect())
}

/// What somebody holds here, and when they last used it on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who.
    pub account: AccountId,
    /// How they log in.
    pub login: String,
    /// How they are called.
    pub name: String,
    /// Their roles.
    pub roles: BTreeSet<String>,
    /// Until when, of those that end by themselves.
    pub until: BTreeMap<String, Timestamp>,
    /// Whether the account is in use.
    pub active: bool,
    /// When they were last shown something of a case; never, if nothing is here.
    pub last_read_at: Option<Timestamp>,
}

/// Everybody's roles with their last use, by login: for a review of who still needs what.
pub async fn grants(ctx: &Ctx) -> Result<Vec<Grant>, Error> {
    ctx.require(Action::ReadLog)?;
    let mut all = Vec::new();
    for account in ctx.app.store.accounts().await? {
        let last_read_at = ctx.app.store.last_read(&account.id).await?;
        all.push(Grant {
            account: account.id,
            login: account.login,
            name: account.name,
            roles: account.roles,
            until: account.until,
            active: account.active,
            last_read_at,
        });
    }
    Ok(all)
}
