//! Filing a report.

use super::answer::{ApiProblem, Asker, Sent, answer, asker_again, key};
use crate::filing;
use crate::guesses::Look;
use crate::state::WebState;
use app::Error;
use app::attachment::Files;
use axum::extract::{Request, State};
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
    request: Request,
) -> Result<Response, ApiProblem> {
    let mut sent = Sent::read(request, "report").await?;
    let draft: Draft = serde_json::from_value(sent.body.take()).map_err(|error| {
        ApiProblem::App(Error::Invalid(vec![one_line(&error.to_string(), 300)]))
    })?;
    let (ctx, files) = match sent.has_files() {
        false => (ctx.clone(), Files::new(&ctx)),
        true => {
            filing::may_bring(&state, &ctx, &look)?;
            let files = sent.receive(&ctx).await?;
            (asker_again(&headers, &state, &ctx).await?, files)
        }
    };
    let filed = filing::file(&state, &ctx, &look, (&draft, "api"), files, key(&headers)).await?;
    let receipt = serde_json::to_value(&filed).map_err(|error| Error::Outside(error.to_string()));
    Ok(answer(StatusCode::CREATED, &json!({ "receipt": receipt? })))
}
