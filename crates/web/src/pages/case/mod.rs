//! The page that the team works on: one case, and every verb that may be used on it now.

mod advisory;
mod apart;
mod conduct;
mod conflict;
mod cve;
mod files;
mod forms;
mod judge;
mod lines;
mod next;
mod outside;
mod reader;
mod refused;
mod sentences;
mod sentences_conduct;
mod timeline;
mod triage;
mod view;

pub(crate) use files::{fetch, text};
pub(crate) use judge::preview;

use crate::answer::{Answer, live_page, see_other};
use crate::pages::bring::{bring, perform_with};
use crate::pages::track::{Done, notice};
use crate::refuse::{self, Problem};
use crate::session::{Staff, same};
use crate::state::WebState;
use crate::upload::Form;
use crate::views::forms::Refused;
use apart::Apart;
use app::find_verb;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use domain::words::{CaseId, Secret};
use reader::Reader;
use timeline::Wanted;
use view::Extra;

fn read(id: &str) -> Result<CaseId, app::Error> {
    CaseId::read(id).map_err(|_| app::Error::NotThere)
}

/// What an address asks of the page.
#[derive(serde::Deserialize)]
pub(crate) struct Seen {
    done: Option<String>,
    who: Option<String>,
    late: Option<String>,
    before: Option<u64>,
    show: Option<String>,
}

/// The case.
pub(crate) async fn show(
    State(state): State<WebState>,
    staff: Staff,
    Path(id): Path<String>,
    Query(seen): Query<Seen>,
) -> Answer {
    let id = read(&id)?;
    let wanted = Wanted {
        who: seen.who.unwrap_or_default(),
        late: seen.late.is_some_and(|late| late == "1"),
        before: seen.before,
    };
    let done = Done { done: seen.done };
    let apart = seen.show.as_deref().and_then(Apart::of);
    let extra = Extra { notice: notice(&done), wanted, apart, ..Extra::default() };
    shown(&state, &staff, &id, StatusCode::OK, extra).await
}

async fn shown(
    state: &WebState,
    staff: &Staff,
    id: &CaseId,
    status: StatusCode,
    extra: Extra,
) -> Answer {
    let (shown, moves) = app::case::show_with_moves(&staff.ctx, id).await?;
    let reader = Reader::new(state, staff).await?.of(&shown).await?;
    live_page(status, &reader.page(&shown, &Extra { moves, ..extra }))
}

/// The version that a form was written upon. Every form of ours carries it.
fn expected(fields: &crate::form::Fields) -> Result<u64, app::Error> {
    let says = "expected_version: the version of the case that you have read is needed";
    let given = fields.given("expected_version").and_then(|version| version.parse().ok());
    given.ok_or_else(|| app::Error::Invalid(vec![says.to_owned()]))
}

/// Perform a verb; what is refused comes back with what was typed.
pub(crate) async fn act(
    State(state): State<WebState>,
    Path((id, group, name)): Path<(String, String, String)>,
    staff: Staff,
    request: Request,
) -> Answer {
    let mut form = Form::read(request).await?;
    if !same(form.fields.get("form_token"), &staff.signed.session.form_token) {
        form.refuse();
        return Err(Problem::Foreign);
    }
    let id = read(&id)?;
    let verb = find_verb(&group, &name).ok_or(Problem::App(app::Error::NotThere))?;
    let read = expected(&form.fields);
    let (staff, done) = match &read {
        Ok(read) => perform(&state, staff, (&id, verb), &mut form, *read).await?,
        Err(error) => (staff, Err(error.clone())),
    };
    form.refuse();
    let fields = form.fields;
    let error = match done {
        Ok(None) => return Ok(see_other(&format!("/cases/{id}?done={group}-{name}"))),
        Ok(Some(secret)) => {
            let secret = Some(secret.reveal().to_owned());
            let done = Done { done: Some(format!("{group}-{name}")) };
            let extra = Extra { notice: notice(&done), secret, ..Extra::default() };
            return shown(&state, &staff, &id, StatusCode::CREATED, extra).await;
        }
        Err(error) => error,
    };
    let Some((says, rule)) = refuse::says(&error) else { return Err(error.into()) };
    let stale = matches!(error, app::Error::Stale { .. });
    if let (true, "advisory", "write", Ok(read)) = (stale, group.as_str(), name.as_str(), &read) {
        return conflict::show(&state, &staff, &id, *read, &fields).await;
    }
    let since = read.ok().filter(|_| stale);
    let refused = Some(Refused { group, verb: name, fields, says, rule });
    let extra = Extra { refused, since, ..Extra::default() };
    shown(&state, &staff, &id, refuse::status_of(&error), extra).await
}

/// What a verb left behind: a secret to be shown once, or nothing.
type Left = Result<Option<Secret>, app::Error>;

/// Perform it with the files that are on their way, if there are any. They take a while: whoever sent
/// them must be logged in when they are there, too.
async fn perform(
    state: &WebState,
    staff: Staff,
    (id, verb): (&CaseId, &'static app::Verb),
    form: &mut Form,
    read: u64,
) -> Result<(Staff, Left), Problem> {
    if !form.has_files() {
        let done = super::perform(&staff.ctx, id, verb, &form.fields, Some(read), &[]).await;
        return Ok((staff, done));
    }
    let files = match bring(&staff.ctx, id, verb, form).await? {
        Ok(files) => files,
        Err(error) => return Ok((staff, Err(error))),
    };
    let staff = staff.again(state).await?;
    let done = perform_with(&staff.ctx, id, verb, (&form.fields, Some(read)), files).await;
    Ok((staff, done))
}
