//! One move for many cases, with one reason: first what would happen to each, then each on its own.
//! A case that cannot be moved stops none of the others, and each has its line in the answer.

use crate::input::Input;
use crate::perform::plan;
use crate::verb::{Kind, Verb, verbs};
use crate::{Ctx, Error, perform_once};
use domain::access::{Action, ReadKind};
use domain::words::CaseId;
use std::collections::BTreeSet;

/// How many cases are moved at once.
pub const BULK_MAX: usize = 200;

/// What would happen to a case, or happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Which.
    pub id: CaseId,
    /// Its title; empty where the asker may not read it, or there is no such case.
    pub title: String,
    /// The version that was looked at, or that it has now; or why it is not moved.
    pub outcome: Result<u64, Error>,
}

/// Fields whose answer is of one case alone.
const OF_ONE_CASE: &[&str] = &["digest", "entry", "event", "line", "terms", "title", "version"];

/// What asks for a second person's eye, makes something public, or decides about a person: each case
/// for itself.
const ONE_BY_ONE: &[(&str, &str)] = &[
    ("advisory", "approve"),
    ("advisory", "publish"),
    ("case", "readmit"),
    ("case", "recuse"),
    ("embargo", "confirm"),
    ("release", "review"),
    ("world", "confirm"),
    ("world", "second"),
];

/// The verbs that mean the same for many cases and that the asker may use.
pub fn bulk_verbs(ctx: &Ctx) -> Vec<&'static Verb> {
    verbs().filter(|verb| ctx.may(verb.action) && fits_many(verb)).collect()
}

fn fits_many(verb: &Verb) -> bool {
    verb.group != "participant"
        && !ONE_BY_ONE.contains(&(verb.group, verb.name))
        && verb.fields.iter().all(|field| {
            let alone = matches!(field.kind, Kind::Facts | Kind::Party | Kind::Case);
            !alone && !OF_ONE_CASE.contains(&field.name)
        })
}

/// What is asked for many cases must be one thing, with its reason.
fn check(ctx: &Ctx, ids: &BTreeSet<CaseId>, verb: &Verb, input: &Input) -> Result<(), Error> {
    ctx.require(Action::ListCases)?;
    let mut wrong = Vec::new();
    if !fits_many(verb) {
        let (group, name) = (verb.group, verb.name);
        wrong.push(format!("verb: {group} {name} is of one case at a time"));
    }
    if ids.is_empty() || ids.len() > BULK_MAX {
        wrong.push(format!("cases: choose 1 to {BULK_MAX}"));
    }
    let reason = verb.fields.iter().find(|field| matches!(field.name, "because" | "body"));
    if let Some(field) = reason.filter(|field| input.text(field.name).trim().is_empty()) {
        wrong.push(format!("{}: is needed, one for all of them", field.name));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// What would happen to each; nothing is written.
pub async fn plan_bulk(
    ctx: &Ctx,
    ids: &BTreeSet<CaseId>,
    verb: &Verb,
    input: &Input,
) -> Result<Vec<Moved>, Error> {
    check(ctx, ids, verb, input)?;
    let mut planned = Vec::new();
    for id in ids {
        let outcome = plan(ctx, id, verb, input).await;
        planned.push((id.clone(), outcome));
    }
    titled(ctx, planned).await
}

/// Move each that still has the version that was looked at. The same request with the same key moves
/// none of them twice.
pub async fn apply_bulk(
    ctx: &Ctx,
    chosen: &[(CaseId, u64)],
    verb: &Verb,
    input: &Input,
    key: Option<&str>,
) -> Result<Vec<Moved>, Error> {
    let ids: BTreeSet<CaseId> = chosen.iter().map(|(id, _)| id.clone()).collect();
    check(ctx, &ids, verb, input)?;
    let mut moved = Vec::new();
    for (id, version) in chosen {
        let key = key.map(|key| format!("{key}-{id}"));
        let done = perform_once(ctx, id, verb, input, Some(*version), key.as_deref()).await;
        moved.push((id.clone(), done.map(|case| case.version)));
    }
    titled(ctx, moved).await
}

/// With the titles of those that the asker may read; what is said of a case is in the read log first.
async fn titled(
    ctx: &Ctx,
    outcomes: Vec<(CaseId, Result<u64, Error>)>,
) -> Result<Vec<Moved>, Error> {
    let (mut moved, mut told) = (Vec::new(), Vec::new());
    for (id, outcome) in outcomes {
        let opened = ctx.look_into(&id, Action::ReadCase).await.ok();
        let nothing = matches!(outcome, Err(Error::NotThere | Error::NotAllowed(_)));
        if opened.is_some() || !nothing {
            told.push(id.clone());
        }
        let title = opened.map(|opened| opened.case.title().to_owned()).unwrap_or_default();
        moved.push(Moved { id, title, outcome });
    }
    ctx.reads(ReadKind::Listed, &told).await?;
    Ok(moved)
}

/// How many of these cases are not there, or not for the asker.
pub fn not_there(moved: &[Moved]) -> usize {
    moved.iter().filter(|one| one.outcome == Err(Error::NotThere)).count()
}
