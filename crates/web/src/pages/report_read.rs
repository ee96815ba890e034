//! What the form of a report holds, and which field a complaint is about.

use crate::form::Fields;
use crate::refuse::sentence;
use domain::intake::Draft;
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
pub(super) fn wrong(complaint: &str) -> Wrong {
    let own = |name: &str| name == ANYWAY || name.starts_with("fields.") || NAMED.contains(&name);
    match complaint.split_once(": ").filter(|(name, _)| own(name)) {
        Some((field, says)) => Wrong { field: field.replace('.', "-"), says: sentence(says) },
        None => Wrong { field: "facts".to_owned(), says: sentence(complaint) },
    }
}
