//! Single sign-on: a browser is sent to the provider, and comes back with its word. Every no is the same
//! page.

use super::login::{device_of, home, let_in, not_let_in, not_let_in_by};
use crate::answer::{Answer, page, see_other};
use crate::cookie::{self, Kind};
use crate::form::Fields;
use crate::guesses::Look;
use crate::layout::Layout;
use crate::say;
use crate::session::StaffForm;
use crate::state::WebState;
use app::Ctx;
use app::access::{
    Arrived, Away, Entry, Errand, Join, come_back, confirm, count_failure, go_to_provider,
    join_by_provider, sign_on_name, signed,
};
use app::ports::sign_on::Brought;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::IntoResponse as _;
use domain::access::Door;
use domain::words::{Digest, Secret};

#[derive(Template)]
#[template(path = "away.html")]
struct AwayPage {
    layout: Layout,
    address: String,
}

#[derive(Template)]
#[template(path = "provider_code.html")]
struct CodePage {
    layout: Layout,
    provider: String,
    ceremony: String,
}

fn named(ctx: &Ctx) -> String {
    sign_on_name(ctx).unwrap_or_else(|| say("provider-name").text())
}

/// A page that leads there. A form may not, by our own policy; and so nobody is sent away unseen.
fn leads_away(state: &WebState, away: &Away) -> Answer {
    let title = say("away-title").with("provider", named(&state.anonymous())).text();
    let layout = Layout::public(state, &title, "login");
    let mut answer = page(StatusCode::OK, &AwayPage { layout, address: away.address.clone() })?;
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={}", away.address)) {
        answer.headers_mut().insert(HeaderName::from_static("refresh"), value);
    }
    Ok(([cookie::give(state, Kind::Provider, &away.browser)], answer).into_response())
}

fn out(state: &WebState) -> Answer {
    let shown = not_let_in_by(state, &named(&state.anonymous()));
    let answer = page(StatusCode::UNAUTHORIZED, &shown)?;
    Ok(([cookie::take(state, Kind::Provider)], answer).into_response())
}

/// Begin to log in. Each beginning is a row for five minutes, so it counts as a log-in that has not
/// succeeded yet.
pub(crate) async fn log_in(State(state): State<WebState>, look: Look) -> Answer {
    let ctx = state.anonymous();
    if !state.guesses.try_log_in(look.source, ctx.now) {
        return page(StatusCode::UNAUTHORIZED, &not_let_in(&state, String::new()));
    }
    let away = go_to_provider(&ctx, Errand::LogIn).await?;
    leads_away(&state, &away)
}

/// Begin to link one's account.
pub(crate) async fn link(State(state): State<WebState>, form: StaffForm) -> Answer {
    leads_away(&state, &go_to_provider(&form.staff.ctx, Errand::Link).await?)
}

/// Begin to use an invitation.
pub(crate) async fn join(
    State(state): State<WebState>,
    Path(secret): Path<String>,
    fields: Fields,
) -> Answer {
    let secret = Secret::read(&secret);
    let (login, name) = (fields.get("login").trim(), fields.get("name"));
    match join_by_provider(&state.anonymous(), &secret, login, name).await {
        Ok(away) => leads_away(&state, &away),
        Err(app::Error::Invalid(wrong)) => {
            let (login, name) = (login.to_owned(), name.to_owned());
            let given = Join { login, name, ..Join::default() };
            super::join::again(&state, &secret, &given, &wrong).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A browser came back.
pub(crate) async fn back(
    State(state): State<WebState>,
    look: Look,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let said = Fields::read(query.unwrap_or_default().as_bytes())?;
    // Whoever is logged in links their account; nobody else needs to be.
    let mut ctx = state.anonymous();
    if let Some(session) = cookie::read(&state, &headers, Kind::Session)
        && let Some(signed) = signed(&state.app, &session, ctx.now).await?
    {
        ctx = Ctx::new(&state.app, signed.actor(), ctx.now).through(Door::Web);
    }
    let word = Secret::read(said.get("state"));
    let browser = cookie::read(&state, &headers, Kind::Provider);
    let brought = Brought { code: said.get("code"), issuer: said.given("iss") };
    match come_back(&ctx, &word, browser.as_ref(), brought, &device_of(&headers)).await? {
        Arrived::Out => out(&state),
        Arrived::Linked => {
            let gone = cookie::take(&state, Kind::Provider);
            Ok(([gone], see_other("/you#provider")).into_response())
        }
        Arrived::Code(ceremony) => {
            state.guesses.no_guess(look.source);
            let layout = Layout::public(&state, &say("provider-step").text(), "login");
            let (provider, ceremony) = (named(&ctx), ceremony.reveal().to_owned());
            page(StatusCode::OK, &CodePage { layout, provider, ceremony })
        }
        Arrived::In(secret) => {
            state.guesses.no_guess(look.source);
            let home = home(&state, &ctx, &secret).await?;
            let cookies = [
                cookie::give(&state, Kind::Session, &secret),
                cookie::take(&state, Kind::Provider),
            ];
            Ok((axum::response::AppendHeaders(cookies), see_other(home)).into_response())
        }
    }
}

/// The code that was asked for in addition.
pub(crate) async fn code(
    State(state): State<WebState>,
    look: Look,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let ctx = state.anonymous();
    if !state.guesses.try_log_in(look.source, ctx.now) {
        return out(&state);
    }
    let code = fields.get("code").replace(' ', "");
    let ceremony = Secret::read(fields.get("ceremony"));
    let entry = confirm(&ctx, &ceremony, &code, &device_of(&headers)).await;
    if !matches!(entry, Ok(Entry::Out(_))) {
        state.guesses.no_guess(look.source);
    }
    match entry? {
        Entry::In(secret) => let_in(&state, &ctx, &secret).await,
        Entry::Out(failure) => {
            if let Some(failure) = failure {
                count_failure(&ctx, failure).await?;
            }
            out(&state)
        }
    }
}

/// Unlink one's account; one that is not linked is as good as gone.
pub(crate) async fn unlink(form: StaffForm) -> Answer {
    if let Some(which) = Digest::read(form.fields.get("identity")) {
        app::access::unlink(&form.staff.ctx, &which).await?;
    }
    Ok(see_other("/you#provider"))
}
