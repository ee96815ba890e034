//! Filing a report.

use super::answer::{ApiProblem, Asker, Body, answer, key};
use crate::filing;
use crate::guesses::Look;
use crate::state::WebState;
use app::Error;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::intake::Draft;
use domain::words::one_line;
use serde_json::json;

/// `POST /api/v1/reports`
pub(crate) async fn file(
    State(state): State<WebState>,
    Asker(ctx): Asker,
    look: Look,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, ApiProblem> {
    let draft: Draft = serde_json::from_value(body).map_err(|error| {
        ApiProblem::App(Error::Invalid(vec![one_line(&error.to_string(), 300)]))
    })?;
    let receipt = filing::file(&state, &ctx, &look, (&draft, "api"), key(&headers)).await?;
    let receipt = serde_json::to_value(&receipt).map_err(|error| Error::Outside(error.to_string()));
    Ok(answer(StatusCode::CREATED, &json!({ "receipt": receipt? })))
}
