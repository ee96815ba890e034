//! What a report is asked for besides its words: whoever leaves it out is asked once, and may send it
//! anyway. Nothing is refused for want of it.

use super::Draft;
use crate::case::Case;
use crate::policy::{Policy, ReportField, no_such};
use crate::words::plain_length;
use std::collections::BTreeMap;

/// The longest text in a field, in characters.
pub const FIELD_MAX: usize = 10_000;

/// What is wrong in the project's own fields, whether or not they are wanted.
pub(super) fn wrong(draft: &Draft, policy: &Policy) -> Vec<String> {
    let known = || policy.handling.fields.iter().map(|field| field.id.as_str());
    let mut wrong = Vec::new();
    for (id, text) in &draft.fields {
        if !known().any(|one| one == id) {
            wrong.push(format!("fields: {}", no_such("field", id, known())));
        } else if plain_length(text) > FIELD_MAX {
            wrong.push(format!("fields.{id}: at most {FIELD_MAX} characters"));
        }
    }
    wrong
}

/// What is wanted and not there.
fn lacks<'p>(
    policy: &'p Policy,
    fields: &BTreeMap<String, String>,
    files: bool,
) -> impl Iterator<Item = &'p ReportField> {
    let blank = |id: &str| fields.get(id).is_none_or(|text| plain_length(text) == 0);
    let wanted = policy.handling.fields.iter().filter(|field| field.wanted);
    wanted.filter(move |field| blank(&field.id) && !(field.file && files))
}

/// Why a report is not taken at once: one sentence for each thing that is asked for and not there, and
/// one that says how it is sent anyway. Nothing when all is there, or it is to be sent anyway.
pub fn asks(draft: &Draft, policy: &Policy, files: bool) -> Vec<String> {
    if draft.anyway {
        return Vec::new();
    }
    let lacks = lacks(policy, &draft.fields, files || !draft.files.is_empty());
    let mut asks: Vec<String> = lacks
        .map(|field| {
            let file = if field.file { "; a file does as well" } else { "" };
            format!(
                "fields.{}: {} is not there ({}){file}",
                field.id,
                field.title,
                said(&field.says)
            )
        })
        .collect();
    if !asks.is_empty() {
        asks.push(
            "anyway: none of this is needed: send it once more with \"anyway\" set to true, and it is taken as it is"
                .to_owned(),
        );
    }
    asks
}

fn said(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// The project's own fields as its reporter filled them in.
pub fn fields_of(case: &Case) -> BTreeMap<String, String> {
    let text = case.report_text.as_ref().map_or("", |text| text.get("fields"));
    serde_json::from_str(text).unwrap_or_default()
}

/// The titles of what was asked for and is not there, as the policy has it now.
pub fn lacking(case: &Case, policy: &Policy) -> Vec<String> {
    let files = case.attachments.iter().any(|one| one.of == 1);
    let fields = fields_of(case);
    let lacks = lacks(policy, &fields, files);
    lacks.map(|field| field.title.clone()).collect()
}
