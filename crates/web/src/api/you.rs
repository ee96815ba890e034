//! One's own account: where one is logged in, and tokens for programs. Only a token that leaves
//! nothing out may look after it.

use super::answer::{ApiProblem, Asker, Body, answer};
use super::openapi::{body, get, problem};
use super::schemas::reference;
use app::Error;
use app::access::{
    end_other_sessions, end_session, issue_scoped_token, revoke_token, sessions, tokens,
};
use app::ports::store::{Session, Token};
use axum::http::StatusCode;
use axum::response::Response;
use domain::words::Digest;
use serde_json::{Value, json};

/// `GET /api/v1/you/sessions`
pub(super) async fn list_sessions(Asker(ctx): Asker) -> Result<Response, ApiProblem> {
    let all: Vec<Value> = sessions(&ctx).await?.iter().map(session_json).collect();
    Ok(answer(StatusCode::OK, &json!({ "sessions": all })))
}

/// `POST /api/v1/you/sessions/end`
pub(super) async fn end(Asker(ctx): Asker, Body(given): Body) -> Result<Response, ApiProblem> {
    // Who may not hear of it hears nothing of what is wrong either.
    sessions(&ctx).await?;
    let ended = match (digest(&given, "session"), given["all"] == true) {
        (Some(which), false) => end_session(&ctx, &which).await?,
        (None, true) if given.get("session").is_none() => end_other_sessions(&ctx, None).await?,
        _ => {
            let says = "session: the id of one, as the list names it; or all: true";
            return Err(Error::Invalid(vec![says.to_owned()]).into());
        }
    };
    Ok(answer(StatusCode::OK, &json!({ "ended": ended })))
}

/// `GET /api/v1/you/tokens`
pub(super) async fn list_tokens(Asker(ctx): Asker) -> Result<Response, ApiProblem> {
    let all: Vec<Value> = tokens(&ctx).await?.iter().map(token_json).collect();
    Ok(answer(StatusCode::OK, &json!({ "tokens": all })))
}

/// `POST /api/v1/you/tokens`
pub(super) async fn issue(Asker(ctx): Asker, Body(given): Body) -> Result<Response, ApiProblem> {
    let text = |name: &str| given[name].as_str().unwrap_or_default();
    let days = given["days"].as_i64().unwrap_or(0);
    let secret = issue_scoped_token(&ctx, text("label"), days, text("scope")).await?;
    let (id, token) = (secret.digest().to_string(), secret.reveal());
    Ok(answer(StatusCode::CREATED, &json!({ "id": id, "token": token })))
}

/// `POST /api/v1/you/tokens/revoke`
pub(super) async fn revoke(Asker(ctx): Asker, Body(given): Body) -> Result<Response, ApiProblem> {
    tokens(&ctx).await?;
    let Some(which) = digest(&given, "token") else {
        let says = "token: the id of one, as the list names it";
        return Err(Error::Invalid(vec![says.to_owned()]).into());
    };
    let revoked = revoke_token(&ctx, &which).await?;
    Ok(answer(StatusCode::OK, &json!({ "revoked": u8::from(revoked) })))
}

fn digest(given: &Value, name: &str) -> Option<Digest> {
    Digest::read(given[name].as_str()?)
}

/// A session, as the command line prints it too. The id opens nothing.
pub fn session_json(one: &Session) -> Value {
    json!({
        "id": one.secret.to_string(), "device": one.seen.device, "how": one.seen.how,
        "opened_at": one.seen.opened_at, "used_at": one.seen.used_at,
        "expires_at": one.expires_at,
    })
}

/// A token, as the command line prints it too. The id opens nothing.
pub fn token_json(one: &Token) -> Value {
    json!({
        "id": one.secret.to_string(), "label": one.label, "scope": one.grant.scope,
        "made_at": one.grant.made_at, "used_at": one.grant.used_at, "expires_at": one.expires_at,
    })
}

/// The schemas of both.
pub(super) fn schemas() -> [(String, Value); 2] {
    let text = json!({ "type": "string" });
    let at = json!({ "type": "string", "format": "date-time" });
    let maybe = json!({ "type": ["string", "null"], "format": "date-time" });
    let session = json!({
        "type": "object", "description": "Where you are logged in.",
        "required": ["id", "device", "how", "opened_at", "used_at", "expires_at"],
        "properties": { "id": text, "device": text, "how": text,
            "opened_at": at, "used_at": at, "expires_at": at },
    });
    let token = json!({
        "type": "object", "description": "A token for a program, without its secret.",
        "required": ["id", "label", "scope", "made_at", "used_at", "expires_at"],
        "properties": { "id": text, "label": text, "scope": text,
            "made_at": at, "used_at": maybe, "expires_at": at },
    });
    [("Session".to_owned(), session), ("Token".to_owned(), token)]
}

fn post(id: &str, summary: &str, asked: &Value, (status, ok): (&str, &Value)) -> Value {
    let mut responses = json!({
        "400": problem("The body is not JSON."),
        "403": problem("This token may not look after its holder's account."),
        "404": problem("There is nothing here that may be shown to you."),
        "409": problem("A rule refuses."),
        "413": problem("The body is too long."),
        "422": problem("Something is missing or wrong."),
    });
    responses[status] = ok.clone();
    json!({
        "operationId": id, "summary": summary, "security": [{ "token": [] }],
        "requestBody": { "required": true, "content": { "application/json": { "schema": asked } } },
        "responses": responses,
    })
}

/// The entries in the OpenAPI document.
pub(super) fn paths() -> [(String, Value); 4] {
    let object = |properties: Value, required: &[&str]| json!({ "type": "object", "properties": properties, "required": required });
    let list = |name: &str, row: &str| {
        let rows = json!({ "type": "array", "items": reference(row) });
        body("All of them.", &object(json!({ name: rows }), &[name]))
    };
    let (text, number) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let none = json!([]);
    let sessions =
        get("you-sessions", "Where you are logged in.", &none, &list("sessions", "Session"), true);
    let mut tokens = get("you-tokens", "Your tokens.", &none, &list("tokens", "Token"), true);
    let asked = object(
        json!({ "label": text, "days": number, "scope": {
        "type": "string", "description": "read, work, all, or actions by name." } }),
        &["label", "days", "scope"],
    );
    let shown = body(
        "Issued; the token is shown once.",
        &object(json!({ "id": text, "token": text }), &["id", "token"]),
    );
    tokens["post"] = post("you-token-issue", "Issue a token to yourself.", &asked, ("201", &shown));
    let ended = body("How many ended.", &object(json!({ "ended": number }), &["ended"]));
    let which = object(json!({ "session": text, "all": { "type": "boolean" } }), &[]);
    let end = post("you-session-end", "End one of your sessions, or all.", &which, ("200", &ended));
    let gone = body("Whether it was there.", &object(json!({ "revoked": number }), &["revoked"]));
    let which = object(json!({ "token": text }), &["token"]);
    let revoke = post("you-token-revoke", "Revoke one of your tokens.", &which, ("200", &gone));
    [
        ("/api/v1/you/sessions".to_owned(), sessions),
        ("/api/v1/you/sessions/end".to_owned(), json!({ "post": end })),
        ("/api/v1/you/tokens".to_owned(), tokens),
        ("/api/v1/you/tokens/revoke".to_owned(), json!({ "post": revoke })),
    ]
}
