//! What can be done with a case and why not, and one move for many cases.

use super::answer::{ApiProblem, Asker, Body, answer, key};
use super::openapi::{body, get, problem};
use crate::guesses::Look;
use app::case::{Moved, apply_bulk, moves as moves_of, not_there, plan_bulk};
use app::{Error, Input, find_verb};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::access::Action;
use domain::words::CaseId;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// `GET /api/v1/cases/{id}/moves`
pub(super) async fn moves(
    Asker(ctx): Asker,
    Path(id): Path<String>,
) -> Result<Response, ApiProblem> {
    let id = CaseId::read(&id).map_err(|_| Error::NotThere)?;
    let found = moves_of(&ctx, &id).await?;
    let moves: Vec<Value> = found.iter().map(move_json).collect();
    Ok(answer(StatusCode::OK, &json!({ "case": id, "moves": moves })))
}

/// A move, and why it cannot be made.
pub fn move_json(one: &app::case::MoveNow) -> Value {
    json!({
        "verb": format!("{} {}", one.group, one.name), "says": one.says,
        "possible": one.why_not.is_none(), "why_not": one.why_not,
    })
}

/// What is asked of many cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    verb: String,
    cases: Vec<Chosen>,
    #[serde(default)]
    fields: Value,
    #[serde(default)]
    apply: bool,
}

/// A case, with the version that was looked at where it is to be moved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    case: String,
    version: Option<u64>,
}

/// `POST /api/v1/cases/bulk`
pub(super) async fn perform(
    Asker(ctx): Asker,
    look: Look,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, ApiProblem> {
    ctx.require(Action::ListCases)?;
    let invalid = |says: String| ApiProblem::App(Error::Invalid(vec![says]));
    let asked: Asked = serde_json::from_value(body).map_err(|error| invalid(error.to_string()))?;
    let (group, name) = asked.verb.split_once(' ').unwrap_or_default();
    let verb = find_verb(group, name)
        .ok_or_else(|| invalid("verb: a group and a name, such as \"case close\"".to_owned()))?;
    let input = Input::read(verb, asked.fields).map_err(Error::Invalid)?;
    let mut chosen = Vec::new();
    for one in &asked.cases {
        let id = CaseId::read(&one.case).map_err(|error| invalid(format!("cases: {error}")))?;
        chosen.push((id, one.version));
    }
    let moved = if asked.apply {
        let seen = |(id, version): &(CaseId, Option<u64>)| {
            let says = format!("cases: {id} needs the version that its plan gave");
            version.map(|version| (id.clone(), version)).ok_or_else(|| invalid(says))
        };
        let seen = chosen.iter().map(seen).collect::<Result<Vec<_>, _>>()?;
        apply_bulk(&ctx, &seen, verb, &input, key(&headers)).await?
    } else {
        let ids: BTreeSet<CaseId> = chosen.into_iter().map(|(id, _)| id).collect();
        plan_bulk(&ctx, &ids, verb, &input).await?
    };
    look.missed(not_there(&moved));
    let rows: Vec<Value> = moved.iter().map(moved_json).collect();
    Ok(answer(StatusCode::OK, &json!({ "applied": asked.apply, "cases": rows })))
}

/// A case of the plan or of what was done.
pub fn moved_json(one: &Moved) -> Value {
    let (version, why_not) = match &one.outcome {
        Ok(version) => (Some(*version), None),
        Err(error) => (None, Some(error.to_string())),
    };
    json!({ "case": one.id, "title": one.title, "version": version, "why_not": why_not })
}

/// What the desk asks of cases beside their verbs.
pub(super) fn paths() -> [(String, Value); 2] {
    [
        (
            "/api/v1/cases/{case}/moves".to_owned(),
            get(
                "case-moves",
                "Every move of a case: whether it can be made now, and why not.",
                &json!([{ "$ref": "#/components/parameters/Case" }]),
                &body("The moves.", &json!({ "type": "object" })),
                true,
            ),
        ),
        ("/api/v1/cases/bulk".to_owned(), bulk_path()),
    ]
}

fn bulk_path() -> Value {
    let chosen = json!({ "type": "object", "required": ["case"], "additionalProperties": false,
        "properties": { "case": { "type": "string" }, "version": { "type": "integer" } } });
    let asked = json!({ "type": "object", "required": ["verb", "cases"], "additionalProperties": false,
        "properties": {
            "verb": { "type": "string", "description": "A group and a name, such as `case close`." },
            "cases": { "type": "array", "items": chosen, "maxItems": app::case::BULK_MAX },
            "fields": { "type": "object", "description": "The verb's fields, the same for all." },
            "apply": { "type": "boolean", "description": "Move them; without it, only the plan." },
        } });
    json!({ "post": {
        "operationId": "case-bulk", "security": [{ "token": [] }],
        "summary": "One move for many cases, with one reason: the plan, or its doing.",
        "parameters": [{ "$ref": "#/components/parameters/Key" }],
        "requestBody": { "required": true, "content": { "application/json": { "schema": asked } } },
        "responses": {
            "200": body("Each case: its version, or why it is not moved.", &json!({ "type": "object" })),
            "404": problem("There is nothing here, or nothing that may be shown to you."),
            "422": problem("Something is missing or wrong."),
        },
    } })
}
