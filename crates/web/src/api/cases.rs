//! The queue, one case, and every verb on it.

use super::answer::{ApiProblem, Asker, Sent, answer, asker_again, expected, key};
use super::json::{case_json, row_json};
use crate::pages::{read_cursor, write_cursor};
use crate::state::WebState;
use app::attachment::{Files, takes_files};
use app::case::{
    CaseFilter, FILTER_FIELDS, filter as kept_filter, list as list_cases, show as show_case,
    waiting_behind,
};
use app::ports::store::{CaseRow, QueueCursor};
use app::sanction::barred;
use app::{Error, Input, Performed, find_verb, perform_with_files};
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::access::{Action, Actor};
use domain::words::CaseId;
use serde_json::{Value, json};

/// A cursor of ours: its id is one of a case.
fn place(text: &str) -> Option<QueueCursor> {
    read_cursor(text).filter(|cursor| CaseId::read(&cursor.id).is_ok())
}

/// What a query of the list holds besides its filter.
#[derive(Default)]
struct Wanted {
    filter: Vec<(String, String)>,
    saved: Option<String>,
    after: Option<QueueCursor>,
    limit: Option<u32>,
}

/// Read the query of the list; every complaint is listed.
fn wanted(query: &str) -> Result<Wanted, Vec<String>> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query).map_err(|error| vec![error.to_string()])?;
    let (mut wanted, mut wrong) = (Wanted::default(), Vec::new());
    for (name, value) in pairs {
        match name.as_str() {
            "saved" => wanted.saved = Some(value),
            "after" => match place(&value) {
                Some(cursor) => wanted.after = Some(cursor),
                None => wrong.push("after: not a cursor of ours".to_owned()),
            },
            "limit" => match value.parse() {
                Ok(limit) => wanted.limit = Some(limit),
                Err(_) => wrong.push("limit: a number from 1 to 200".to_owned()),
            },
            known if FILTER_FIELDS.iter().any(|(field, _)| *field == known) => {
                wanted.filter.push((name, value));
            }
            _ => wrong.push(format!("{name}: there is no such parameter")),
        }
    }
    if wanted.saved.is_some() && !wanted.filter.is_empty() {
        wrong.push("saved: a kept filter stands alone".to_owned());
    }
    if wrong.is_empty() { Ok(wanted) } else { Err(wrong) }
}

/// `GET /api/v1/cases`
pub(crate) async fn list(
    Asker(ctx): Asker,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiProblem> {
    ctx.require(Action::ListCases)?;
    let wanted = wanted(query.as_deref().unwrap_or_default()).map_err(Error::Invalid)?;
    let filter = match &wanted.saved {
        Some(name) => kept_filter(&ctx, name).await?,
        None => CaseFilter::read(wanted.filter).map_err(Error::Invalid)?,
    };
    let page = list_cases(&ctx, &filter, wanted.after, wanted.limit.unwrap_or(50)).await?;
    let behind = waiting_behind(&ctx, &page.rows).await?;
    let barred = barred(&ctx, &page.rows).await?;
    let row = |row: &CaseRow| {
        let mut json = row_json(row, behind.get(&row.id));
        json["under_sanction"] = barred.contains(&row.id).into();
        json
    };
    let rows: Vec<Value> = page.rows.iter().map(row).collect();
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

/// `GET /api/v1/cases/{id}/packet`
pub(crate) async fn packet(
    Asker(ctx): Asker,
    Path(id): Path<String>,
) -> Result<Response, ApiProblem> {
    let packet = app::case::packet(&ctx, &read_id(&id)?).await?;
    Ok(answer(StatusCode::OK, &json!(packet)))
}

/// `POST /api/v1/cases/{id}/{group}/{verb}`
pub(crate) async fn perform(
    State(state): State<WebState>,
    Asker(ctx): Asker,
    Path((id, group, name)): Path<(String, String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, ApiProblem> {
    let mut sent = Sent::read(request, "fields").await?;
    let verb = find_verb(&group, &name).ok_or(Error::NotThere)?;
    let id = read_id(&id)?;
    let wrong = match (Input::read(verb, sent.body.clone()), sent.has_files()) {
        (Err(wrong), _) => Some(wrong),
        (Ok(_), true) if !takes_files(verb) => {
            Some(vec![format!("files come with a message, and {group} {name} is none")])
        }
        _ => None,
    };
    if wrong.is_some() || sent.has_files() {
        // Who may not know of the case learns nothing of its verbs either, and leaves no files.
        ctx.check(&id, verb.action).await?;
    }
    if let Some(wrong) = wrong {
        return Err(Error::Invalid(wrong).into());
    }
    let input = Input::read(verb, sent.body.take()).map_err(Error::Invalid)?;
    let (expected, key) = (expected(&headers)?, key(&headers));
    let (ctx, files) = match sent.has_files() {
        false => (ctx.clone(), Files::new(&ctx)),
        true => {
            let files = sent.receive(&ctx).await?;
            (asker_again(&headers, &state, &ctx).await?, files)
        }
    };
    let done = perform_with_files(&ctx, &id, verb, &input, expected, key, files.all()).await;
    let Performed { case, secret, opened } = match done {
        Ok(done) => done,
        Err(error) => {
            files.discard().await;
            return Err(error.into());
        }
    };
    if let Actor::Participant { .. } = ctx.actor {
        return Ok(answer(StatusCode::OK, &json!({ "case": case.id })));
    }
    let mut body = json!({ "case": case.id, "version": case.version });
    if let Some(secret) = &secret {
        body["secret"] = secret.reveal().into();
    }
    if let Some(opened) = &opened {
        body["opened"] = json!(opened);
    }
    let etag = format!("\"{}\"", case.version);
    Ok(([(header::ETAG, etag)], answer(StatusCode::OK, &body)).into_response())
}
