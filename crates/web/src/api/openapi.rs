//! The OpenAPI 3.1 document, made from the table of verbs, so that it cannot miss one.

use super::files;
use super::schemas::{reference, schemas};
use crate::state::WebState;
use app::attachment::takes_files;
use app::{Field, Kind, Verb, verbs};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::Policy;
use serde_json::{Map, Value, json};

/// `GET /api/openapi.json`
pub(super) async fn serve(State(state): State<WebState>) -> Response {
    super::answer::answer(StatusCode::OK, &document(state.policy()))
}

pub(super) fn problem(says: &str) -> Value {
    json!({
        "description": says,
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

pub(super) fn body(says: &str, schema: &Value) -> Value {
    json!({ "description": says, "content": { "application/json": { "schema": schema } } })
}

fn schema_of(field: &Field) -> Value {
    let mut schema = match field.kind {
        Kind::Line | Kind::Text | Kind::Account | Kind::Party | Kind::Case => {
            json!({ "type": "string" })
        }
        Kind::Instant => json!({
            "type": "string",
            "examples": ["2026-12-24T10:00:00Z", "2026-12-24T10:00"],
        }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Facts => reference("Claim"),
        Kind::Json => json!({ "type": ["object", "string"] }),
        Kind::List => json!({ "type": "array", "items": { "type": "string" } }),
    };
    if let (Value::Object(schema), false) = (&mut schema, field.kind == Kind::Facts) {
        schema.insert("description".into(), json!(field.says));
    }
    schema
}

fn verb_path(verb: &Verb) -> (String, Value) {
    let properties: Map<String, Value> =
        verb.fields.iter().map(|field| (field.name.to_owned(), schema_of(field))).collect();
    let required: Vec<&str> =
        verb.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema =
        json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if let (Value::Object(schema), false) = (&mut schema, required.is_empty()) {
        schema.insert("required".into(), json!(required));
    }
    let files = takes_files(verb).then(|| files::form("fields", &schema));
    let mut operation = json!({
        "operationId": format!("{}-{}", verb.group, verb.name),
        "summary": verb.says,
        "description": format!("Needs the action `{}`.", verb.action.word()),
        "tags": [verb.group],
        "security": [{ "token": [] }],
        "parameters": [
            { "$ref": "#/components/parameters/Case" },
            { "$ref": "#/components/parameters/Key" },
            { "$ref": "#/components/parameters/Version" },
        ],
        "requestBody": {
            "required": !required.is_empty(),
            "content": { "application/json": { "schema": schema } },
        },
        "responses": {
            "200": body("Done; the case's new version.", &reference("Done")),
            "400": problem("The body is not JSON."),
            "403": problem("You may see the case and may not do this."),
            "404": problem("There is no such case, or you may not know of it."),
            "409": problem("A rule refuses, or the case has moved on."),
            "413": problem("The body is too long."),
            "422": problem("A field is missing or wrong."),
        },
    });
    if let Some(form) = files {
        operation["requestBody"]["content"]["multipart/form-data"] = form;
        operation["responses"]["408"] = problem("The files came too slowly.");
    }
    let path = format!("/api/v1/cases/{{case}}/{}/{}", verb.group, verb.name);
    (path, json!({ "post": operation }))
}

pub(super) fn get(id: &str, summary: &str, parameters: &Value, ok: &Value, secured: bool) -> Value {
    let security = if secured { json!([{ "token": [] }]) } else { json!([]) };
    let mut responses = json!({
        "200": ok,
        "404": problem("There is nothing here, or nothing that may be shown to you."),
        "422": problem("A parameter is wrong."),
    });
    if secured {
        responses["403"] = problem("You may not do this.");
    }
    json!({ "get": {
        "operationId": id, "summary": summary, "parameters": parameters, "security": security,
        "responses": responses,
    } })
}

pub(super) fn query(name: &str, kind: &str, says: &str) -> Value {
    json!({ "name": name, "in": "query", "description": says, "schema": { "type": kind } })
}

/// The door for reports.
fn file_path() -> Value {
    json!({ "post": {
        "operationId": "report-file", "summary": "File a report; needs no account.",
        "security": [], "parameters": [{ "$ref": "#/components/parameters/Key" }],
        "requestBody": { "required": true, "content": {
            "application/json": { "schema": reference("Report") },
            "multipart/form-data": files::form("report", &reference("Report")),
        } },
        "responses": {
            "408": problem("The files came too slowly."),
            "409": problem("There are too many files, or they are too large together."),
            "201": body("Received and on disk.", &reference("Receipt")),
            "400": problem("The body is not JSON."),
            "413": problem("The body is too long."),
            "422": problem("Something is missing or wrong; every complaint is listed."),
            "429": problem("Too many reports came from this address; `Retry-After` says when to send it again."),
        },
    } })
}

fn fixed_paths() -> Map<String, Value> {
    let case = json!([{ "$ref": "#/components/parameters/Case" }]);
    let id =
        json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
    let page = |rows: &str, row: &str| {
        json!({ "type": "object", "properties": {
            rows: { "type": "array", "items": reference(row) },
            "next": { "type": ["string", "integer", "null"] },
        } })
    };
    let filters = app::case::FILTER_FIELDS.iter().map(|(name, says)| query(name, "string", says));
    let rest = [
        query("saved", "string", "Instead of a filter, the name of one that you keep."),
        query(
            "after",
            "string",
            "The `next` of the page before; a page of a search may be short and still have one.",
        ),
        query("limit", "integer", "1 to 200; 50 when left out."),
    ];
    let queue = Value::Array(filters.chain(rest).collect());
    let advisories = json!([
        query("below", "integer", "The `next` of the page before."),
        query("limit", "integer", "1 to 500; 50 when left out."),
    ]);
    Map::from_iter([
        ("/api/v1/reports".to_owned(), file_path()),
        (
            "/api/v1/cases".to_owned(),
            get(
                "case-list",
                "Cases, by priority unless something else is asked for.",
                &queue,
                &body("A page.", &page("cases", "Case")),
                true,
            ),
        ),
        (
            "/api/v1/cases/{case}".to_owned(),
            get("case-show", "One case.", &case, &body("The case.", &reference("Case")), true),
        ),
        (
            "/api/v1/advisories".to_owned(),
            get(
                "advisory-list",
                "Public advisories, newest first.",
                &advisories,
                &body("A page.", &page("advisories", "Advisory")),
                false,
            ),
        ),
        (
            "/api/v1/advisories/{id}".to_owned(),
            get(
                "advisory-show",
                "One public advisory.",
                &id,
                &body("The advisory.", &reference("Advisory")),
                false,
            ),
        ),
    ])
}

/// The packet of a case, for an outside contact.
fn packet_path() -> Value {
    let says = "The timeline of a case without texts, and what proves it, for an outside contact.";
    json!({ "get": {
        "operationId": "case-packet", "security": [{ "token": [] }], "summary": says,
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "responses": {
            "200": body("The packet.", &json!({ "type": "object" })),
            "404": problem("There is nothing here that may be shown to you."),
        },
    } })
}

/// What every door may answer that reads a body, or a token that may leave something out.
fn complete(paths: &mut Map<String, Value>) {
    let operations = paths.values_mut().filter_map(Value::as_object_mut);
    for operation in operations.flat_map(|path| path.values_mut()) {
        let secured = operation["security"].as_array().is_some_and(|needs| !needs.is_empty());
        let takes = operation.get("requestBody").is_some();
        let Some(responses) = operation["responses"].as_object_mut() else { continue };
        let mut add = |status: &str, says: &str| {
            responses.entry(status).or_insert_with(|| problem(says));
        };
        if secured {
            add("403", "You may not do this, or this token may not.");
        }
        if takes {
            add("400", "The body is not JSON.");
            add("413", "The body is too long.");
        }
    }
}

/// The whole document for this policy.
pub fn document(policy: &Policy) -> Value {
    let mut paths = fixed_paths();
    paths.extend(super::bulk::paths());
    paths.extend(super::papers::paths());
    paths.extend(super::reads::paths());
    paths.extend(super::sanctions::paths());
    paths.extend(super::you::paths());
    paths.insert("/api/v1/metrics".to_owned(), super::metrics::path());
    let file = "/api/v1/cases/{case}/attachments/{attachment}";
    paths.insert(file.to_owned(), files::path());
    paths.insert("/api/v1/cases/{id}/packet".to_owned(), packet_path());
    paths.insert("/api/v1/judge".to_owned(), super::judge::path(policy));
    paths.extend(verbs().map(verb_path));
    complete(&mut paths);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{} security", policy.project.name),
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The same use cases as the pages and the command line. What may not be known answers like what does not exist.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas(policy),
            "parameters": {
                "Case": { "name": "case", "in": "path", "required": true, "schema": { "type": "string" } },
                "Key": { "name": "Idempotency-Key", "in": "header",
                    "schema": { "type": "string", "pattern": "^[!-~]{16,200}$" },
                    "description": "The same request with the same key is done once." },
                "Version": { "name": "If-Match", "in": "header", "schema": { "type": "string" },
                    "description": "Only if the case still has this version." },
            },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer",
                "description": "An API token, or a report's tracking secret." } },
        },
    })
}
