//! What the API answers: JSON, and RFC 9457 problems with the rule that refused.

use crate::filing::{Unfiled, later};
use crate::guesses::Look;
use crate::refuse::status_of;
use crate::router::BODY_MAX;
use crate::session::bearer;
use crate::state::WebState;
use crate::upload::{Form, SLOW, Unread, is_multipart};
use app::access::with_token;
use app::attachment::Files;
use app::{Ctx, Error};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::access::Door;
use serde_json::{Value, json};

/// Why the API did not do what was asked.
#[derive(Debug)]
pub(crate) enum ApiProblem {
    /// The use case says why.
    App(Error),
    /// The body is not JSON.
    Unreadable(String),
    /// The body is longer than this many bytes.
    TooMuch(usize),
    /// The body came too slowly.
    Slow,
    /// There were too many reports from one address; again after so many seconds.
    Later(u64),
}

impl From<Unfiled> for ApiProblem {
    fn from(unfiled: Unfiled) -> Self {
        match unfiled {
            Unfiled::App(error) => Self::App(error),
            Unfiled::Later(seconds) => Self::Later(seconds),
        }
    }
}

impl From<Unread> for ApiProblem {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Unreadable => {
                Self::Unreadable("the parts of the form cannot be read".to_owned())
            }
            Unread::TooMuch => Self::TooMuch(BODY_MAX),
            Unread::Slow => Self::Slow,
            Unread::App(error) => Self::App(error),
        }
    }
}

impl From<Error> for ApiProblem {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}

/// JSON with this status.
pub(crate) fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

fn problem(status: StatusCode, title: &str, more: &Value) -> Response {
    let mut body = json!({ "type": "about:blank", "title": title, "status": status.as_u16() });
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more.clone());
    }
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

/// Nothing is at this address, or nothing that may be shown: one answer for both.
pub(crate) async fn nothing() -> Response {
    ApiProblem::App(Error::NotThere).into_response()
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let error = match self {
            ApiProblem::Unreadable(says) => {
                return problem(StatusCode::BAD_REQUEST, "not JSON", &json!({ "detail": says }));
            }
            ApiProblem::TooMuch(most) => {
                let detail = json!({ "detail": format!("a body has at most {most} bytes") });
                return problem(StatusCode::PAYLOAD_TOO_LARGE, "too long", &detail);
            }
            ApiProblem::Slow => {
                let detail = json!({ "detail": SLOW });
                return problem(StatusCode::REQUEST_TIMEOUT, "too slow", &detail);
            }
            ApiProblem::Later(seconds) => {
                let detail = json!({ "detail": later(seconds) });
                let answer = problem(StatusCode::TOO_MANY_REQUESTS, "later", &detail);
                return ([(header::RETRY_AFTER, seconds.to_string())], answer).into_response();
            }
            ApiProblem::App(error) => error,
        };
        let status = status_of(&error);
        let says = json!({ "detail": error.to_string() });
        match &error {
            Error::NotThere => problem(status, "nothing here", &json!({})),
            Error::NotAllowed(_) => problem(status, "not allowed", &says),
            Error::Refused(refusal) => {
                let more = json!({ "detail": refusal.says, "rule": refusal.rule });
                problem(status, "refused", &more)
            }
            Error::Invalid(wrong) => {
                problem(status, "incomplete or wrong", &json!({ "errors": wrong }))
            }
            Error::Stale { now } => {
                let more = json!({ "detail": error.to_string(), "version": now });
                problem(status, "the case has moved on", &more)
            }
            Error::TooMuch(_) => problem(status, "too much", &says),
            Error::KeyReused => problem(status, "idempotency key reused", &says),
            Error::Outside(why) => {
                tracing::error!(why, "an API request failed");
                let detail =
                    json!({ "detail": "something on our side failed; nothing was changed" });
                problem(status, "failed", &detail)
            }
        }
    }
}

/// The request's context: who the bearer token acts for. A token that opens nothing makes the
/// asker nobody, which gives the same answers as no token.
pub(crate) struct Asker(pub(crate) Ctx);

impl FromRequestParts<WebState> for Asker {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, ApiProblem> {
        let ctx = asker(&parts.headers, state).await?;
        Look::asks(parts, &ctx);
        Ok(Self(ctx))
    }
}

async fn asker(headers: &HeaderMap, state: &WebState) -> Result<Ctx, Error> {
    let anonymous = state.anonymous().through(Door::Api);
    let Some(secret) = bearer(headers) else { return Ok(anonymous) };
    if let Some(actor) = with_token(&state.app, &secret, anonymous.now).await? {
        return Ok(anonymous.by_actor(actor));
    }
    match anonymous.as_outsider(&secret).await {
        Err(Error::NotThere) => Ok(anonymous),
        outsider => outsider,
    }
}

/// A JSON body, whatever its declared type; an empty one counts as an empty object.
pub(crate) struct Body(pub(crate) Value);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = ApiProblem;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiProblem> {
        let bytes =
            Bytes::from_request(request, state).await.map_err(|_| ApiProblem::TooMuch(BODY_MAX))?;
        if bytes.is_empty() {
            return Ok(Self(json!({})));
        }
        let body = serde_json::from_slice(&bytes);
        body.map(Self).map_err(|error| ApiProblem::Unreadable(error.to_string()))
    }
}

/// What a program sent: JSON, or a form of which one part is that JSON and others are files.
pub(crate) struct Sent {
    /// The JSON.
    pub(crate) body: Value,
    /// What may still come.
    form: Option<Form>,
}

impl Sent {
    /// Read it up to its first file. The JSON is in the part of this name.
    pub(crate) async fn read(request: Request, part: &str) -> Result<Self, ApiProblem> {
        if !is_multipart(request.headers()) {
            let Body(body) = Body::from_request(request, &()).await?;
            return Ok(Self { body, form: None });
        }
        let form = Form::read(request).await?;
        let body = match form.fields.given(part) {
            Some(text) => serde_json::from_str(text)
                .map_err(|error| ApiProblem::Unreadable(format!("{part}: {error}")))?,
            None => form.fields.to_json(),
        };
        Ok(Self { body, form: Some(form) })
    }

    /// Whether files are on their way.
    pub(crate) fn has_files(&self) -> bool {
        self.form.as_ref().is_some_and(Form::has_files)
    }

    /// Receive them.
    pub(crate) async fn receive(&mut self, ctx: &Ctx) -> Result<Files, ApiProblem> {
        match &mut self.form {
            Some(form) => Ok(form.receive(ctx).await?),
            None => Ok(Files::new(ctx)),
        }
    }
}

/// Who asks now: files take a while, and meanwhile somebody's access may have ended.
pub(crate) async fn asker_again(
    headers: &HeaderMap,
    state: &WebState,
    before: &Ctx,
) -> Result<Ctx, ApiProblem> {
    let ctx = asker(headers, state).await?;
    if ctx.actor != before.actor { Err(Error::NotThere.into()) } else { Ok(ctx) }
}

/// The idempotency key of a request.
pub(crate) fn key(headers: &HeaderMap) -> Option<&str> {
    headers.get("idempotency-key")?.to_str().ok()
}

/// The version that the asker has seen, from `If-Match: "7"`.
pub(crate) fn expected(headers: &HeaderMap) -> Result<Option<u64>, ApiProblem> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let version = value.to_str().ok().and_then(|text| text.trim().trim_matches('"').parse().ok());
    version.map(Some).ok_or_else(|| {
        let says = "If-Match: the version of the case as a number, such as \"7\"";
        ApiProblem::App(Error::Invalid(vec![says.to_owned()]))
    })
}
