//! One move for many cases: choose, see what would happen to each, then do it. Every case has its
//! line in the answer, moved or not.

use crate::answer::{Answer, page};
use crate::form::Fields;
use crate::guesses::Look;
use crate::layout::Layout;
use crate::refuse::{Problem, says, sentence, status_of};
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::views::forms::{Desk, FormView, Known, Refused};
use crate::views::verbs;
use app::case::{Moved, apply_bulk, bulk_verbs, not_there, plan_bulk};
use app::{Input, Verb, find_verb};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::words::{CaseId, visible};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "bulk.html")]
struct BulkPage {
    layout: Layout,
    title: String,
    chosen: usize,
    verbs: Vec<(String, String)>,
    cases: Vec<String>,
    form: Option<FormView>,
    rows: Vec<RowView>,
    apply: Option<ApplyView>,
    done: bool,
    moved: usize,
}

/// One case of the plan, or of what was done.
struct RowView {
    id: String,
    title: String,
    good: bool,
    says: String,
}

/// What is sent to have the plan done.
struct ApplyView {
    action: String,
    button: std::borrow::Cow<'static, str>,
    tone: &'static str,
    count: usize,
    hidden: Vec<(String, String)>,
}

fn chosen(fields: &Fields) -> Result<BTreeSet<CaseId>, app::Error> {
    let read = |id: &str| CaseId::read(id).map_err(|_| app::Error::NotThere);
    fields.all("case").map(read).collect()
}

fn blank(state: &WebState, staff: &Staff, cases: &BTreeSet<CaseId>) -> BulkPage {
    BulkPage {
        layout: Layout::staff(state, staff, "Move several cases", "queue"),
        title: String::new(),
        chosen: cases.len(),
        verbs: Vec::new(),
        cases: cases.iter().map(ToString::to_string).collect(),
        form: None,
        rows: Vec::new(),
        apply: None,
        done: false,
        moved: 0,
    }
}

/// The verbs that fit the chosen cases.
pub(crate) async fn choose(
    State(state): State<WebState>,
    StaffForm { staff, fields }: StaffForm,
) -> Answer {
    staff.ctx.require(domain::access::Action::ListCases)?;
    let cases = chosen(&fields)?;
    let name = |verb: &&Verb| {
        let title = verbs::words(verb.group, verb.name).title.to_string();
        (format!("{}/{}", verb.group, verb.name), title)
    };
    let fitting = bulk_verbs(&staff.ctx);
    let verbs = fitting.iter().map(name).collect();
    page(StatusCode::OK, &BulkPage { verbs, ..blank(&state, &staff, &cases) })
}

/// The form of a verb for many cases; its plan; or what was done.
pub(crate) async fn act(
    State(state): State<WebState>,
    Path((group, name)): Path<(String, String)>,
    look: Look,
    StaffForm { staff, fields }: StaffForm,
) -> Answer {
    staff.ctx.require(domain::access::Action::ListCases)?;
    let gone = || Problem::App(app::Error::NotThere);
    let verb = find_verb(&group, &name).ok_or_else(gone)?;
    if !bulk_verbs(&staff.ctx).iter().any(|fits| std::ptr::eq(*fits, verb)) {
        return Err(gone());
    }
    let cases = chosen(&fields)?;
    let step = fields.get("step").to_owned();
    if step.is_empty() {
        return formed(&state, &staff, &cases, verb, (StatusCode::OK, None));
    }
    let asked = asked(&fields);
    let answer = match Input::read(verb, asked.to_json()) {
        Err(wrong) => Err(app::Error::Invalid(wrong)),
        Ok(input) if step == "apply" => {
            let versions = versions(&fields)?;
            let key = Some(fields.get("key")).filter(|key| !key.is_empty());
            apply_bulk(&staff.ctx, &versions, verb, &input, key).await
        }
        Ok(input) => plan_bulk(&staff.ctx, &cases, verb, &input).await,
    };
    match answer {
        Ok(moved) => {
            look.missed(not_there(&moved));
            listed(&state, &staff, &cases, (verb, &asked), (&moved, step == "apply"))
        }
        Err(error) => {
            let Some((wrong, rule)) = says(&error) else { return Err(error.into()) };
            let refused = Refused { group, verb: name, fields: asked, says: wrong, rule };
            let status = status_of(&error);
            formed(&state, &staff, &cases, verb, (status, Some(&refused)))
        }
    }
}

