//! The queue, one case, and every verb on it.

use super::answer::{ApiProblem, Asker, Body, answer, expected, key};
use super::json::{case_json, row_json};
use crate::pages::{read_cursor, write_cursor};
use app::case::{queue, show as show_case};
use app::ports::store::QueueCursor;
use app::{Error, Input, find_verb, perform_once};
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::words::CaseId;
use serde::Deserialize;
use serde_json::{Value, json};

/// What of the queue.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    closed: bool,
    words: String,
    after: Option<String>,
    limit: Option<u32>,
}

/// A cursor of ours: its id is one of a case.
fn place(text: &str) -> Option<QueueCursor> {
    read_cursor(text).filter(|cursor| CaseId::read(&cursor.id).is_ok())
}

/// `GET /api/v1/cases`
pub(crate) async fn list(
    Asker(ctx): Asker,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiProblem> {
    let wrong = |says: String| ApiProblem::App(Error::Invalid(vec![says]));
    let Query(query) = query.map_err(|error| wrong(error.body_text()))?;
    let after = query
        .after
        .map(|text| place(&text).ok_or_else(|| wrong("after: not a cursor of ours".into())))
        .transpose()?;
    let limit = query.limit.unwrap_or(50);
    let page = queue(&ctx, query.closed, &query.words, after, limit).await?;
    let rows: Vec<Value> = page.rows.iter().map(row_json).collect();
    let next = page.next.as_ref().map(write_cursor);
    Ok(answer(StatusCode::OK, &json!({ "cases": rows, "next": next })))
}

fn read_id(text: &str) -> Result<CaseId, ApiProblem> {
    CaseId::read(text).map_err(|_| ApiProblem::App(Error::NotThere))
}

/// `GET /api/v1/cases/{id}`
pub(crate) async fn show(
    Asker(ctx): Asker,
    Path(id): Path<String>,
) -> Result<Response, ApiProblem> {
    let shown = show_case(&ctx, &read_id(&id)?).await?;
    let etag = format!("\"{}\"", shown.case.version);
    let body = answer(StatusCode::OK, &case_json(&shown, ctx.policy()));
    Ok(([(header::ETAG, etag)], body).into_response())
}

/// `POST /api/v1/cases/{id}/{group}/{verb}`
pub(crate) async fn perform(
    Asker(ctx): Asker,
    Path((id, group, name)): Path<(String, String, String)>,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, ApiProblem> {
    let verb = find_verb(&group, &name).ok_or(Error::NotThere)?;
    let id = read_id(&id)?;
    let input = match Input::read(verb, body) {
        Ok(input) => input,
        Err(wrong) => {
            // Who may not know of the case learns nothing of its verbs either.
            ctx.open(&id, verb.action).await?;
            return Err(Error::Invalid(wrong).into());
        }
    };
    let case = perform_once(&ctx, &id, verb, &input, expected(&headers)?, key(&headers)).await?;
    let body = json!({ "case": case.id, "version": case.version });
    let etag = format!("\"{}\"", case.version);
    Ok(([(header::ETAG, etag)], answer(StatusCode::OK, &body)).into_response())
}
