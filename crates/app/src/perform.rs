//! The one way in which a verb becomes events: open for its action, decide, check every invariant,
//! write journal, queue row, words, publication and jobs in one unit.

use crate::attachment::with_files;
use crate::case::tied;
use crate::ctx::Opened;
use crate::input::Input;
use crate::often::not_too_often;
use crate::once::Request;
use crate::ports::store::{StoreError, Write};
use crate::unit::{first_unit, follow, unit_of};
use crate::verb::{Asked, Decided, Fresh, Kind, Verb};
use crate::{Ctx, Error};
use domain::access::{Action, Actor, ReadKind};
use domain::attachment::Received;
use domain::case::Case;
use domain::words::{CaseId, Secret};

/// How often a write that lost a race is decided again.
const TRIES: usize = 4;

/// Perform a verb on a case. With `expected`, only if the case still has that version.
pub async fn perform(
    ctx: &Ctx,
    id: &CaseId,
    verb: &Verb,
    input: &Input,
    expected: Option<u64>,
) -> Result<Case, Error> {
    perform_once(ctx, id, verb, input, expected, None).await
}

/// Perform a verb; with a key, the same request again changes nothing and answers alike.
pub async fn perform_once(
    ctx: &Ctx,
    id: &CaseId,
    verb: &Verb,
    input: &Input,
    expected: Option<u64>,
    key: Option<&str>,
) -> Result<Case, Error> {
    Ok(perform_fully(ctx, id, verb, input, expected, key).await?.case)
}

/// What a verb left behind.
pub struct Performed {
    /// The case afterwards.
    pub case: Case,
    /// A secret to be shown once; not again when the same request is repeated.
    pub secret: Option<Secret>,
    /// A case that was opened by it.
    pub opened: Option<CaseId>,
}

/// The verbs that concern all who take part in a case: the reporter of a joined report takes part
/// in the other one.
const SHARED: &[&str] = &["embargo", "participant", "world"];

/// Perform a verb, and get its secret if it makes one.
pub async fn perform_fully(
    ctx: &Ctx,
    id: &CaseId,
    verb: &Verb,
    input: &Input,
    expected: Option<u64>,
    key: Option<&str>,
) -> Result<Performed, Error> {
    perform_with_files(ctx, id, verb, input, expected, key, &[]).await
}

/// Perform a verb that writes a message, with the files that came with it.
pub async fn perform_with_files(
    ctx: &Ctx,
    id: &CaseId,
    verb: &Verb,
    input: &Input,
    expected: Option<u64>,
    key: Option<&str>,
    files: &[Received],
) -> Result<Performed, Error> {
    // A request is kept as it was asked, wherever a reporter then sat; and it is looked for first,
    // because what somebody did may have taken away that they can do it, or see it.
    let request = Request::of(ctx, id, verb, (input, files), key)?;
    if let Some(case) = done_before(ctx, request.as_ref()).await? {
        ctx.reads(ReadKind::Acted, [&case.id]).await?;
        return Ok(Performed { case, secret: None, opened: None });
    }
    if SHARED.contains(&verb.group)
        && let Actor::Reporter(own) = &ctx.actor
        && let Some((seat, now)) = ctx.seat(id).await?
        && let Actor::Participant { case: there, .. } = &seat.actor
    {
        ctx.reads(ReadKind::Acted, [own]).await?;
        // Of the other case they learn no more than what they did, not even its version: what they
        // have read is their own report. A part has no version for them.
        if own == id && expected.is_some_and(|expected| expected != now) {
            return Err(Error::Stale { now });
        }
        let request = request.map(|request| request.shown_at(now));
        Box::pin(perform_here(&seat, there, verb, (input, files), None, request)).await?;
        let case = ctx.open(own, Action::ReadCase).await?.case;
        return Ok(Performed { case, secret: None, opened: None });
    }
    // A version that does not fit would tell a participant how much others did.
    let outside = matches!(ctx.actor, Actor::Participant { .. });
    // On the heap: what a verb holds while it waits would crowd the stack of whoever asks.
    let expected = expected.filter(|_| !outside);
    Box::pin(perform_here(ctx, id, verb, (input, files), expected, request)).await
}