/// What is asked of each case, without what steers the form.
fn asked(fields: &Fields) -> Fields {
    let steers = |name: &str| matches!(name, "case" | "step" | "seen");
    Fields(fields.0.iter().filter(|(name, _)| !steers(name)).cloned().collect())
}

/// Cases with the versions that the plan looked at.
fn versions(fields: &Fields) -> Result<Vec<(CaseId, u64)>, app::Error> {
    let wrong = || app::Error::Invalid(vec!["seen: a case and its version".to_owned()]);
    let read = |seen: &str| {
        let (id, version) = seen.split_once(':').ok_or_else(wrong)?;
        let id = CaseId::read(id).map_err(|_| wrong())?;
        Ok((id, version.parse().map_err(|_| wrong())?))
    };
    fields.all("seen").map(read).collect()
}

fn form_of(
    state: &WebState,
    layout: &Layout,
    cases: &BTreeSet<CaseId>,
    verb: &'static Verb,
    refused: Option<&Refused>,
) -> FormView {
    let key = state.fresh();
    let desk = Desk {
        policy: state.policy(),
        base: "/queue/bulk",
        token: layout.form_token(),
        version: None,
        key: &key,
        refused,
    };
    let mut form = desk.form(verb, &Known::default());
    // A file belongs to one case.
    form.files = None;
    form.hidden.push(("step".to_owned(), "plan".to_owned()));
    form.hidden.extend(cases.iter().map(|id| ("case".to_owned(), id.to_string())));
    form.words.button = "See what will happen".into();
    form.words.tone = "plain";
    form
}

fn formed(
    state: &WebState,
    staff: &Staff,
    cases: &BTreeSet<CaseId>,
    verb: &'static Verb,
    (status, refused): (StatusCode, Option<&Refused>),
) -> Answer {
    let blank = blank(state, staff, cases);
    let form = Some(form_of(state, &blank.layout, cases, verb, refused));
    let title = verbs::words(verb.group, verb.name).title.to_string();
    page(status, &BulkPage { form, title, ..blank })
}

/// The plan with its form, or what was done.
fn listed(
    state: &WebState,
    staff: &Staff,
    cases: &BTreeSet<CaseId>,
    (verb, typed): (&'static Verb, &Fields),
    (moved, done): (&[Moved], bool),
) -> Answer {
    let blank = blank(state, staff, cases);
    let words = verbs::words(verb.group, verb.name);
    let good = moved.iter().filter(|one| one.outcome.is_ok()).count();
    let mut hidden = vec![("step".to_owned(), "apply".to_owned())];
    hidden.push(("form_token".to_owned(), blank.layout.form_token().to_owned()));
    hidden.push(("key".to_owned(), state.fresh()));
    let kept = |name: &str| !crate::form::CONTROL.contains(&name);
    hidden.extend(typed.0.iter().filter(|(name, _)| kept(name)).cloned());
    let seen = moved.iter().filter_map(|one| {
        let version = one.outcome.as_ref().ok()?;
        Some(("seen".to_owned(), format!("{}:{version}", one.id)))
    });
    hidden.extend(seen);
    let apply = ApplyView {
        action: format!("/queue/bulk/{}/{}", verb.group, verb.name),
        button: words.button,
        tone: words.tone,
        count: good,
        hidden,
    };
    let row = |one: &Moved| RowView {
        id: one.id.to_string(),
        title: if one.title.is_empty() { "(no title)".to_owned() } else { visible(&one.title) },
        good: one.outcome.is_ok(),
        says: match (&one.outcome, done) {
            (Ok(_), true) => "Done.".to_owned(),
            (Ok(_), false) => "Will be done.".to_owned(),
            (Err(error), _) => sentence(&error.to_string()),
        },
    };
    let body = BulkPage {
        title: words.title.to_string(),
        rows: moved.iter().map(row).collect(),
        apply: Some(apply).filter(|apply| !done && apply.count > 0),
        done,
        moved: good,
        ..blank
    };
    page(StatusCode::OK, &body)
}
