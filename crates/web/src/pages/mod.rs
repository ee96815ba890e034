//! The HTML pages: what everyone may read, what a reporter sees, what the team works with.

mod advisories;
mod agenda;
mod case;
mod clauses;
mod feeds;
mod front;
mod health;
mod join;
mod login;
mod papers;
mod people;
mod policy;
mod queue;
mod receipts;
mod report;
mod security_txt;
mod statics;
mod taking_part;
mod track;
mod you;

pub(crate) use queue::{read as read_cursor, write as write_cursor};
pub(crate) use statics::{CSS_PATH, LIVE_PATH};

use crate::state::WebState;
use crate::{guard, refuse};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::Uri;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{get, post};

/// Every page.
pub(crate) fn router(state: &WebState) -> Router<WebState> {
    let from_state = |state: &WebState| state.clone();
    Router::new()
        .merge(public())
        .merge(team())
        .fallback(moved)
        .layer(DefaultBodyLimit::max(crate::router::BODY_MAX))
        .layer(from_fn_with_state(from_state(state), guard::same_site))
        .layer(from_fn_with_state(from_state(state), refuse::pages))
}

fn public() -> Router<WebState> {
    Router::new()
        .route("/", get(front::show))
        .route("/policy", get(policy::show))
        .route("/policy.md", get(policy::markdown))
        .route("/policy.json", get(papers::policy_json))
        .route("/policy/questions.md", get(papers::questions))
        .route("/badge.svg", get(papers::badge_svg))
        .route("/badge.json", get(papers::badge_json))
        .route("/policy/clauses", get(clauses::list))
        .route("/policy/clauses/{id}", get(clauses::clause))
        .route("/policy/precedents", get(clauses::precedents))
        .route("/policy/precedents/{id}", get(clauses::precedent))
        .route("/policy/clashes", get(clauses::clashes))
        .route("/report", get(report::show).post(report::send))
        .route("/report/check", post(report::check))
        .route("/track", get(track::show).post(track::open))
        .route("/track/leave", post(track::leave))
        .route("/track/{group}/{verb}", post(track::act))
        .route("/advisories", get(advisories::list))
        .route("/advisories/{id}", get(advisories::show))
        .route("/feed.atom", get(feeds::atom))
        .route("/vuln/core/index.json", get(feeds::core_index))
        .route("/vuln/core/{file}", get(feeds::core_one))
        .route("/.well-known/security.txt", get(security_txt::show))
        .route("/receipts/keys", get(receipts::keys))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/favicon.ico", get(statics::mark))
        .route("/static/{file}", get(statics::file))
}

fn team() -> Router<WebState> {
    Router::new()
        .route("/join/{secret}", get(join::show).post(join::send))
        .route("/login", get(login::show).post(login::send))
        .route("/logout", post(login::leave))
        .route("/queue", get(queue::show))
        .route("/calendar", get(agenda::show))
        .route("/calendar/open", post(agenda::open))
        .route("/calendar/close", post(agenda::close))
        .route("/calendar/{file}", get(agenda::feed))
        .route("/queue/bulk", post(queue::bulk_choose))
        .route("/queue/bulk/{group}/{verb}", post(queue::bulk_act))
        .route("/queue/filters", post(queue::keep))
        .route("/queue/filters/forget", post(queue::forget))
        .route("/cases/{id}", get(case::show))
        .route("/cases/{id}/judge/preview", post(case::preview))
        .route("/cases/{id}/{group}/{verb}", post(case::act))
        .route("/people", get(people::show).post(people::send))
        .route("/people/{id}/roles", post(people::roles))
        .route("/people/{id}/leave", post(people::leave))
        .route("/you", get(you::show).post(you::send))
}

/// Where a path has moved for good, by the policy; otherwise there is nothing.
async fn moved(State(state): State<WebState>, uri: Uri) -> Result<Redirect, refuse::Problem> {
    let to = state.policy().moved_to(uri.path());
    to.map(Redirect::permanent).ok_or(refuse::Problem::App(app::Error::NotThere))
}

/// Perform a verb with what a form holds; the same form again changes nothing.
async fn perform(
    ctx: &app::Ctx,
    id: &domain::words::CaseId,
    verb: &app::Verb,
    fields: &crate::form::Fields,
    expected: Option<u64>,
) -> Result<Option<domain::words::Secret>, app::Error> {
    let input = app::Input::read(verb, fields.to_json()).map_err(app::Error::Invalid)?;
    let key = Some(fields.get("key")).filter(|key| !key.is_empty());
    Ok(app::perform_fully(ctx, id, verb, &input, expected, key).await?.secret)
}

/// Run a use case that hashes a password away from the threads that answer others, a few at once.
async fn off_thread<T: Send + 'static>(
    state: &WebState,
    work: impl Future<Output = Result<T, app::Error>> + Send + 'static,
) -> Result<T, app::Error> {
    let broken = |error: &dyn std::fmt::Display| app::Error::Outside(error.to_string());
    let turn = std::sync::Arc::clone(&state.hashing);
    let turn = turn.acquire_owned().await.map_err(|error| broken(&error))?;
    let runtime = tokio::runtime::Handle::current();
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        runtime.block_on(work)
    });
    done.await.map_err(|error| broken(&error))?
}

#[cfg(test)]
mod tests;
