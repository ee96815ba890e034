//! In which language a page is answered: the one that was chosen, else one that the browser asks for,
//! else the policy's own, else English.

use super::{SPOKEN, Spoken, Words, of_policy};
use crate::answer::see_other;
use crate::cookie;
use crate::doors::{Needs, doors};
use crate::state::WebState;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use fluent_langneg::{NegotiationStrategy, accepted_languages, negotiate_languages};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

/// More of what a browser asks for is not read.
const ASKED_MAX: usize = 500;

/// Where the language of a page is chosen, by a link.
const CHOICE: &str = "lang";

/// Below it are pages about the policy, which is prose in one language. They stay in English.
const POLICY: &str = "/policy";

/// Paths of pages that speak every language: those that people outside the team see.
static OUTSIDE: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let open = |needs: Needs| match needs {
        Needs::Nothing | Needs::Secret | Needs::VerbOnOwn => true,
        Needs::Password | Needs::Passkey | Needs::Provider => true,
        Needs::May(action) => action == domain::access::Action::FileReport,
        Needs::On(_) | Needs::Verb | Needs::VerbOnEach | Needs::Account => false,
    };
    let doors = doors().into_iter().filter(|door| open(door.needs));
    doors.map(|door| door.path).filter(|path| !path.starts_with(POLICY)).collect()
});

/// Answer a request in the language that suits whoever asks. A link with `?lang=` is answered with the
/// same page, and the choice is kept in a cookie.
pub(crate) async fn speak(State(state): State<WebState>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let matched = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if let Some(tag) = chosen(request.uri(), &state.words).filter(|_| reads && matched.is_some()) {
        let kept = cookie::language(&state, &tag);
        return ([kept], see_other(&without(request.uri()))).into_response();
    }
    let outside = matched.as_deref().is_none_or(|path| OUTSIDE.contains(path));
    let own = of_policy(state.policy());
    let asked = asked(&state, request.headers(), &own);
    let spoken = Spoken {
        words: Arc::clone(&state.words),
        page: if outside { asked } else { 0 },
        asked,
        own: own.into(),
        again: reads && outside && matched.is_some(),
    };
    let tag = spoken.language().tag.clone();
    let mut response = SPOKEN.scope(spoken, next.run(request)).await;
    let html = response.headers().get(header::CONTENT_TYPE);
    if html.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
        && let Ok(tag) = HeaderValue::from_str(&tag)
    {
        response.headers_mut().entry(header::CONTENT_LANGUAGE).or_insert(tag);
    }
    response
}

/// The place of the language that suits this request.
fn asked(state: &WebState, headers: &HeaderMap, own: &str) -> usize {
    let words = &state.words;
    let kept = cookie::spoken(state, headers).and_then(|tag| words.place(&tag));
    kept.or_else(|| accepted(words, headers)).or_else(|| words.place(own)).unwrap_or(0)
}

/// The place of the language that the browser asks for before others.
pub(super) fn accepted(words: &Words, headers: &HeaderMap) -> Option<usize> {
    let asked = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let asked = accepted_languages::parse(asked.get(..ASKED_MAX).unwrap_or(asked));
    let ours: Vec<_> = words.all().map(|one| one.id.clone()).collect();
    let best = negotiate_languages(&asked, &ours, None, NegotiationStrategy::Lookup);
    let best = best.first()?;
    ours.iter().position(|one| one == *best)
}

fn pairs(uri: &Uri) -> Vec<(String, String)> {
    serde_urlencoded::from_str(uri.query().unwrap_or_default()).unwrap_or_default()
}

/// The language that a link chooses, where there are words for it.
fn chosen(uri: &Uri, words: &Words) -> Option<String> {
    let (_, tag) = pairs(uri).into_iter().find(|(name, _)| name == CHOICE)?;
    let place = words.place(&tag)?;
    Some(words.at(place).tag.clone())
}

/// The same address without the choice.
fn without(uri: &Uri) -> String {
    let rest: Vec<_> = pairs(uri).into_iter().filter(|(name, _)| name != CHOICE).collect();
    match serde_urlencoded::to_string(&rest) {
        Ok(query) if !query.is_empty() => format!("{}?{query}", uri.path()),
        _ => uri.path().to_owned(),
    }
}
