//! Who is logged in, as a part of a handler's signature: without it there is no way to act.

use crate::cookie::{self, Kind};
use crate::form::Fields;
use crate::guesses::Look;
use crate::refuse::Problem;
use crate::state::WebState;
use app::Ctx;
use app::access::{Signed, signed};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use domain::access::Door;
use domain::words::{Digest, Secret};

/// Somebody of the team.
pub(crate) struct Staff {
    /// The request, as theirs.
    pub(crate) ctx: Ctx,
    /// Their account and session.
    pub(crate) signed: Signed,
    /// What opened the session.
    pub(crate) secret: Secret,
}

impl FromRequestParts<WebState> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Problem> {
        let secret = cookie::read(state, &parts.headers, Kind::Session).ok_or(Problem::Login)?;
        let now = (state.now)();
        let signed = signed(&state.app, &secret, now).await?.ok_or(Problem::Login)?;
        let ctx = Ctx::new(&state.app, signed.actor(), now).through(Door::Web);
        Look::asks(parts, &ctx);
        Ok(Self { ctx, signed, secret })
    }
}

impl Staff {
    /// The same, now: it took a while, and they may have been logged out meanwhile.
    pub(crate) async fn again(self, state: &WebState) -> Result<Self, Problem> {
        let now = (state.now)();
        let signed = signed(&state.app, &self.secret, now).await?.ok_or(Problem::Login)?;
        let ctx = Ctx::new(&state.app, signed.actor(), now).through(Door::Web);
        Ok(Self { ctx, signed, secret: self.secret })
    }
}

/// A form that somebody of the team sent from a page of their own session.
pub(crate) struct StaffForm {
    /// Who.
    pub(crate) staff: Staff,
    /// What they sent.
    pub(crate) fields: Fields,
}

impl FromRequest<WebState> for StaffForm {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let staff = Staff::from_request_parts(&mut parts, state).await?;
        let fields = Fields::from_request(Request::from_parts(parts, body), state).await?;
        if same(fields.get("form_token"), &staff.signed.session.form_token) {
            Ok(Self { staff, fields })
        } else {
            Err(Problem::Foreign)
        }
    }
}

/// The token that a program shows.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<Secret> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Secret::read(token))
}

/// Whether two secrets are the same. Their digests are compared, so that how long it takes says
/// nothing of how much of a guess was right.
pub(crate) fn same(given: &str, kept: &str) -> bool {
    !kept.is_empty() && Digest::of(given.as_bytes()) == Digest::of(kept.as_bytes())
}

/// What the forms of a reporter's page carry: drawn from the secret that opened it.
pub(crate) fn track_token(secret: &Secret) -> String {
    Digest::of_parts(&[b"track form", secret.reveal().as_bytes()]).to_string()
}
