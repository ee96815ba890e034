//! Mail that waits for a person, and the link that opens a report by mail once.

use crate::answer::{Answer, page, see_other};
use crate::layout::Layout;
use crate::refuse;
use crate::say;
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::views::messages::{Badge, badges};
use crate::when::When;
use app::mail::{Held, file_waiting, put_aside, waiting};
use app::ports::store::MailRow;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::access::Action;
use domain::words::{Digest, visible};

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage {
    layout: Layout,
    mails: Vec<MailView>,
    wrong: Vec<String>,
}

struct MailView {
    id: String,
    from: String,
    subject: String,
    words: String,
    at: When,
    badges: Vec<Badge>,
    confirmed: bool,
}

async fn view(state: &WebState, staff: &Staff, wrong: Vec<String>) -> Result<MailPage, app::Error> {
    let now = staff.ctx.now;
    let mail = |(row, held): &(MailRow, Held)| MailView {
        id: row.id.to_string(),
        from: visible(&held.from),
        subject: visible(&held.subject),
        words: visible(&held.words),
        at: When::new(row.at, now, state.policy()),
        badges: badges(&held.checks),
        confirmed: row.confirmed_at.is_some(),
    };
    let mails = waiting(&staff.ctx).await?.iter().map(mail).collect();
    Ok(MailPage { layout: Layout::staff(state, staff, "Mail that waits", "mail"), mails, wrong })
}

/// Everything that waits.
pub(crate) async fn show(State(state): State<WebState>, staff: Staff) -> Answer {
    page(StatusCode::OK, &view(&state, &staff, Vec::new()).await?)
}

/// Make a report of one.
pub(crate) async fn file(
    State(state): State<WebState>,
    Path(id): Path<String>,
    form: StaffForm,
) -> Answer {
    let id = named(&form.staff, &id)?;
    let done = file_waiting(&form.staff.ctx, &id).await;
    settled(&state, &form.staff, done.map(|case| format!("/cases/{case}"))).await
}

/// Put one aside.
pub(crate) async fn aside(
    State(state): State<WebState>,
    Path(id): Path<String>,
    form: StaffForm,
) -> Answer {
    let id = named(&form.staff, &id)?;
    let done = put_aside(&form.staff.ctx, &id).await;
    settled(&state, &form.staff, done.map(|()| "/mail".to_owned())).await
}

/// The mail of this name, for who may see them all.
fn named(staff: &Staff, id: &str) -> Result<Digest, app::Error> {
    staff.ctx.require(Action::DecideValidity)?;
    Ok(Digest::read(id).unwrap_or_else(|| Digest::of(b"")))
}

async fn settled(state: &WebState, staff: &Staff, done: Result<String, app::Error>) -> Answer {
    let error = match done {
        Ok(to) => return Ok(see_other(&to)),
        Err(error) => error,
    };
    let (status, says) = match &error {
        app::Error::NotThere => {
            let says = "This mail does not wait any more: somebody has settled it.";
            (StatusCode::CONFLICT, vec![says.to_owned()])
        }
        other => match refuse::says(other) {
            Some((says, _)) => (refuse::status_of(other), says),
            None => return Err(error.into()),
        },
    };
    page(status, &view(state, staff, says).await?)
}

#[derive(Template)]
#[template(path = "mail_link.html")]
struct LinkPage {
    layout: Layout,
    secret: Option<String>,
}

/// What stands before the secret: whoever only looks at links, as mail programs do, uses none up. The
/// link is not looked at either.
pub(crate) async fn link(State(state): State<WebState>, Path(_): Path<String>) -> Answer {
    let layout = Layout::public(&state, &say("link-title").text(), "track");
    page(StatusCode::OK, &LinkPage { layout, secret: None })
}

/// Exchange the link for the secret.
pub(crate) async fn redeem(State(state): State<WebState>, Path(key): Path<String>) -> Answer {
    let secret = app::mail::redeem(&state.anonymous(), &key).await?;
    let layout = Layout::public(&state, &say("link-title").text(), "track");
    page(StatusCode::OK, &LinkPage { layout, secret: Some(secret.reveal().to_owned()) })
}
