//! Files of a case.

use super::answer::{ApiProblem, Asker};
use super::openapi::{problem, query};
use crate::download::download;
use app::Error;
use app::attachment::fetch as fetch_file;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::words::CaseId;
use serde_json::{Value, json};

/// Whether a file is wanted that is held back.
#[derive(serde::Deserialize)]
pub(super) struct Wanted {
    anyway: Option<String>,
}

/// `GET /api/v1/cases/{id}/attachments/{attachment}`
pub(super) async fn fetch(
    Asker(ctx): Asker,
    Path((id, attachment)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, ApiProblem> {
    let id = CaseId::read(&id).map_err(|_| Error::NotThere)?;
    let anyway = wanted.anyway.is_some_and(|anyway| anyway == "yes");
    Ok(download(fetch_file(&ctx, &id, &attachment, anyway).await?))
}

/// A file, as a case lists it.
pub(super) fn file_json(one: &domain::attachment::Attachment) -> Value {
    let file = one.file.as_ref();
    json!({
        "attachment": one.id, "of": one.of, "at": one.at, "held": one.held,
        "name": file.map(|file| &file.name), "length": file.map(|file| file.length),
        "sha256": file.map(|file| file.sha256),
    })
}

/// The same JSON as a part of a form, with files beside it.
pub(super) fn form(part: &str, schema: &Value) -> Value {
    json!({
        "schema": { "type": "object", "properties": {
            part: schema,
            "file": { "type": "array", "items": { "type": "string", "format": "binary" },
                "description": "Files, after the other parts; each with its name. They are cut at the policy's limits with 413." },
        } },
        "encoding": { part: { "contentType": "application/json" } },
    })
}

/// The door for files that came with a case.
pub(super) fn path() -> Value {
    let file = json!({ "schema": { "type": "string", "format": "binary" } });
    json!({ "get": {
        "operationId": "case-attachment", "security": [{ "token": [] }],
        "summary": "A file that came with the report or a message, as bytes to be saved.",
        "parameters": [
            { "$ref": "#/components/parameters/Case" },
            { "name": "attachment", "in": "path", "required": true, "schema": { "type": "string" } },
            query("anyway", "string", "`yes`: also when the team holds it back; for the team alone."),
        ],
        "responses": {
            "200": { "description": "Its bytes, always as `application/octet-stream`.", "content": { "application/octet-stream": file } },
            "404": problem("There is no such file, or you may not know of it."),
            "409": problem("It was erased, or is held back."),
        },
    } })
}