async fn perform_here(
    ctx: &Ctx,
    id: &CaseId,
    verb: &Verb,
    given: (&Input, &[Received]),
    expected: Option<u64>,
    request: Option<Request>,
) -> Result<Performed, Error> {
    let mut tries = 0;
    loop {
        let opened = ctx.look_into(id, verb.action).await?;
        let (decided, mut unit, case) = match asked_here(ctx, opened, verb, given, expected).await {
            Ok(decided) => decided,
            Err(error) => {
                // Why not tells of the case as well.
                ctx.reads(ReadKind::Acted, [id]).await?;
                return Err(error);
            }
        };
        unit.extend(request.as_ref().map(|request| request.answered(&unit)));
        // Whoever acts is shown the case; that is written with what they did.
        let reads = ctx.reading(ReadKind::Acted, [id]);
        unit.extend(reads.iter().cloned().map(Write::Read));
        match ctx.app.store.commit(unit).await {
            Ok(()) => {
                ctx.has_read(&reads);
                tracing::info!(case.id = %id, verb.group, verb.name, "performed");
                metrics::counter!("vulnerary_verbs_total", "verb" => format!("{}-{}", verb.group, verb.name))
                    .increment(1);
                let opened = decided.opens.map(|(id, _)| id);
                return Ok(Performed { case, secret: decided.secret, opened });
            }
            Err(StoreError::Conflict(_)) if tries + 1 < TRIES => tries += 1,
            Err(error) => return Err(error.into()),
        }
        // Perhaps the same request, sent twice at once.
        if let Some(case) = done_before(ctx, request.as_ref()).await? {
            ctx.reads(ReadKind::Acted, [id]).await?;
            return Ok(Performed { case, secret: None, opened: None });
        }
    }
}

/// Decide on a case that is open, if it is the version that was read.
async fn asked_here(
    ctx: &Ctx,
    opened: Opened,
    verb: &Verb,
    (input, files): (&Input, &[Received]),
    expected: Option<u64>,
) -> Result<(Decided, Vec<Write>, Case), Error> {
    not_too_often(&ctx.actor, &ctx.by(), &opened.events, ctx.now)?;
    if expected.is_none() && rewrites(verb, &opened.case) {
        let says = "expected_version: is needed, because this replaces a text that somebody \
                    wrote; name the version of the case that you have read";
        return Err(Error::Invalid(vec![says.to_owned()]));
    }
    if let Some(expected) = expected.filter(|expected| *expected != opened.case.version) {
        tracing::debug!(expected, now = opened.case.version, "stale");
        return Err(Error::Stale { now: opened.case.version });
    }
    known_people(ctx, verb, input).await?;
    decide(ctx, opened, verb, (input, files)).await
}

/// The case as this request left it, if it has a key and was done before.
async fn done_before(ctx: &Ctx, request: Option<&Request>) -> Result<Option<Case>, Error> {
    match request {
        Some(request) => request.done_before(ctx).await,
        None => Ok(None),
    }
}

/// Whether the verb puts a text in the place of another one, which must have been read.
fn rewrites(verb: &Verb, case: &Case) -> bool {
    (verb.group, verb.name) == ("advisory", "write") && case.draft.is_some()
}

/// Whether a verb would be done on the case as it is, and the version that was looked at. Nothing is
/// written, not even that somebody was shown it: that is for whoever asks.
pub(crate) async fn plan(ctx: &Ctx, id: &CaseId, verb: &Verb, input: &Input) -> Result<u64, Error> {
    let opened = ctx.look_into(id, verb.action).await?;
    let version = opened.case.version;
    asked_here(ctx, opened, verb, (input, &[]), Some(version)).await.map(|_| version)
}

