//! Filing a report.

use super::answer::{ApiProblem, Asker, Body, answer, key};
use app::Error;
use app::intake::submit_once;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::intake::Draft;
use domain::words::one_line;
use serde_json::json;

/// `POST /api/v1/reports`
pub(crate) async fn file(
    Asker(ctx): Asker,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, ApiProblem> {
    let draft: Draft = serde_json::from_value(body).map_err(|error| {
        ApiProblem::App(Error::Invalid(vec![one_line(&error.to_string(), 300)]))
    })?;
    let receipt = submit_once(&ctx, &draft, "api", key(&headers)).await?;
    let receipt = serde_json::to_value(&receipt).map_err(|error| Error::Outside(error.to_string()));
    Ok(answer(StatusCode::CREATED, &json!({ "receipt": receipt? })))
}
