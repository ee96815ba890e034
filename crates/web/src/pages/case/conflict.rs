//! Somebody saved the advisory while somebody else was writing it: nothing was saved, nothing is
//! lost, and both texts stand side by side with what they make together.

use super::reader::Reader;
use super::timeline::{Entry, entries};
use crate::answer::{Answer, page};
use crate::form::Fields;
use crate::layout::Layout;
use crate::session::Staff;
use crate::state::WebState;
use crate::views::verbs::label;
use app::advisory::merge;
use askama::Template;
use axum::http::StatusCode;
use domain::advisory::{AdvisoryDraft, MergedField};
use domain::case::By;
use domain::words::{CaseId, visible};

#[derive(Template)]
#[template(path = "conflict.html")]
struct ConflictPage {
    layout: Layout,
    id: String,
    key: String,
    read: u64,
    now: u64,
    saved_by: String,
    fields: Vec<FieldView>,
    since: Vec<Entry>,
    clean: bool,
}

struct FieldView {
    name: &'static str,
    label: &'static str,
    base: String,
    saved: String,
    yours: String,
    merged: String,
    rows: usize,
    line: bool,
    changed: bool,
    conflict: bool,
}

fn field(field: &MergedField) -> FieldView {
    let shown = |text: &str| visible(text);
    FieldView {
        name: field.name,
        label: label("advisory", "write", field.name),
        base: shown(&field.base),
        saved: shown(&field.saved),
        yours: shown(&field.yours),
        // As it was written, to the letter: it is saved again.
        merged: field.merged.text.clone(),
        rows: (field.merged.text.lines().count() + 2).clamp(3, 30),
        line: field.name == "title",
        changed: field.changed(),
        conflict: field.merged.conflict,
    }
}

/// The advisory as three texts: what both began with, what was saved, what is yours.
pub(super) async fn show(
    state: &WebState,
    staff: &Staff,
    id: &CaseId,
    read: u64,
    typed: &Fields,
) -> Answer {
    let pairs = typed.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let merge = merge(&staff.ctx, id, read, &AdvisoryDraft::from_fields(pairs)).await?;
    let reader = Reader::new(state, staff).await?;
    let body = ConflictPage {
        layout: Layout::staff(state, staff, "Two texts of one advisory", "queue"),
        id: id.to_string(),
        key: state.fresh(),
        read,
        now: merge.now,
        saved_by: merge.saved_by.map(|id| reader.name(&By::Person(id))).unwrap_or_default(),
        clean: merge.fields.iter().all(|field| !field.merged.conflict),
        fields: merge.fields.iter().map(field).collect(),
        since: entries(&reader, &merge.since),
    };
    page(StatusCode::CONFLICT, &body)
}