/// Decide on the case as it is, and on the other one that is named.
async fn decide(
    ctx: &Ctx,
    opened: Opened,
    verb: &Verb,
    (input, files): (&Input, &[Received]),
) -> Result<(Decided, Vec<Write>, Case), Error> {
    let by = ctx.by();
    let next_number = match verb.action {
        Action::PublishAdvisory => next_number(ctx).await?,
        _ => 0,
    };
    let then = ctx.app.policy_of(&opened.case.received_under).await?;
    let other = other_case(ctx, verb, input).await?;
    let original = match &opened.case.joined {
        Some(joined) => Some(ctx.as_system().open(&joined.of, Action::ReadCase).await?),
        None => None,
    };
    let asked = Asked {
        case: &opened.case,
        policy: ctx.policy(),
        then: then.as_deref(),
        by: &by,
        now: ctx.now,
        next_number,
        other: other.as_ref().map(|opened| &opened.case),
        original: original.as_ref().map(|opened| &opened.case),
        fresh: Fresh {
            id: ctx.app.chance.id(),
            secret: ctx.app.chance.secret(),
            second: ctx.app.chance.id(),
        },
    };
    let mut decided = (verb.decide)(&asked, input)?;
    with_files(&opened.case, ctx.policy(), &mut decided.news, files)?;
    crate::sanction::bar(ctx, Some(&opened.case.id), decided.news.iter_mut()).await?;
    decided.follows = tied(ctx, Some(&opened.case), decided.news.iter()).await?;
    let mut unit = follow(ctx, &opened.case, &decided.news).await?;
    let (case, more) = unit_of(ctx, &by, opened, &decided)?;
    unit.extend(more);
    if let Some(other) = other.filter(|_| !decided.other.is_empty()) {
        let there = Decided { news: decided.other.clone(), ..Decided::default() };
        unit.extend(follow(ctx, &other.case, &there.news).await?);
        unit.extend(unit_of(ctx, &by, other, &there)?.1);
    }
    if let Some((id, news)) = &decided.opens {
        let news: Vec<_> = news.iter().map(|one| (by.clone(), one.clone())).collect();
        unit.extend(first_unit(ctx, id, &news)?);
    }
    Ok((decided, unit, case))
}

/// The other case that a field names, opened for the same action.
async fn other_case(ctx: &Ctx, verb: &Verb, input: &Input) -> Result<Option<Opened>, Error> {
    let Some(field) = verb.fields.iter().find(|field| field.kind == Kind::Case) else {
        return Ok(None);
    };
    if input.given(field.name).is_none() {
        return Ok(None);
    }
    let id = input.case(field.name)?;
    match ctx.look_into(&id, verb.action).await {
        // One that is not there and one that they may not know of are told alike (I12).
        Err(Error::NotThere) => {
            let says = "there is no case with this id that you could name here";
            Err(Error::Invalid(vec![format!("{}: {says}", field.name)]))
        }
        opened => {
            let opened = opened?;
            ctx.reads(ReadKind::Acted, [&id]).await?;
            Ok(Some(opened))
        }
    }
}

/// Whoever is named in a field works here.
async fn known_people(ctx: &Ctx, verb: &Verb, input: &Input) -> Result<(), Error> {
    for field in verb.fields.iter().filter(|field| field.kind == Kind::Account) {
        if let Some(account) = input.account(field.name)? {
            let found = ctx.app.store.account(&account).await?;
            if found.is_none_or(|account| !account.active) {
                let says = format!("{}: nobody who works here has this account", field.name);
                return Err(Error::Invalid(vec![says]));
            }
        }
    }
    Ok(())
}

async fn next_number(ctx: &Ctx) -> Result<u32, Error> {
    let last = ctx.app.store.last_number().await?;
    Ok(last.map_or(ctx.policy().advisory.first, |last| last + 1))
}
