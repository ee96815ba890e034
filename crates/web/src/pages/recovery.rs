//! Letting somebody back in: one person asks, another agrees and hands the link over, and whoever has
//! the link sets a new password and a new second factor.

use super::join::{base32, grouped, picture};
use crate::answer::{Answer, page, see_other};
use crate::form::Fields;
use crate::layout::Layout;
use crate::refuse::{self, Problem, sentence};
use crate::say;
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::when::When;
use app::access::{
    Return, Waiting, agree_to_recovery, ask_recovery, recover, recoveries, return_of,
    withdraw_recovery,
};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::words::{AccountId, Secret};

#[derive(Template)]
#[template(path = "recovery.html")]
struct RecoveryPage {
    layout: Layout,
    people: Vec<(String, String)>,
    waiting: Vec<WaitingView>,
    link: Option<String>,
    wrong: Vec<String>,
}

struct WaitingView {
    account: String,
    name: String,
    login: String,
    asked_by: String,
    asked: When,
    ends: When,
    agreed: bool,
    /// Whether the reader may agree: neither asked nor comes back.
    mine_to_agree: bool,
}

fn waiting(state: &WebState, staff: &Staff, one: Waiting) -> WaitingView {
    let when = |at| When::new(at, staff.ctx.now, state.policy());
    WaitingView {
        mine_to_agree: !one.agreed && !one.by_me && one.account != staff.signed.account.id,
        account: one.account.to_string(),
        name: one.name,
        login: one.login,
        asked_by: one.asked_by.unwrap_or_else(|| "the console".to_owned()),
        asked: when(one.asked_at),
        ends: when(one.expires_at),
        agreed: one.agreed,
    }
}

async fn view(
    state: &WebState,
    staff: &Staff,
    link: Option<String>,
    wrong: Vec<String>,
) -> Result<RecoveryPage, app::Error> {
    let (people, all) = recoveries(&staff.ctx).await?;
    let named = |one: app::ports::store::Account| {
        (one.id.to_string(), format!("{} ({})", one.name, one.login))
    };
    Ok(RecoveryPage {
        layout: Layout::staff(state, staff, "Let somebody back in", "people"),
        people: people.into_iter().map(named).collect(),
        waiting: all.into_iter().map(|one| waiting(state, staff, one)).collect(),
        link,
        wrong,
    })
}

/// Who waits, and whom one could ask for.
pub(crate) async fn show(State(state): State<WebState>, staff: Staff) -> Answer {
    page(StatusCode::OK, &view(&state, &staff, None, Vec::new()).await?)
}

fn account(fields: &Fields) -> Result<AccountId, app::Error> {
    AccountId::read(fields.get("account")).map_err(|_| app::Error::NotThere)
}

async fn refused(state: &WebState, staff: &Staff, error: app::Error) -> Answer {
    let Some((says, _)) = refuse::says(&error) else { return Err(error.into()) };
    page(refuse::status_of(&error), &view(state, staff, None, says).await?)
}

/// Ask for somebody.
pub(crate) async fn ask(State(state): State<WebState>, form: StaffForm) -> Answer {
    let StaffForm { staff, fields } = form;
    recoveries(&staff.ctx).await?;
    match ask_recovery(&staff.ctx, &account(&fields)?).await {
        Ok(()) => Ok(see_other("/people/recovery")),
        Err(error) => refused(&state, &staff, error).await,
    }
}

/// Agree as a second person; the link is shown once.
pub(crate) async fn agree(State(state): State<WebState>, form: StaffForm) -> Answer {
    let StaffForm { staff, fields } = form;
    recoveries(&staff.ctx).await?;
    match agree_to_recovery(&staff.ctx, &account(&fields)?).await {
        Ok(secret) => {
            let link = format!("{}/recover/{}", state.public_url, secret.reveal());
            page(StatusCode::CREATED, &view(&state, &staff, Some(link), Vec::new()).await?)
        }
        Err(error) => refused(&state, &staff, error).await,
    }
}

/// Take it back.
pub(crate) async fn withdraw(form: StaffForm) -> Answer {
    let StaffForm { staff, fields } = form;
    recoveries(&staff.ctx).await?;
    withdraw_recovery(&staff.ctx, &account(&fields)?).await?;
    Ok(see_other("/people/recovery"))
}

#[derive(Template)]
#[template(path = "recover.html")]
struct ReturnPage {
    layout: Layout,
    action: String,
    login: String,
    picture: String,
    typed_secret: String,
    wrong: Vec<String>,
}

fn form(
    state: &WebState,
    secret: &Secret,
    back: &Return,
    wrong: Vec<String>,
) -> Result<ReturnPage, Problem> {
    let project = &state.policy().project.name;
    let address = state.app.credentials.enrolment(&back.totp, project, &back.login);
    Ok(ReturnPage {
        layout: Layout::public(state, &say("recover-title").text(), "login"),
        action: format!("/recover/{}", secret.reveal()),
        login: back.login.clone(),
        picture: picture(&address.map_err(app::Error::Outside)?)?,
        typed_secret: grouped(&base32(&back.totp)),
        wrong,
    })
}

/// The form behind the link.
pub(crate) async fn open(State(state): State<WebState>, Path(secret): Path<String>) -> Answer {
    let secret = Secret::read(&secret);
    let back = return_of(&state.anonymous(), &secret).await?;
    page(StatusCode::OK, &form(&state, &secret, &back, Vec::new())?)
}

/// Come back.
pub(crate) async fn send(
    State(state): State<WebState>,
    Path(secret): Path<String>,
    fields: Fields,
) -> Answer {
    let (ctx, secret) = (state.anonymous(), Secret::read(&secret));
    let (password, code) = (fields.get("password").to_owned(), fields.get("code").replace(' ', ""));
    let (asked, opened) = (ctx.clone(), secret.clone());
    let back = async move { recover(&asked, &opened, &password, &code).await };
    match super::off_thread(&state, back).await {
        Ok(_) => Ok(see_other("/login?back")),
        Err(app::Error::Invalid(wrong)) => {
            let back = return_of(&ctx, &secret).await?;
            let says = |one: &String| sentence(one.split_once(": ").map_or(one, |(_, says)| says));
            let wrong = wrong.iter().map(says).collect();
            page(StatusCode::UNPROCESSABLE_ENTITY, &form(&state, &secret, &back, wrong)?)
        }
        Err(error) => Err(error.into()),
    }
}
