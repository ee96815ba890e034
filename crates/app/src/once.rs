//! A request with a key of its own: sent again, it changes nothing and is answered alike.

use crate::input::Input;
use crate::ports::store::{Once, Write};
use crate::verb::Verb;
use crate::{Ctx, Error};
use domain::access::{Action, Actor};
use domain::attachment::Received;
use domain::case::{Case, fold};
use domain::words::{CaseId, Digest};

/// A request with a key.
pub(crate) struct Request {
    scope: String,
    key: String,
    digest: Digest,
    /// The case that whoever asks is shown: a reporter never another than their own.
    shown: CaseId,
    /// The version it has if the request leaves it as it is.
    version: u64,
}

impl Request {
    /// What is asked of this case, if it has a key.
    pub(crate) fn of(
        ctx: &Ctx,
        id: &CaseId,
        verb: &Verb,
        (input, files): (&Input, &[Received]),
        key: Option<&str>,
    ) -> Result<Option<Self>, Error> {
        let Some(key) = key else { return Ok(None) };
        let name = format!("{} {} {id}", verb.group, verb.name);
        let input = input.to_json();
        let mut parts = vec![name.as_bytes(), input.as_bytes()];
        // Sent again, a file has another key and the same bytes.
        for file in files {
            parts.extend([file.name.as_bytes(), file.sha256.bytes().as_slice()]);
        }
        let digest = Digest::of_parts(&parts);
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
        let shown = match &ctx.actor {
            Actor::Reporter(own) => own,
            _ => id,
        };
        Ok(Some(Self { scope, key: key.to_owned(), digest, shown: shown.clone(), version: 0 }))
    }

    /// The same, of somebody who is shown a case of this version that is not the one they act on.
    pub(crate) fn shown_at(self, version: u64) -> Self {
        Self { version, ..self }
    }

    /// The case as this request left it, if it was done before.
    pub(crate) async fn done_before(&self, ctx: &Ctx) -> Result<Option<Case>, Error> {
        let before = ctx.app.store.once(&self.scope, &self.key).await?;
        let Some(before) = before else { return Ok(None) };
        if before.request != self.digest {
            return Err(Error::KeyReused);
        }
        let id = &self.shown;
        let events = ctx.as_system().open(id, Action::ReadCase).await?.events;
        let then = before.answer.parse().unwrap_or(u64::MAX);
        let events: Vec<_> = events.into_iter().filter(|event| event.seq <= then).collect();
        let case = fold(id, &events);
        case.map(Some).map_err(|misfit| Error::Outside(format!("case {id}: {misfit}")))
    }

    /// What is kept of it when it is done by this unit: the version in which it leaves the case that
    /// is shown.
    pub(crate) fn answered(&self, unit: &[Write]) -> Write {
        let left = unit.iter().rev().find_map(|write| match write {
            Write::Case(row) if row.id == self.shown => Some(row.version),
            _ => None,
        });
        Write::Once(Once {
            scope: self.scope.clone(),
            key: self.key.clone(),
            request: self.digest,
            answer: left.unwrap_or(self.version).to_string(),
        })
    }
}
