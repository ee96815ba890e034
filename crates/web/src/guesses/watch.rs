//! What stands before every door at which something could be guessed: it counts what was not there
//! and, when there was too much of it, answers without looking.

use super::books::Guesser;
use super::look::Look;
use crate::api::ApiProblem;
use crate::cookie::{self, Kind};
use crate::doors::Asks;
use crate::refuse::Problem;
use crate::session::bearer;
use crate::state::WebState;
use axum::extract::{FromRequestParts as _, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::words::{CaseId, Secret};

/// A door, as far as guesses go.
#[derive(Clone)]
pub(crate) struct Guarded {
    pub(crate) state: WebState,
    pub(crate) asks: Asks,
    /// Whether it is one of the API.
    pub(crate) api: bool,
}

impl Guarded {
    /// The credential that this door takes.
    fn shown(&self, headers: &HeaderMap) -> Option<Secret> {
        match (self.api, self.asks) {
            (true, _) => bearer(headers),
            (false, Asks::Case) => cookie::read(&self.state, headers, Kind::Session),
            _ => None,
        }
    }

    /// The answer for what is not there.
    fn nothing(&self) -> Response {
        let nothing = app::Error::NotThere;
        match self.api {
            true => ApiProblem::App(nothing).into_response(),
            false => Problem::App(nothing).into_response(),
        }
    }

    fn is_miss(&self, status: StatusCode) -> bool {
        let wanted = match self.asks {
            Asks::LogIn => StatusCode::UNAUTHORIZED,
            _ => StatusCode::NOT_FOUND,
        };
        status == wanted
    }

    async fn count(&self, who: Guesser, look: &Look, misses: u32) {
        let (guesses, now) = (&self.state.guesses, (self.state.now)());
        metrics::counter!("vulnerary_probes_total", "asks" => self.asks.word())
            .increment(u64::from(misses));
        let alarm = match self.asks {
            Asks::LogIn => guesses.log_in_failed(who.source, now),
            _ => {
                let counted = guesses.missed(who, misses, now);
                if let (true, Some(holder), Some(ctx)) =
                    (counted.wants_reach, who.holder, look.asker())
                {
                    match app::access::reach(ctx).await {
                        Ok(reach) => guesses.reaches(&holder, reach),
                        Err(error) => tracing::warn!(%error, "how far a credential reaches"),
                    }
                }
                counted.alarm
            }
        };
        if let Some(guessed) = alarm {
            tracing::warn!(guessed, "somebody guesses at ids, secrets or log-ins");
            let app = std::sync::Arc::clone(&self.state.app);
            // Nobody waits for it, so that no answer tells of it.
            tokio::spawn(async move {
                if let Err(error) = app::jobs::warn_of_guesses(&app, guessed, now).await {
                    tracing::error!(%error, "a warning of guesses could not be queued");
                }
            });
        }
    }
}

async fn case_of(parts: &mut Parts) -> Option<CaseId> {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok()?;
    let (_, id) = params.iter().find(|(name, _)| *name == "id")?;
    CaseId::read(id).ok()
}

/// Count what is not there, and look no further where there was too much of it.
pub(crate) async fn watch(State(at): State<Guarded>, request: Request, next: Next) -> Response {
    let (guesses, now) = (&at.state.guesses, (at.state.now)());
    let chance = || at.state.app.chance.secret();
    guesses.forget(now);
    let (mut parts, body) = request.into_parts();
    let source = guesses.source(chance, &parts.extensions, &parts.headers);
    let shown = at.shown(&parts.headers);
    let who = Guesser { source, holder: shown.map(|secret| guesses.holder(chance, &secret)) };
    let look = Look::new(source);
    if let (Asks::Case, Some(holder)) = (at.asks, &who.holder)
        && guesses.is_beyond(holder, case_of(&mut parts).await.as_ref(), now)
    {
        at.count(who, &look, 1).await;
        return at.nothing();
    }
    parts.extensions.insert(look.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    let misses = look.misses() + u32::from(at.is_miss(response.status()));
    if misses > 0 {
        at.count(who, &look, misses).await;
    }
    response
}
