//! Passkeys: making one from one's own page, and logging in with one. Each begins with a form that
//! asks the server for something to sign, and ends with another that brings it back signed.

use super::login::{device_of, let_in, not_let_in};
use crate::answer::{Answer, live_page, page, see_other};
use crate::form::Fields;
use crate::guesses::Look;
use crate::layout::Layout;
use crate::pages::PASSKEY_PATH;
use crate::refuse;
use crate::say;
use crate::session::StaffForm;
use crate::state::WebState;
use app::access::{
    BrowserIsAsked, add_passkey, begin_passkey, begin_passkey_sign_in, passkey_sign_in,
    remove_passkey,
};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::words::{Digest, Secret};

#[derive(Template)]
#[template(path = "passkey.html")]
struct PasskeyPage {
    layout: Layout,
    script: &'static str,
    lead: String,
    button: String,
    action: &'static str,
    back: &'static str,
    makes: bool,
    options: String,
    ceremony: String,
    wrong: Vec<String>,
}

fn shown(layout: Layout, makes: bool, asked: &BrowserIsAsked) -> PasskeyPage {
    let (lead, button, action, back) = match makes {
        true => (
            "Your browser asks where to keep it, and to see that it is you. From then on it stands \
             in for your password and your code."
                .to_owned(),
            "Make the passkey".to_owned(),
            "/you/passkeys",
            "/you#passkeys",
        ),
        false => (
            say("passkey-lead").text(),
            say("login-use-passkey").text(),
            "/login/passkey/answer",
            "/login",
        ),
    };
    PasskeyPage {
        layout,
        script: &PASSKEY_PATH,
        lead,
        button,
        action,
        back,
        makes,
        options: asked.options.clone(),
        ceremony: asked.ceremony.reveal().to_owned(),
        wrong: Vec::new(),
    }
}

/// Begin to make one.
pub(crate) async fn begin(State(state): State<WebState>, form: StaffForm) -> Answer {
    let asked = begin_passkey(&form.staff.ctx).await?;
    let layout = Layout::staff(&state, &form.staff, "Make a passkey", "you");
    live_page(StatusCode::OK, &shown(layout, true, &asked))
}

/// Keep the one that the browser made; where that fails, it begins again.
pub(crate) async fn add(State(state): State<WebState>, form: StaffForm) -> Answer {
    let StaffForm { staff, fields } = form;
    let ceremony = Secret::read(fields.get("ceremony"));
    match add_passkey(&staff.ctx, &ceremony, fields.get("answer"), fields.get("name")).await {
        Ok(()) => Ok(see_other("/you#passkeys")),
        Err(error) => {
            let Some((wrong, _)) = refuse::says(&error) else { return Err(error.into()) };
            let asked = begin_passkey(&staff.ctx).await?;
            let layout = Layout::staff(&state, &staff, "Make a passkey", "you");
            let again = PasskeyPage { wrong, ..shown(layout, true, &asked) };
            live_page(refuse::status_of(&error), &again)
        }
    }
}

/// Take one away; one that is not there is as good as gone.
pub(crate) async fn remove(form: StaffForm) -> Answer {
    if let Some(which) = Digest::read(form.fields.get("passkey")) {
        remove_passkey(&form.staff.ctx, &which).await?;
    }
    Ok(see_other("/you#passkeys"))
}

/// Begin to log in with one. Each beginning is a row for five minutes, so it counts as a log-in that
/// has not succeeded yet.
pub(crate) async fn log_in(State(state): State<WebState>, look: Look) -> Answer {
    let ctx = state.anonymous();
    if !state.guesses.try_log_in(look.source, ctx.now) {
        return page(StatusCode::UNAUTHORIZED, &not_let_in(&state, String::new()));
    }
    let asked = begin_passkey_sign_in(&ctx).await?;
    let layout = Layout::public(&state, &say("passkey-title").text(), "login");
    live_page(StatusCode::OK, &shown(layout, false, &asked))
}

/// Log in with what the browser signed.
pub(crate) async fn answer(
    State(state): State<WebState>,
    look: Look,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let ctx = state.anonymous();
    let ceremony = Secret::read(fields.get("ceremony"));
    let signed = match state.guesses.try_log_in(look.source, ctx.now) {
        // There were so many failures from here that nobody looks any more.
        false => Ok(None),
        true => passkey_sign_in(&ctx, &ceremony, fields.get("answer"), &device_of(&headers)).await,
    };
    if !matches!(signed, Ok(None)) {
        state.guesses.no_guess(look.source);
    }
    let Some(secret) = signed? else {
        return page(StatusCode::UNAUTHORIZED, &not_let_in(&state, String::new()));
    };
    // And what it began with was none.
    state.guesses.no_guess(look.source);
    let_in(&state, &ctx, &secret).await
}
