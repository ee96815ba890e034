//! The public papers of the policy in the OpenAPI document.

use serde_json::{Map, Value, json};

/// Their paths.
pub(super) fn paths() -> Map<String, Value> {
    let paper = |id: &str, summary: &str, kind: &str, schema: &Value| {
        json!({ "get": {
            "operationId": id, "summary": summary, "security": [],
            "responses": {
                "200": { "description": "As of today (UTC), with an ETag.", "content": { kind: { "schema": schema } } },
                "304": { "description": "Not changed since the tag in If-None-Match." },
            },
        } })
    };
    let object = |required: &[&str]| json!({ "type": "object", "required": required });
    let policy = object(&["schema", "policy", "version", "digest", "as_of", "clocks", "clauses"]);
    let badge = object(&["label", "message", "color", "version", "contact_fresh", "as_of"]);
    let text = json!({ "type": "string" });
    Map::from_iter([
        (
            "/policy.json".to_owned(),
            paper("policy-document", "The policy for programs.", "application/json", &policy),
        ),
        (
            "/policy/questions.md".to_owned(),
            paper("policy-questions", "The questions, to fill in.", "text/markdown", &text),
        ),
        (
            "/badge.json".to_owned(),
            paper("badge", "What the badge says.", "application/json", &badge),
        ),
        ("/badge.svg".to_owned(), paper("badge-picture", "The badge.", "image/svg+xml", &text)),
    ])
}
