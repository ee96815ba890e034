//! Logging in and out. Every failure says the same.

use crate::answer::{Answer, forgets, page, see_other};
use crate::cookie::{self, Kind};
use crate::form::Fields;
use crate::guesses::Look;
use crate::layout::Layout;
use crate::refuse::Problem;
use crate::say;
use crate::session::StaffForm;
use crate::state::WebState;
use crate::views::device::device;
use app::Ctx;
use app::access::{Entry, count_failure, sign_on_name, sign_out, signed, try_to_sign_in};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use domain::access::Action;
use domain::words::Secret;
use std::time::Duration;
use tokio::time::Instant;

#[derive(Template)]
#[template(path = "login.html")]
pub(crate) struct LoginPage {
    layout: Layout,
    login: String,
    wrong: Vec<String>,
    /// Whether they have just made their account, or come back to it.
    joined: bool,
    back: bool,
    /// Whether there are passkeys at this address.
    passkeys: bool,
    /// The provider of single sign-on, where there is one.
    provider: Option<String>,
}

/// The form.
pub(crate) async fn show(State(state): State<WebState>, RawQuery(query): RawQuery) -> Answer {
    let layout = Layout::public(&state, &say("login-title").text(), "login");
    let joined = query.as_deref() == Some("joined");
    let back = query.as_deref() == Some("back");
    let (login, wrong) = (String::new(), Vec::new());
    page(StatusCode::OK, &LoginPage { joined, back, ..form(&state, layout, login, wrong) })
}

/// A no comes no sooner: how long it took says nothing of what was wrong.
const NO_SOONER: Duration = Duration::from_millis(400);

/// Log in.
pub(crate) async fn send(
    State(state): State<WebState>,
    look: Look,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let began = Instant::now();
    let ctx = state.anonymous();
    let entry = match state.guesses.try_log_in(look.source, ctx.now) {
        // There were so many failures from here that nobody looks any more.
        false => Ok(Entry::Out(None)),
        true => enter(&state, &ctx, &fields, device_of(&headers)).await,
    };
    if !matches!(entry, Ok(Entry::Out(_))) {
        state.guesses.no_guess(look.source);
    }
    match entry? {
        Entry::In(secret) => let_in(&state, &ctx, &secret).await,
        Entry::Out(failure) => {
            if let Some(failure) = failure {
                tokio::spawn(async move {
                    if let Err(error) = count_failure(&ctx, failure).await {
                        tracing::error!(%error, "a failed log-in could not be counted");
                    }
                });
            }
            tokio::time::sleep_until(began + NO_SOONER).await;
            page(StatusCode::UNAUTHORIZED, &not_let_in(&state, fields.get("login").to_owned()))
        }
    }
}

/// The session of somebody who is let in, and the first page that they may see.
pub(crate) async fn let_in(state: &WebState, ctx: &Ctx, secret: &Secret) -> Answer {
    let home = home(state, ctx, secret).await?;
    Ok(([cookie::give(state, Kind::Session, secret)], see_other(home)).into_response())
}

fn form(state: &WebState, layout: Layout, login: String, wrong: Vec<String>) -> LoginPage {
    let passkeys = state.app.passkeys.why_not().is_none();
    let provider = sign_on_name(&state.anonymous());
    LoginPage { layout, login, wrong, joined: false, back: false, passkeys, provider }
}

/// What everybody sees who is not let in.
pub(crate) fn not_let_in(state: &WebState, login: String) -> LoginPage {
    let wrong = vec![say("login-wrong").text()];
    let layout = Layout::public(state, &say("login-title").text(), "login");
    form(state, layout, login, wrong)
}

/// What everybody sees whom the provider's word does not let in, whatever the reason.
pub(crate) fn not_let_in_by(state: &WebState, provider: &str) -> LoginPage {
    let wrong = vec![
        say("login-not-by").with("provider", provider).text(),
        say("login-not-by-says").text(),
    ];
    LoginPage { wrong, ..not_let_in(state, String::new()) }
}

/// On what somebody logs in, in plain words.
pub(crate) fn device_of(headers: &HeaderMap) -> String {
    let said = headers.get(header::USER_AGENT).map(|value| value.to_str().unwrap_or_default());
    device(said.unwrap_or_default())
}

async fn enter(
    state: &WebState,
    ctx: &Ctx,
    fields: &Fields,
    device: String,
) -> Result<Entry, Problem> {
    let text = |name: &str| fields.get(name).to_owned();
    let (login, password, code) = (text("login"), text("password"), text("code").replace(' ', ""));
    let asked = ctx.clone();
    let entered = async move { try_to_sign_in(&asked, &login, &password, &code, &device).await };
    match super::off_thread(state, entered).await {
        Err(app::Error::Refused(_)) => Ok(Entry::Out(None)),
        entered => Ok(entered?),
    }
}

/// The first page that somebody may see.
pub(crate) async fn home(
    state: &WebState,
    ctx: &Ctx,
    secret: &Secret,
) -> Result<&'static str, app::Error> {
    let Some(signed) = signed(&state.app, secret, ctx.now).await? else { return Ok("/login") };
    let ctx = Ctx::new(&state.app, signed.actor(), ctx.now);
    let first = [
        (Action::ListCases, "/queue"),
        (Action::ManagePeople, "/people"),
        (Action::ReadLog, "/reads"),
        (Action::BreakGlass, "/glass"),
    ];
    let first = first.into_iter().find(|(action, _)| ctx.may(*action));
    Ok(first.map_or("/you", |(_, page)| page))
}

/// Log out.
pub(crate) async fn leave(State(state): State<WebState>, form: StaffForm) -> Answer {
    sign_out(&form.staff.ctx, &form.staff.secret).await?;
    let out = ([cookie::take(&state, Kind::Session)], see_other("/login")).into_response();
    Ok(forgets(out))
}
