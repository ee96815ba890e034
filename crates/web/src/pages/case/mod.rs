//! The page that the team works on: one case, and every verb that may be used on it now.

mod advisory;
mod judge;
mod lines;
mod next;
mod timeline;
mod triage;
mod view;

pub(crate) use judge::preview;

use crate::answer::{Answer, live_page, see_other};
use crate::pages::track::{Done, notice};
use crate::refuse::{self, Problem};
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::views::forms::Refused;
use app::find_verb;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::words::CaseId;
use view::Reader;

fn read(id: &str) -> Result<CaseId, app::Error> {
    CaseId::read(id).map_err(|_| app::Error::NotThere)
}

/// The case.
pub(crate) async fn show(
    State(state): State<WebState>,
    staff: Staff,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Answer {
    let shown = app::case::show(&staff.ctx, &read(&id)?).await?;
    let reader = Reader::new(&state, &staff).await?;
    live_page(StatusCode::OK, &reader.page(&shown, notice(&done), None))
}

/// Perform a verb; what is refused comes back with what was typed.
pub(crate) async fn act(
    State(state): State<WebState>,
    Path((id, group, name)): Path<(String, String, String)>,
    form: StaffForm,
) -> Answer {
    let StaffForm { staff, fields } = form;
    let id = read(&id)?;
    let verb = find_verb(&group, &name).ok_or(Problem::App(app::Error::NotThere))?;
    let expected = fields.given("expected_version").and_then(|version| version.parse().ok());
    match super::perform(&staff.ctx, &id, verb, &fields, expected).await {
        Ok(()) => Ok(see_other(&format!("/cases/{id}?done={group}-{name}"))),
        Err(error) => {
            let Some((says, rule)) = refuse::says(&error) else { return Err(error.into()) };
            let shown = app::case::show(&staff.ctx, &id).await?;
            let reader = Reader::new(&state, &staff).await?;
            let refused = Refused { group, verb: name, fields, says, rule };
            live_page(refuse::status_of(&error), &reader.page(&shown, None, Some(&refused)))
        }
    }
}
