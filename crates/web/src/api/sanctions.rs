//! Sanctions on reporters: every one of them, and those of a case.

use super::answer::{ApiProblem, Asker, answer};
use super::openapi::{body, get};
use super::schemas::reference;
use app::sanction::{Listed, list as every};
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::Measure;
use domain::sanction::Sanction;
use serde_json::{Value, json};

/// `GET /api/v1/sanctions`
pub(super) async fn list(Asker(ctx): Asker) -> Result<Response, ApiProblem> {
    let all: Vec<Value> = every(&ctx).await?.iter().map(listed_json).collect();
    Ok(answer(StatusCode::OK, &json!({ "sanctions": all })))
}

/// A sanction in the list, as the command line prints it too.
pub fn listed_json(one: &Listed) -> Value {
    let mut json = sanction_json(&one.sanction);
    json["case"] = json!(one.case);
    json["title"] = json!(one.title);
    json
}

/// A sanction; what its reader may not see is not in it any more.
pub(super) fn sanction_json(one: &Sanction) -> Value {
    let (terms, appeal) = (&one.terms, &one.appeal);
    json!({
        "number": one.number, "rule": terms.rule, "sanction": terms.sanction,
        "measure": terms.measure, "state": one.state, "at": one.at, "by": one.by,
        "policy": one.policy, "evidence": { "event": terms.event, "case": terms.case },
        "because": one.because, "notice": one.notice, "until": terms.until,
        "ended_at": one.ended_at, "ended_because": one.ended_because,
        "appeal_until": terms.appeal_until,
        "appeal": {
            "state": appeal.state, "at": appeal.at, "says": appeal.says,
            "decided_by": appeal.decided_by, "decided_at": appeal.decided_at,
            "because": appeal.because,
        },
    })
}

/// The schema of a sanction.
pub(super) fn schemas() -> [(String, Value); 1] {
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": ["string", "null"] });
    let at = json!({ "type": "string", "format": "date-time" });
    let maybe_at = json!({ "type": ["string", "null"], "format": "date-time" });
    let words = |all: &[&str]| json!({ "type": "string", "enum": all });
    let measures = Measure::ALL.map(|(word, _)| word);
    let appeal = json!({
        "type": "object", "required": ["state", "at", "says", "decided_by", "decided_at", "because"],
        "properties": {
            "state": words(&["none", "asked", "upheld", "overturned"]), "at": maybe_at,
            "says": maybe, "decided_by": maybe, "decided_at": maybe_at, "because": maybe,
        },
    });
    let evidence = json!({
        "type": "object", "required": ["event", "case"],
        "properties": { "event": { "type": "integer" }, "case": maybe },
    });
    let sanction = json!({
        "type": "object", "description": "A sanction on the reporter of a case.",
        "required": ["number", "rule", "sanction", "measure", "state", "at", "by", "policy",
            "evidence", "because", "notice", "until", "ended_at", "ended_because",
            "appeal_until", "appeal", "case", "title"],
        "properties": {
            "number": { "type": "integer" }, "rule": text, "sanction": text,
            "measure": words(&measures), "state": words(&["running", "lapsed", "lifted"]),
            "at": at, "by": maybe, "policy": text, "evidence": evidence, "because": maybe,
            "notice": maybe, "until": maybe_at, "ended_at": maybe_at, "ended_because": maybe,
            "appeal_until": at, "appeal": appeal, "case": text, "title": text,
        },
    });
    [("Sanction".to_owned(), sanction)]
}

/// The entry in the OpenAPI document.
pub(super) fn paths() -> [(String, Value); 1] {
    let list = json!({ "type": "object", "required": ["sanctions"], "properties": {
        "sanctions": { "type": "array", "items": reference("Sanction") },
    } });
    let says = "Every sanction on a reporter, appeals that wait first. Needs `decide-appeal`.";
    let path = get("sanctions", says, &json!([]), &body("Sanctions.", &list), true);
    [("/api/v1/sanctions".to_owned(), path)]
}
