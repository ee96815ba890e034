//! A request with a key of its own: sent again, it changes nothing and is answered alike.

use crate::input::Input;
use crate::ports::store::Once;
use crate::verb::Verb;
use crate::{Ctx, Error};
use domain::access::{Action, Actor};
use domain::case::{Case, fold};
use domain::words::{CaseId, Digest};

/// What is kept of a request with a key.
pub(crate) fn once_of(
    ctx: &Ctx,
    id: &CaseId,
    verb: &Verb,
    input: &Input,
    key: Option<&str>,
) -> Result<Option<Once>, Error> {
    let Some(key) = key else { return Ok(None) };
    let name = format!("{} {} {id}", verb.group, verb.name);
    let request = Digest::of_parts(&[name.as_bytes(), input.to_json().as_bytes()]);
    let good = (1..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if !good {
        let says = "an idempotency key has 1 to 200 visible ASCII characters";
        return Err(Error::Invalid(vec![says.to_owned()]));
    }
    let scope = match &ctx.actor {
        Actor::Person { account, .. } => format!("person/{account}"),
        Actor::Reporter(case) => format!("reporter/{case}"),
        Actor::Participant { case, party, .. } => format!("participant/{case}/{party}"),
        Actor::Anonymous => "anonymous".to_owned(),
        Actor::System => "system".to_owned(),
    };
    Ok(Some(Once { scope, key: key.to_owned(), request, answer: String::new() }))
}

/// The case as this request left it, if it was done before.
pub(crate) async fn done_before(
    ctx: &Ctx,
    id: &CaseId,
    once: Option<&Once>,
) -> Result<Option<Case>, Error> {
    let Some(once) = once else { return Ok(None) };
    let Some(before) = ctx.app.store.once(&once.scope, &once.key).await? else { return Ok(None) };
    if before.request != once.request {
        return Err(Error::KeyReused);
    }
    let events = ctx.as_system().open(id, Action::ReadCase).await?.events;
    let then = before.answer.parse().unwrap_or(u64::MAX);
    let events: Vec<_> = events.into_iter().filter(|event| event.seq <= then).collect();
    fold(id, &events).map(Some).map_err(|misfit| Error::Outside(format!("case {id}: {misfit}")))
}
