//! Metrics over a period, for the team. Each number comes with its definition.

use super::answer::{ApiProblem, Asker, answer};
use super::openapi::body;
use app::Error;
use app::case::{Period, metrics};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use domain::metrics::{Summary, definition};
use domain::policy::Policy;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_json::{Value, json};

/// Which period.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    from: Option<String>,
    to: Option<String>,
}

/// An instant, or the first minute of a day in UTC.
fn instant(name: &str, text: &str) -> Result<Timestamp, ApiProblem> {
    let day = || {
        let day: Date = text.parse().ok()?;
        Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    text.parse().ok().or_else(day).ok_or_else(|| {
        let says = format!("{name}: an instant is written 2026-11-01T12:00:00Z or 2026-11-01");
        ApiProblem::App(Error::Invalid(vec![says]))
    })
}

/// `GET /api/v1/metrics`
pub(crate) async fn show(
    Asker(ctx): Asker,
    query: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiProblem> {
    let wrong = |says: String| ApiProblem::App(Error::Invalid(vec![says]));
    let Query(wanted) = query.map_err(|error| wrong(error.body_text()))?;
    let from = wanted.from.map(|text| instant("from", &text)).transpose()?;
    let to = wanted.to.map(|text| instant("to", &text)).transpose()?;
    let period = Period::of(from, to, ctx.now);
    let found = metrics(&ctx, period).await?;
    Ok(answer(StatusCode::OK, &metrics_json(&found, period, ctx.policy())))
}

/// Metrics as JSON, as the command line prints them too.
pub fn metrics_json(found: &[Summary], period: Period, policy: &Policy) -> Value {
    let told: Vec<Value> = found
        .iter()
        .map(|one| {
            let definition = definition(&one.metric);
            let clock = one.metric.split_once('/').and_then(|(_, id)| policy.clock(id));
            let title = clock.map(|clock| clock.title.as_str());
            json!({
                "metric": one.metric,
                "title": title.or(definition.map(|definition| definition.title)),
                "definition": definition.map(|definition| definition.says),
                "ended": one.ended, "open": one.open, "late": one.late,
                "mean_seconds": one.mean, "median_seconds": one.median, "p90_seconds": one.p90,
            })
        })
        .collect();
    json!({ "from": period.from, "to": period.to, "metrics": told })
}

/// The entry in the OpenAPI document.
pub(super) fn path() -> Value {
    let query = |name: &str, says: &str| json!({ "name": name, "in": "query", "description": says, "schema": { "type": "string" } });
    let count = json!({ "type": "integer" });
    let maybe = json!({ "type": ["integer", "null"] });
    let text = json!({ "type": ["string", "null"] });
    let metric = json!({ "type": "object", "properties": {
        "metric": { "type": "string" }, "title": text, "definition": text,
        "ended": count, "open": count, "late": maybe,
        "mean_seconds": maybe, "median_seconds": maybe, "p90_seconds": maybe,
    } });
    let schema = json!({ "type": "object", "properties": {
        "from": { "type": "string" }, "to": { "type": "string" },
        "metrics": { "type": "array", "items": metric },
    } });
    json!({ "get": {
        "operationId": "metrics", "security": [{ "token": [] }],
        "summary": "Metrics over the cases that were received in a period, each with its definition.",
        "parameters": [
            query("from", "From this instant or day on; a year before `to` when left out."),
            query("to", "Before this instant or day; now, when left out."),
        ],
        "responses": {
            "200": body("The metrics.", &schema),
            "404": super::openapi::problem("There is nothing here that may be shown to you."),
            "422": super::openapi::problem("The period is wrong."),
        },
    } })
}
