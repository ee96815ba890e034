//! What the form of a report holds, and which field a complaint is about.

use crate::form::Fields;
use crate::refuse::sentence;
use domain::intake::Draft;
use domain::triage::Claim;

/// Names of the fields that a complaint may begin with.
const NAMED: &[&str] = &["title", "body", "version", "credit", "accepted_rules"];

/// One complaint and the field it is about.
pub(super) struct Wrong {
    pub(super) field: &'static str,
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
        accept_terms: fields.given("accept_terms").is_some(),
        accepted_rules: fields
            .all("accepted_rules")
            .flat_map(str::split_whitespace)
            .map(str::to_owned)
            .collect(),
        ..Draft::default()
    }
}

/// One complaint, with the field that it begins with.
pub(super) fn wrong(complaint: &str) -> Wrong {
    let named = complaint
        .split_once(": ")
        .and_then(|(name, says)| Some((NAMED.iter().find(|known| **known == name)?, says)));
    match named {
        Some((field, says)) => Wrong { field, says: sentence(says) },
        None => Wrong { field: "facts", says: sentence(complaint) },
    }
}
