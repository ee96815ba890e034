//! Cookies, all out of reach of any script: three that hold a secret, and one with the language that
//! somebody chose.

use crate::state::WebState;
use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::words::Secret;

/// What a cookie opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The team's pages.
    Session,
    /// One reporter's own case, and only below `/track`.
    Track,
    /// Nothing: that this browser was sent to the provider of single sign-on, for a few minutes.
    Provider,
}

impl Kind {
    /// Over TLS the browser itself guards the name's prefix.
    pub(crate) fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Kind::Session, true) => "__Host-vulnerary",
            (Kind::Session, false) => "vulnerary",
            // A `__Host-` cookie is sent to every path; this one must not be.
            (Kind::Track, true) => "__Secure-vulnerary-track",
            (Kind::Track, false) => "vulnerary-track",
            (Kind::Provider, true) => "__Secure-vulnerary-provider",
            (Kind::Provider, false) => "vulnerary-provider",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Kind::Session => "/",
            Kind::Track => "/track",
            Kind::Provider => "/login/provider",
        }
    }

    /// A link in a message may lead somebody who is logged in to a case, and a provider sends its visitors
    /// back; nothing leads to `/track`.
    fn same_site(self) -> SameSite {
        match self {
            Kind::Session | Kind::Provider => SameSite::Lax,
            Kind::Track => SameSite::Strict,
        }
    }
}

/// The secret that the browser holds.
pub(crate) fn read(state: &WebState, headers: &HeaderMap, kind: Kind) -> Option<Secret> {
    let jar = CookieJar::from_headers(headers);
    jar.get(kind.name(state.is_secure())).map(|cookie| Secret::read(cookie.value()))
}

fn header_of(cookie: &Cookie<'_>) -> (header::HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&cookie.to_string());
    (header::SET_COOKIE, value.unwrap_or(HeaderValue::from_static("")))
}

fn made(state: &WebState, kind: Kind, value: String) -> Cookie<'static> {
    let secure = state.is_secure();
    let mut cookie = Cookie::new(kind.name(secure), value);
    cookie.set_path(kind.path());
    cookie.set_http_only(true);
    cookie.set_secure(secure);
    cookie.set_same_site(kind.same_site());
    cookie
}

/// Hand the browser a secret until it is closed.
pub(crate) fn give(
    state: &WebState,
    kind: Kind,
    secret: &Secret,
) -> (header::HeaderName, HeaderValue) {
    header_of(&made(state, kind, secret.reveal().to_owned()))
}

/// Have the browser forget it.
pub(crate) fn take(state: &WebState, kind: Kind) -> (header::HeaderName, HeaderValue) {
    let mut cookie = made(state, kind, String::new());
    cookie.make_removal();
    header_of(&cookie)
}

/// For how long a choice of language is kept.
const A_YEAR_SECONDS: u32 = 365 * 24 * 60 * 60;

fn language_name(state: &WebState) -> &'static str {
    if state.is_secure() { "__Host-vulnerary-language" } else { "vulnerary-language" }
}

/// The language that this browser was told to keep; anybody may write anything there.
pub(crate) fn spoken(state: &WebState, headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(language_name(state)).map(|cookie| cookie.value().to_owned())
}

/// Have the browser keep a choice of language.
pub(crate) fn language(state: &WebState, tag: &str) -> (header::HeaderName, HeaderValue) {
    let secure = state.is_secure();
    let mut cookie = Cookie::new(language_name(state), tag.to_owned());
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(secure);
    cookie.set_same_site(SameSite::Lax);
    let value = HeaderValue::from_str(&format!("{cookie}; Max-Age={A_YEAR_SECONDS}"));
    (header::SET_COOKIE, value.unwrap_or(HeaderValue::from_static("")))
}
