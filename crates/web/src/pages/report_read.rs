//! What the form of a report holds, and which field a complaint is about.

use crate::form::Fields;
use crate::refuse::sentence;
use crate::say;
use crate::views::files::size;
use crate::words::Phrase;
use domain::intake::Draft;
use domain::policy::{AttachmentLimits, Policy};
use domain::triage::Claim;
use std::collections::BTreeMap;

/// What a complaint begins with that says how a report is sent although something lacks.
pub(super) const ANYWAY: &str = "anyway";
/// Names of the other fields that a complaint may begin with.
const NAMED: &[&str] = &["title", "body", "version", "credit", "accepted_rules"];

/// One complaint and the field it is about.
pub(super) struct Wrong {
    pub(super) field: String,
    pub(super) says: String,
    /// Whether it is said in English whatever the page is in.
    english: bool,
}

impl Wrong {
    /// In the language of the page.
    pub(super) fn ours(field: &str, says: String) -> Self {
        Self { field: field.to_owned(), says, english: false }
    }

    /// In English, as a rule says it.
    pub(super) fn english(field: &str, says: String) -> Self {
        Self { field: field.to_owned(), says, english: true }
    }

    /// The language of what it says, where that is not the page's.
    pub(super) fn spoken(&self) -> String {
        if self.english { crate::english().to_string() } else { String::new() }
    }
}

/// Reading never fails; what is wrong is said by the use case.
pub(super) fn read(fields: &Fields) -> Draft {
    let text = |name: &str| fields.get(name).to_owned();
    let claim = fields.to_json().get("claim").cloned();
    let claim: Option<Claim> = claim.and_then(|claim| serde_json::from_value(claim).ok());
    Draft {
        title: text("title"),
        body: text("body"),
        version: text("version"),
        claim: claim.unwrap_or_default(),
        credit: text("credit"),
        fields: own_fields(fields),
        anyway: fields.given(ANYWAY).is_some(),
        accept_terms: fields.given("accept_terms").is_some(),
        accepted_rules: fields
            .all("accepted_rules")
            .flat_map(str::split_whitespace)
            .map(str::to_owned)
            .collect(),
        ..Draft::default()
    }
}

/// What the project's own fields hold; blank ones are left out.
fn own_fields(fields: &Fields) -> BTreeMap<String, String> {
    let json = fields.to_json();
    let own = json.get("fields").and_then(serde_json::Value::as_object);
    let text = |(id, text): (&String, &serde_json::Value)| {
        let text = text.as_str().filter(|text| !text.trim().is_empty())?;
        Some((id.clone(), text.to_owned()))
    };
    own.into_iter().flatten().filter_map(text).collect()
}

/// One complaint, with the field that it begins with.
pub(super) fn wrong(complaint: &str, policy: &Policy) -> Wrong {
    let own = |name: &str| name == ANYWAY || name.starts_with("fields.") || NAMED.contains(&name);
    let Some((field, says)) = complaint.split_once(": ").filter(|(name, _)| own(name)) else {
        return Wrong::english("facts", sentence(complaint));
    };
    let place = field.replace('.', "-");
    match known(field, says, policy) {
        Some(phrase) => Wrong::ours(&place, phrase.text()),
        None => Wrong::english(&place, sentence(says)),
    }
}

/// The complaints of every report, in the language of the page.
fn known(field: &str, says: &str, policy: &Policy) -> Option<Phrase> {
    let most = says.strip_prefix("at most ").and_then(|rest| rest.strip_suffix(" characters"));
    if let Some(most) = most.and_then(|most| most.parse::<u64>().ok()) {
        return Some(say("wrong-long").count("n", most));
    }
    let open = says.strip_prefix("a report is taken with the rules accepted: ");
    if let Some(open) = open.filter(|_| field == "accepted_rules") {
        return Some(say("wrong-rules").with("rules", open));
    }
    let asked = field.strip_prefix("fields.");
    let asked = asked.and_then(|id| policy.handling.fields.iter().find(|one| one.id == id));
    if let Some(asked) = asked.filter(|_| says.contains(" is not there (")) {
        let id = if asked.file { "wrong-field-or-file" } else { "wrong-field" };
        return Some(say(id).with("title", &asked.title).with("says", &asked.says));
    }
    match (field, says) {
        ("title", "say in one line what is wrong") => Some(say("wrong-title")),
        ("body", "say how to see it happen, and what it costs whom") => Some(say("wrong-body")),
        ("version", "say in which version you saw it") => Some(say("wrong-version")),
        _ => None,
    }
}

/// Why files were not taken.
pub(super) fn too_much(says: &str, most: &AttachmentLimits) -> Wrong {
    let phrase = if says.contains("files may come at once") {
        say("wrong-files-many").count("n", most.files_per_message)
    } else if says.contains("a file has at most") {
        say("wrong-file-large").with("size", size(most.file_bytes))
    } else if says.contains("the files of a case have at most") {
        say("wrong-files-large").with("size", size(most.case_bytes))
    } else {
        return Wrong::english("file", says.to_owned());
    };
    Wrong::ours("file", phrase.text())
}
