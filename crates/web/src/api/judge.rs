//! Judging stated facts for anybody: nothing is stored, and nothing is looked at but the policy.

use super::answer::{ApiProblem, answer};
use super::openapi::{body, problem};
use super::schemas::reference;
use crate::state::WebState;
use app::Error;
use app::triage::{Preview, preview};
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::Policy;
use domain::triage::Claim;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Value, json};

/// A claim is a page of facts, not a book.
const CLAIM_MAX: usize = 64 * 1024;

/// What is asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    claim: Claim,
    at: Option<Timestamp>,
}

/// `POST /api/v1/judge`
pub(crate) async fn judge(
    State(state): State<WebState>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiProblem> {
    let given = given.ok().filter(|given| given.len() <= CLAIM_MAX);
    let given = given.ok_or(ApiProblem::TooMuch(CLAIM_MAX))?;
    let value: Value = serde_json::from_slice(&given)
        .map_err(|error| ApiProblem::Unreadable(error.to_string()))?;
    let wrong = |says: Vec<String>| ApiProblem::App(Error::Invalid(says));
    let question: Question =
        serde_json::from_value(value).map_err(|error| wrong(vec![error.to_string()]))?;
    let at = question.at.unwrap_or_else(|| (state.now)());
    let said = preview(state.policy(), &question.claim, at);
    if !said.wrong.is_empty() {
        return Err(wrong(said.wrong.iter().map(ToString::to_string).collect()));
    }
    Ok(answer(StatusCode::OK, &document(&said, at)?))
}

/// The same document that the command line prints.
fn document(said: &Preview, at: Timestamp) -> Result<Value, Error> {
    let outside = |error: serde_json::Error| Error::Outside(error.to_string());
    let mut verdict = serde_json::to_value(&said.verdict).map_err(outside)?;
    if let Value::Object(verdict) = &mut verdict {
        verdict.insert("at".to_owned(), json!(at));
        verdict.insert("precedents".to_owned(), json!(said.near));
    }
    Ok(verdict)
}

/// Its description, with an example of the policy and what the newest clauses make of it.
pub(super) fn path(policy: &Policy) -> Value {
    let newest = policy.clauses.iter().map(|clause| clause.since).max().unwrap_or_default();
    let at = newest.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp());
    let example = policy.clauses.iter().flat_map(|clause| &clause.examples).next();
    let claim = example.map(|example| example.claim.clone()).unwrap_or_default();
    let verdict = document(&preview(policy, &claim, at), at).unwrap_or_default();
    let mut ok = body("What the threat model says. Nothing was stored.", &reference("Verdict"));
    ok["content"]["application/json"]["example"] = verdict;
    json!({ "post": {
        "operationId": "judge", "summary": "Have stated facts judged; needs no account and stores nothing.",
        "security": [],
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": {
                "type": "object", "required": ["claim"], "additionalProperties": false,
                "properties": {
                    "claim": reference("Claim"),
                    "at": { "type": "string", "format": "date-time",
                        "description": "By the clauses in force then; now, when left out." },
                },
            },
            "example": { "claim": claim, "at": at },
        } } },
        "responses": {
            "200": ok,
            "400": problem("The body is not JSON."),
            "413": problem("The body is longer than 64 KiB."),
            "422": problem("The policy does not understand a fact or an answer; every complaint is listed."),
        },
    } })
}
