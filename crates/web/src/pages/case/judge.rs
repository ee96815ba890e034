//! The facts on the desk: the form that states them, and what they would say before they are
//! recorded.

use super::apart::Apart;
use super::reader::Reader;
use super::view::{Extra, Offered};
use crate::answer::{Answer, is_live, live_page, page};
use crate::form::Fields;
use crate::refuse::Problem;
use crate::session::StaffForm;
use crate::state::WebState;
use crate::views::facts::{Asking, Audience};
use crate::views::forms::{FormView, Known, Refused};
use crate::views::judging::JudgingView;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use domain::access::Action;
use domain::case::{Case, ReportState};
use domain::policy::Policy;
use domain::triage::{Claim, FactValue, Near, Source, reported_claim};
use jiff::Timestamp;

/// The form that states the facts.
pub(super) struct Judge {
    /// Where it is sent, and why it was refused.
    pub(super) form: FormView,
    /// The questions, and what their answers come to.
    pub(super) judging: JudgingView,
}

/// The facts of this case, or those that were typed.
pub(super) fn judge(
    reader: &Reader<'_>,
    offered: &Offered<'_>,
    refused: Option<&Refused>,
    (first, apart): (bool, Option<Apart>),
) -> Option<Judge> {
    let form = offered.form("case", "judge", &Known::default())?;
    let (policy, shown) = (reader.policy(), offered.shown);
    let ours = |refused: &&Refused| refused.group == "case" && refused.verb == "judge";
    let typed = refused.filter(ours).and_then(|refused| {
        let claim = typed(policy, &shown.case, &refused.fields).ok()?;
        Some((claim, refused.fields.get("stay")))
    });
    let mut judging = match &typed {
        Some((claim, stay)) => view(policy, claim, &shown.near, reader.now(), (stay, true)),
        None => view(policy, &shown.claim, &shown.near, reader.now(), ("", false)),
    };
    judging.unfolded |= first && !shown.verdict.missing.is_empty() || !form.wrong.is_empty();
    let asked = apart == Some(Apart::Questions) || typed.is_some();
    if !asked {
        judging.set_aside(format!("/cases/{}?show=questions#case-judge", shown.case.id));
    }
    // What is decided is seldom judged again.
    let decided = !matches!(shown.case.report, ReportState::Received | ReportState::NeedsInfo);
    (asked || first || !decided || !form.wrong.is_empty()).then_some(Judge { form, judging })
}

fn view(
    policy: &Policy,
    claim: &Claim,
    own: &[Near],
    now: Timestamp,
    stay: (&str, bool),
) -> JudgingView {
    let audience = Audience::Team;
    let asking = Asking { policy, claim, audience, prefix: "case-judge" };
    JudgingView::new(&asking, own, now, stay)
}

/// The facts as they were typed, with the sources that recording them would give. Evidence that
/// lacks its answer stays.
fn typed(policy: &Policy, case: &Case, fields: &Fields) -> Result<Claim, app::Error> {
    let typed = fields.to_json().get("claim").cloned().unwrap_or_default();
    let typed: Option<Claim> = serde_json::from_value(typed)
        .map_err(|error| app::Error::Invalid(vec![format!("claim: {error}")]))?;
    let typed = typed.unwrap_or_default();
    let mut claim = typed.normal(policy).told_by(Source::Triager, &reported_claim(case));
    for (fact, said) in typed.said {
        if !claim.facts.contains_key(&fact) {
            claim.facts.insert(fact.clone(), FactValue::Unknown);
            claim.said.insert(fact, said);
        }
    }
    Ok(claim)
}

/// What these facts would say: the part of the page for the script, the page for everybody else.
/// Nothing is recorded.
pub(crate) async fn preview(
    State(state): State<WebState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: StaffForm,
) -> Answer {
    let StaffForm { staff, fields } = form;
    let id = super::read(&id)?;
    let opened = staff.ctx.open(&id, Action::JudgeClaim).await?;
    if !staff.ctx.may_on(&opened.case, Action::ReadCase) {
        return Err(Problem::App(app::Error::NotThere));
    }
    let claim = typed(state.policy(), &opened.case, &fields).map_err(Problem::App)?;
    if is_live(&headers) {
        let own = app::triage::near(&staff.ctx, Some(&id), &claim, &[]).await?;
        let stay = (fields.get("stay"), true);
        let part = view(state.policy(), &claim, &own, staff.ctx.now, stay);
        return page(StatusCode::OK, &part);
    }
    let (shown, moves) = app::case::show_with_moves(&staff.ctx, &id).await?;
    let reader = Reader::new(&state, &staff).await?.of(&shown).await?;
    let (group, verb) = ("case".to_owned(), "judge".to_owned());
    let asked = Refused { group, verb, fields, says: Vec::new(), rule: None };
    let extra = Extra { refused: Some(asked), moves, ..Extra::default() };
    live_page(StatusCode::OK, &reader.page(&shown, &extra))
}
