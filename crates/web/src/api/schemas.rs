//! Schemas of the OpenAPI document, those of the policy's own facts and rules among them.

use domain::policy::{FactKind, Policy};
use domain::triage::{Source, VerdictKind};
use serde_json::{Map, Value, json};

/// A schema of this document.
pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// An answer as a claim writes it: bare, or with its source and evidence.
fn stated(title: &str, bare: &Value) -> Value {
    json!({
        "description": title,
        "anyOf": [bare, {
            "type": "object", "required": ["value"], "additionalProperties": false,
            "properties": {
                "value": bare,
                "from": { "type": "string", "enum": Source::ALL.map(|(word, _)| word) },
                "note": { "type": "string", "maxLength": 2000 },
            },
        }],
    })
}

fn claim_schema(policy: &Policy) -> Value {
    let facts: Map<String, Value> = policy
        .facts
        .iter()
        .map(|fact| {
            let words: Vec<&str> = fact.choices.iter().map(|choice| choice.id.as_str()).collect();
            let one = if words.is_empty() || fact.open {
                json!({ "type": "string" })
            } else {
                let words = [words.as_slice(), &["unknown"]].concat();
                json!({ "type": "string", "enum": words })
            };
            let schema = match fact.kind {
                FactKind::YesNo => json!({ "type": "string", "enum": ["yes", "no", "unknown"] }),
                FactKind::Choice => one,
                FactKind::Day => json!({ "type": "string", "description": "A day such as 2026-04-30, or never." }),
                FactKind::Number => json!({ "type": ["number", "string"] }),
                FactKind::Many => json!({ "anyOf": [one, { "type": "array", "items": one }] }),
            };
            (fact.id.clone(), stated(&fact.title, &schema))
        })
        .collect();
    json!({
        "type": "object", "description": "Facts by name; what is left out is unknown.",
        "properties": facts, "additionalProperties": false,
    })
}

fn accepted_rules_schema(policy: &Policy) -> Value {
    let ids: Vec<&str> = policy.reporter_rules.iter().map(|rule| rule.id.as_str()).collect();
    let says = if policy.rules_required {
        "The rules for reporters that you accept; all that are in force are needed."
    } else {
        "The rules for reporters that you accept."
    };
    let items = match ids.is_empty() {
        true => json!({ "type": "string" }),
        false => json!({ "type": "string", "enum": ids }),
    };
    json!({ "type": "array", "description": says, "items": items })
}

fn anyway_schema() -> Value {
    let says = "Take it although something that is asked for is not there.";
    json!({ "type": "boolean", "description": says })
}

/// The fields that the project asks for by itself.
fn fields_schema(policy: &Policy) -> Value {
    let fields: Map<String, Value> = policy
        .handling
        .fields
        .iter()
        .map(|field| {
            let says = format!("{}: {}", field.title, field.says);
            let most = domain::intake::FIELD_MAX;
            (field.id.clone(), json!({ "type": "string", "maxLength": most, "description": says }))
        })
        .collect();
    json!({
        "type": "object", "additionalProperties": false, "properties": fields,
        "description": "What is asked for besides. Where something that is wanted lacks, the answer is 422 once, names it, and says how to send it anyway.",
    })
}

/// Every schema of the document.
pub(super) fn schemas(policy: &Policy) -> Value {
    let mut all = json!({
        "Claim": claim_schema(policy),
        "Report": {
            "type": "object", "required": ["title", "body", "version"], "additionalProperties": false,
            "properties": {
                "title": { "type": "string", "minLength": 1, "maxLength": 200 },
                "body": { "type": "string", "minLength": 1, "maxLength": 50000 },
                "version": { "type": "string", "minLength": 1, "maxLength": 200 },
                "fields": fields_schema(policy), "anyway": anyway_schema(), "claim": reference("Claim"),
                "credit": { "type": "string", "maxLength": 200 },
                "accept_terms": { "type": "boolean", "description": "Accept the default embargo." },
                "accepted_rules": accepted_rules_schema(policy),
            },
        },
        "Receipt": {
            "type": "object", "required": ["receipt"],
            "properties": { "receipt": {
                "type": "object", "required": ["id", "sha256", "received_at", "secret", "received", "signed"],
                "properties": {
                    "id": { "type": "string" }, "sha256": { "type": "string" },
                    "received_at": { "type": "string", "format": "date-time" },
                    "secret": { "type": "string", "description": "Opens the tracking page; kept nowhere. The same for a repeat with the same key." },
                    "received": { "type": "string", "description": "What was received, as JSON text to the byte: sha256 is of this." },
                    "signed": { "type": "string", "description": "All but the secret as a signed note (c2sp.org/signed-note); keys are at /receipts/keys." },
                },
            } },
        },
        "Done": {
            "type": "object", "required": ["case", "version"],
            "properties": { "case": { "type": "string" }, "version": { "type": "integer" } },
        },
        "Problem": {
            "type": "object", "required": ["type", "title", "status"],
            "description": "RFC 9457",
            "properties": {
                "type": { "type": "string" }, "title": { "type": "string" },
                "status": { "type": "integer" }, "detail": { "type": "string" },
                "rule": { "type": "string", "description": "The rule that refused." },
                "errors": { "type": "array", "items": { "type": "string" } },
                "version": { "type": "integer" },
            },
        },
        "Verdict": {
            "type": "object", "required": ["kind", "rules", "missing", "because", "at", "precedents"],
            "description": "What the threat model says, by which clauses, and what is missing.",
            "properties": {
                "kind": { "type": "string", "enum": VerdictKind::ALL.map(|(word, _)| word) },
                "because": { "type": "string", "description": "The whole in a sentence." },
                "rules": { "type": "array", "description": "Cited clauses, the deciding one first.", "items": { "type": "object" } },
                "missing": { "type": "array", "description": "Facts that would decide.", "items": { "type": "string" } },
                "facts": { "type": "array", "description": "Facts that it rests on, each with why it is known or not.", "items": { "type": "object" } },
                "disagree": { "type": "array", "description": "Clauses that disagree.", "items": { "type": "object" } },
                "precedents": { "type": "array", "description": "Decided cases of the policy near it, nearest first.", "items": { "type": "object" } },
                "cve": { "type": ["boolean", "null"] }, "bounty": { "type": ["boolean", "null"] },
                "redirect": { "type": ["string", "null"] },
                "policy": { "type": "string" }, "policy_version": { "type": "string" },
                "at": { "type": "string", "format": "date-time" },
            },
        },
        "Case": { "type": "object", "description": "A case as you may see it." },
        "Advisory": { "type": "object", "description": "A public advisory." },
    });
    if let Value::Object(all) = &mut all {
        all.extend(super::reads::schemas());
        all.extend(super::sanctions::schemas());
        all.extend(super::you::schemas());
    }
    all
}
