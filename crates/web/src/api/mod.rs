//! The JSON API. The same use cases as the pages; a bearer token says who asks.

mod answer;
mod bulk;
mod cases;
mod files;
mod json;
mod judge;
mod metrics;
mod openapi;
mod papers;
mod public;
mod reads;
mod reports;
mod sanctions;
mod schemas;
mod you;

pub(crate) use answer::ApiProblem;
pub use bulk::{move_json, moved_json};
pub use json::case_json;
pub use metrics::metrics_json;
pub use openapi::document as openapi_document;
pub use reads::{grant_json, reading_json};
pub use sanctions::listed_json;
pub use you::{session_json, token_json};

use crate::doors::{Asks, Doors, Needs};
use crate::state::WebState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use domain::access::Action;

/// Every route of the API.
pub(crate) fn router(state: &WebState) -> Router<WebState> {
    doors().open(state, true).layer(DefaultBodyLimit::max(crate::router::BODY_MAX))
}

/// The doors of the API.
pub(crate) fn doors() -> Doors {
    use Asks::{Case, Nothing as Plain, Report};
    use Needs::{Account, May, Nothing, On, Verb, VerbOnEach};
    let (list, read) = (May(Action::ListCases), On(Action::ReadCase));
    Doors::default()
        .post("/api/v1/reports", May(Action::FileReport), Report, reports::file)
        .post("/api/v1/judge", Nothing, Plain, judge::judge)
        .get("/api/v1/metrics", list, Plain, metrics::show)
        .get("/api/v1/cases", list, Plain, cases::list)
        .post("/api/v1/cases/bulk", VerbOnEach, Case, bulk::perform)
        .get("/api/v1/cases/{id}", On(Action::ReadCase), Case, cases::show)
        .get("/api/v1/cases/{id}/packet", On(Action::ReadNotes), Case, cases::packet)
        .get("/api/v1/cases/{id}/moves", On(Action::ReadNotes), Case, bulk::moves)
        .get("/api/v1/cases/{id}/attachments/{attachment}", read, Case, files::fetch)
        .post("/api/v1/cases/{id}/{group}/{verb}", Verb, Case, cases::perform)
        .get("/api/v1/reads", May(Action::ReadLog), Plain, reads::list)
        .get("/api/v1/reads/people", May(Action::ReadLog), Plain, reads::people)
        .get("/api/v1/sanctions", May(Action::DecideAppeal), Plain, sanctions::list)
        .get("/api/v1/you/sessions", Account, Plain, you::list_sessions)
        .post("/api/v1/you/sessions/end", Account, Plain, you::end)
        .get("/api/v1/you/tokens", Account, Plain, you::list_tokens)
        .post("/api/v1/you/tokens", Account, Plain, you::issue)
        .post("/api/v1/you/tokens/revoke", Account, Plain, you::revoke)
        .get("/api/v1/advisories", Nothing, Plain, public::list)
        .get("/api/v1/advisories/{id}", Nothing, Plain, public::show)
        .get("/api/openapi.json", Nothing, Plain, openapi::serve)
        .any("/api/{*rest}", Nothing, Plain, answer::nothing)
}
