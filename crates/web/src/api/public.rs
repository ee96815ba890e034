//! Public advisories.

use super::answer::{ApiProblem, answer};
use crate::state::WebState;
use app::Error;
use app::advisory::{public_advisory, public_page};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

/// Which page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PageQuery {
    below: Option<u32>,
    limit: Option<u32>,
}

fn value(advisory: &domain::advisory::Advisory) -> Result<Value, Error> {
    serde_json::to_value(advisory).map_err(|error| Error::Outside(error.to_string()))
}

/// `GET /api/v1/advisories`
pub(crate) async fn list(
    State(state): State<WebState>,
    query: Result<Query<PageQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiProblem> {
    let Query(query) =
        query.map_err(|error| ApiProblem::App(Error::Invalid(vec![error.body_text()])))?;
    let page = public_page(&state.anonymous(), query.below, query.limit.unwrap_or(50)).await?;
    let advisories =
        page.advisories.iter().map(|one| value(one.get())).collect::<Result<Vec<_>, _>>()?;
    Ok(answer(StatusCode::OK, &json!({ "advisories": advisories, "next": page.next })))
}

/// `GET /api/v1/advisories/{id}`
pub(crate) async fn show(
    State(state): State<WebState>,
    Path(id): Path<String>,
) -> Result<Response, ApiProblem> {
    let advisory = public_advisory(&state.anonymous(), &id).await?;
    Ok(answer(StatusCode::OK, &value(advisory.get())?))
}
