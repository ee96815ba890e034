//! Logging in and out. Every failure says the same.

use crate::answer::{Answer, page, see_other};
use crate::cookie::{self, Kind};
use crate::form::Fields;
use crate::layout::Layout;
use crate::refuse;
use crate::session::StaffForm;
use crate::state::WebState;
use app::Ctx;
use app::access::{sign_in, sign_out, signed};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::access::Action;
use domain::words::Secret;
use std::time::Duration;
use tokio::time::Instant;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    layout: Layout,
    login: String,
    wrong: Vec<String>,
    /// Whether they have just made their account.
    joined: bool,
}

/// The form.
pub(crate) async fn show(State(state): State<WebState>, RawQuery(query): RawQuery) -> Answer {
    let layout = Layout::public(&state, "Log in", "login");
    let joined = query.as_deref() == Some("joined");
    page(StatusCode::OK, &LoginPage { layout, login: String::new(), wrong: Vec::new(), joined })
}

/// A no comes no sooner. A wrong password of a known login is counted and an unknown one is not,
/// which takes another time; together with the waiting they take the same.
const NO_SOONER: Duration = Duration::from_millis(400);

/// Log in.
pub(crate) async fn send(State(state): State<WebState>, fields: Fields) -> Answer {
    let began = Instant::now();
    let ctx = state.anonymous();
    let text = |name: &str| fields.get(name).to_owned();
    let (login, password, code) = (text("login"), text("password"), text("code").replace(' ', ""));
    let asked = ctx.clone();
    let entered =
        super::off_thread(&state, async move { sign_in(&asked, &login, &password, &code).await })
            .await;
    match entered {
        Ok(secret) => {
            let home = home(&state, &ctx, &secret).await?;
            Ok(([cookie::give(&state, Kind::Session, &secret)], see_other(home)).into_response())
        }
        Err(error) => {
            tokio::time::sleep_until(began + NO_SOONER).await;
            let Some((wrong, _)) = refuse::says(&error) else { return Err(error.into()) };
            let layout = Layout::public(&state, "Log in", "login");
            let login = fields.get("login").to_owned();
            page(StatusCode::UNAUTHORIZED, &LoginPage { layout, login, wrong, joined: false })
        }
    }
}

/// The first page that somebody may see.
async fn home(state: &WebState, ctx: &Ctx, secret: &Secret) -> Result<&'static str, app::Error> {
    let Some(signed) = signed(&state.app, secret, ctx.now).await? else { return Ok("/login") };
    let ctx = Ctx::new(&state.app, signed.actor(), ctx.now);
    Ok(match (ctx.may(Action::ListCases), ctx.may(Action::ManagePeople)) {
        (true, _) => "/queue",
        (false, true) => "/people",
        (false, false) => "/you",
    })
}

/// Log out.
pub(crate) async fn leave(State(state): State<WebState>, form: StaffForm) -> Answer {
    sign_out(&form.staff.ctx, &form.staff.secret).await?;
    Ok(([cookie::take(&state, Kind::Session)], see_other("/login")).into_response())
}
