//! Break-glass: an auditor asks to read a case, another one agrees, and for a few hours it can be read.

use crate::answer::{Answer, page, see_other};
use crate::form::Fields;
use crate::layout::Layout;
use crate::refuse;
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::when::When;
use app::glass::{Glasses, glasses};
use app::{Error, find_verb};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::words::{AccountId, CaseId, visible};

#[derive(Template)]
#[template(path = "glass.html")]
struct GlassPage {
    layout: Layout,
    case: String,
    because: String,
    asked: Vec<AskedView>,
    open: Vec<OpenView>,
    /// Whether anybody else could agree.
    seconds: bool,
    wrong: Vec<String>,
}

struct AskedView {
    case: String,
    who: String,
    because: String,
    since: When,
    mine: bool,
    /// Whether the reader may agree.
    agrees: bool,
}

struct OpenView {
    case: String,
    who: String,
    agreed_by: String,
    because: String,
    until: When,
    mine: bool,
}

async fn view(
    state: &WebState,
    staff: &Staff,
    fields: &Fields,
    wrong: Vec<String>,
) -> Result<GlassPage, Error> {
    let Glasses { asked, open, people, seconds } = glasses(&staff.ctx).await?;
    let me = &staff.signed.account.id;
    let name = |id: &AccountId| {
        people.get(id).map_or_else(|| id.to_string(), |account| visible(&account.name))
    };
    let words =
        |text: Option<String>| text.map_or_else(|| "(erased)".to_owned(), |text| visible(&text));
    let when = |at| When::new(at, staff.ctx.now, state.policy());
    let agrees = staff.ctx.may(domain::access::Action::AgreeGlass);
    Ok(GlassPage {
        layout: Layout::staff(state, staff, "Break-glass", "glass"),
        case: visible(fields.get("case")),
        because: fields.get("because").to_owned(),
        asked: asked
            .into_iter()
            .map(|(case, one)| AskedView {
                case: case.to_string(),
                who: name(&one.by),
                mine: one.by == *me,
                agrees: agrees && one.by != *me,
                because: words(one.because),
                since: when(one.at),
            })
            .collect(),
        open: open
            .into_iter()
            .map(|(case, one)| OpenView {
                case: case.to_string(),
                who: name(&one.reader),
                agreed_by: name(&one.agreed_by),
                mine: one.reader == *me,
                because: words(one.because),
                until: when(one.until),
            })
            .collect(),
        seconds: seconds > 0,
        wrong,
    })
}

/// What is asked for and open.
pub(crate) async fn show(State(state): State<WebState>, staff: Staff) -> Answer {
    page(StatusCode::OK, &view(&state, &staff, &Fields::default(), Vec::new()).await?)
}

/// Perform this verb on the case that the form names.
async fn act(state: WebState, form: StaffForm, verb: &str) -> Answer {
    let StaffForm { staff, fields } = form;
    let verb = find_verb("glass", verb).ok_or(Error::NotThere)?;
    staff.ctx.require(verb.action)?;
    let done = match CaseId::read(fields.get("case").trim()) {
        Ok(id) => {
            let mut own = fields.clone();
            own.0.retain(|(name, _)| name != "case");
            super::perform(&staff.ctx, &id, verb, &own, None, &[]).await
        }
        Err(_) => Err(Error::NotThere),
    };
    let error = match done {
        Ok(_) => return Ok(see_other("/glass")),
        Err(error) => error,
    };
    let wrong = match &error {
        // Auditors find ids of cases in the read log; whether one is there is no news to them.
        Error::NotThere => {
            vec!["There is no case with this id that you could name here.".to_owned()]
        }
        other => match refuse::says(other) {
            Some((says, _)) => says,
            None => return Err(error.into()),
        },
    };
    let status = match error {
        Error::NotThere => StatusCode::UNPROCESSABLE_ENTITY,
        other => refuse::status_of(&other),
    };
    page(status, &view(&state, &staff, &fields, wrong).await?)
}

/// Ask to read a case.
pub(crate) async fn ask(State(state): State<WebState>, form: StaffForm) -> Answer {
    act(state, form, "ask").await
}

/// Agree as a second person.
pub(crate) async fn agree(State(state): State<WebState>, form: StaffForm) -> Answer {
    act(state, form, "agree").await
}

/// End it before its time, or take the wish back.
pub(crate) async fn end(State(state): State<WebState>, form: StaffForm) -> Answer {
    act(state, form, "end").await
}
