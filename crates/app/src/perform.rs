//! The one way in which a verb becomes events: open for its action, decide, check every invariant,
//! write journal, queue row, words, publication and jobs in one unit.

use crate::ctx::{Opened, stream_of};
use crate::jobs;
use crate::ports::store::{CaseRow, Once, StoreError, Write};
use crate::verb::{Asked, Decided, Input, Kind, Verb};
use crate::{Ctx, Error, search_words};
use domain::access::{Action, Actor};
use domain::case::{
    By, Case, Head, News, Phase, ReportState, Violation, apply_checked, extend, first_due,
    read_event, violations,
};
use domain::triage::keys_of;
use domain::words::{CaseId, Digest, Refusal};
use std::collections::BTreeSet;

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
    let name = format!("{} {} {id}", verb.group, verb.name);
    let request = Digest::of_parts(&[name.as_bytes(), input.to_json().as_bytes()]);
    let mut tries = 0;
    loop {
        let opened = ctx.open(id, verb.action).await?;
        let once = key.map(|key| once_of(ctx, key, request, opened.head.seq)).transpose()?;
        if let Some(once) = &once {
            match ctx.app.store.once(&once.scope, &once.key).await? {
                Some(before) if before.request == request => return Ok(opened.case),
                Some(_) => return Err(Error::KeyReused),
                None => {}
            }
        }
        if let Some(expected) = expected.filter(|expected| *expected != opened.case.version) {
            tracing::debug!(expected, now = opened.case.version, "stale");
            return Err(Error::Stale { now: opened.case.version });
        }
        known_people(ctx, verb, input).await?;
        let next_number = next_number(ctx).await?;
        let by = ctx.by();
        let then = ctx.app.policy_of(&opened.case.received_under).await?;
        let asked = Asked {
            case: &opened.case,
            policy: ctx.policy(),
            then: then.as_deref(),
            by: &by,
            now: ctx.now,
            next_number,
        };
        let decided = (verb.decide)(&asked, input)?;
        let (case, mut unit) = unit_of(ctx, &by, opened, &decided)?;
        unit.extend(once.map(Write::Once));
        match ctx.app.store.commit(unit).await {
            Ok(()) => {
                tracing::info!(case.id = %id, verb.group, verb.name, "performed");
                metrics::counter!("vulnerary_verbs_total", "verb" => format!("{}-{}", verb.group, verb.name))
                    .increment(1);
                return Ok(case);
            }
            Err(StoreError::Conflict(_)) if tries + 1 < TRIES => tries += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

fn once_of(ctx: &Ctx, key: &str, request: Digest, version: u64) -> Result<Once, Error> {
    let good = (1..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if !good {
        let says = "an idempotency key has 1 to 200 visible ASCII characters";
        return Err(Error::Invalid(vec![says.to_owned()]));
    }
    let scope = match &ctx.actor {
        Actor::Person { account, .. } => format!("person/{account}"),
        Actor::Reporter(case) => format!("reporter/{case}"),
        Actor::Anonymous => "anonymous".to_owned(),
        Actor::System => "system".to_owned(),
    };
    Ok(Once { scope, key: key.to_owned(), request, answer: version.to_string() })
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

/// What the store must write for this decision, and the case afterwards.
pub(crate) fn unit_of(
    ctx: &Ctx,
    by: &By,
    opened: Opened,
    decided: &Decided,
) -> Result<(Case, Vec<Write>), Error> {
    let Opened { mut case, head, .. } = opened;
    let keys = keys_of(&case);
    let stream = stream_of(&case.id);
    let (links, _) = links_of(ctx, &stream, head, by, &decided.news);
    let team = ctx.may_on(&case, Action::ReadNotes);
    let mut wrong = Vec::new();
    for link in &links {
        let event = read_event(link).map_err(|error| Error::Outside(error.to_string()))?;
        let broken = apply_checked(&mut case, &event);
        wrong.extend(broken.map_err(|misfit| Refusal::new("fold", misfit.says))?);
    }
    wrong.extend(violations(&case));
    if let Some(violation) = wrong.first() {
        return Err(stopped(&case.id, violation, team).into());
    }
    let mut unit = vec![Write::Append { stream: stream.clone(), after: head, links }];
    unit.extend(decided.erase.map(|seq| Write::Erase { stream, seq }));
    unit.extend(projections(&case, decided.erase));
    unit.extend(keyed(&case, &keys, decided.erase));
    if let Some(public) = &decided.publish {
        unit.push(Write::Publish(public.record()));
        unit.extend(jobs::after_publication(ctx.policy(), public.get(), ctx.now).map(Write::Job));
    }
    unit.extend(jobs::embargo_watch(&case).map(Write::Job));
    Ok((case, unit))
}

/// A write that would break an invariant is a fault of ours, not of who asked: it is logged, nothing
/// is written, and who reads the team's side hears what was about to break.
pub(crate) fn stopped(id: &CaseId, violation: &Violation, team: bool) -> Refusal {
    let Violation { invariant, says } = violation;
    tracing::error!(case.id = %id, invariant, says, "a write would have broken an invariant");
    metrics::counter!("vulnerary_violations_total", "invariant" => *invariant).increment(1);
    let says = match team {
        true => format!("stopped by the invariant {invariant}, nothing was changed: {says}"),
        false => "something on our side does not fit, so nothing was changed; the team can see it \
                  in its log"
            .to_owned(),
    };
    Refusal::new(format!("{INVARIANT} {invariant}"), says)
}

/// What the rule of a refusal begins with when an invariant stopped the write.
pub(crate) const INVARIANT: &str = "invariant";

/// Chain these news after this head.
pub(crate) fn links_of(
    ctx: &Ctx,
    stream: &str,
    head: Head,
    by: &By,
    news: &[News],
) -> (Vec<domain::case::Link>, Head) {
    let about = (ctx.now, by, ctx.policy().digest);
    extend(stream, head, about, news, || ctx.app.chance.id())
}

/// The keys under which the case is found beside others, where they are not those it had.
fn keyed(case: &Case, before: &BTreeSet<String>, erased: Option<u64>) -> Option<Write> {
    // A case whose report was erased guides nobody.
    let keys = if erased == Some(1) { BTreeSet::new() } else { keys_of(case) };
    let at = case.decided.as_ref().map_or(case.changed_at, |decided| decided.at);
    (keys != *before).then(|| Write::Keys { case: case.id.clone(), at, keys })
}

/// The words that a new case is found by.
pub(crate) fn words_of(case: &Case) -> Write {
    let text = case.report_text.as_ref();
    let texts = [case.title(), text.map_or("", |text| text.get("body"))];
    Write::Words { case: case.id.clone(), words: search_words(&texts) }
}

/// The queue row of a case and, when its texts were erased, no words.
pub(crate) fn projections(case: &Case, erased: Option<u64>) -> Vec<Write> {
    let erased = erased == Some(1) || case.report_text.is_none();
    let due = first_due(case);
    let binding = case.embargo.state.binds().then_some(case.embargo.terms.as_ref()).flatten();
    let row = CaseRow {
        id: case.id.clone(),
        version: case.version,
        secret: case.secret,
        phase: Phase::of(case),
        open: case.report != ReportState::Closed,
        severity: case.severity,
        due_at: due.map(|(_, at)| at),
        due_clock: due.map(|(clock, _)| clock.to_owned()),
        embargo_ends_at: binding.map(|terms| terms.ends_at),
        received_at: case.received_at,
        changed_at: case.changed_at,
        handler: case.handler.clone(),
        title: if erased { "(erased)".to_owned() } else { case.title().to_owned() },
    };
    let mut writes = vec![Write::Case(row)];
    if erased {
        writes.push(Write::Words { case: case.id.clone(), words: Default::default() });
    }
    writes
}

/// Perform what the system does by itself; nothing when there is nothing to do.
pub(crate) async fn perform_system(
    ctx: &Ctx,
    id: &CaseId,
    decide: impl Fn(&Case) -> Option<News>,
) -> Result<Option<Vec<Write>>, Error> {
    let opened = match ctx.open(id, Action::ReadCase).await {
        Err(Error::NotThere) => return Ok(None),
        other => other?,
    };
    let Some(news) = decide(&opened.case) else { return Ok(None) };
    let (_, unit) = unit_of(ctx, &By::System, opened, &news.into())?;
    Ok(Some(unit))
}
