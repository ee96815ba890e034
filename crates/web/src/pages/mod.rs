//! The HTML pages: what everyone may read, what a reporter sees, what the team works with.

mod advisories;
mod agenda;
mod bring;
mod case;
mod clauses;
mod feeds;
mod front;
mod glass;
mod health;
mod join;
mod login;
mod mail;
mod papers;
mod passkeys;
mod people;
mod policy;
mod provider;
mod queue;
mod reads;
mod receipts;
mod recovery;
mod report;
mod report_read;
mod sanctions;
mod security_txt;
mod statics;
mod taking_part;
mod track;
mod you;

pub(crate) use queue::{read as read_cursor, write as write_cursor};
pub(crate) use statics::{CSS_PATH, DRAFT_PATH, LIVE_PATH, PASSKEY_PATH};

use crate::doors::{Asks, Doors, Needs};
use crate::state::WebState;
use crate::{guard, refuse};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::Uri;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use domain::access::Action;

/// Every page.
pub(crate) fn router(state: &WebState) -> Router<WebState> {
    let from_state = |state: &WebState| state.clone();
    doors()
        .open(state, false)
        .fallback(moved)
        .layer(DefaultBodyLimit::max(crate::router::BODY_MAX))
        .layer(from_fn_with_state(from_state(state), guard::same_site))
        .layer(from_fn_with_state(from_state(state), refuse::pages))
}

/// The doors of all pages.
pub(crate) fn doors() -> Doors {
    public().and(outside()).and(team()).and(desk())
}

/// For everybody.
fn public() -> Doors {
    use Asks::{Nothing as Plain, Report};
    use Needs::{May, Nothing};
    Doors::default()
        .get("/", Nothing, Plain, front::show)
        .get("/policy", Nothing, Plain, policy::show)
        .get("/policy.md", Nothing, Plain, policy::markdown)
        .get("/policy.json", Nothing, Plain, papers::policy_json)
        .get("/policy/questions.md", Nothing, Plain, papers::questions)
        .get("/badge.svg", Nothing, Plain, papers::badge_svg)
        .get("/badge.json", Nothing, Plain, papers::badge_json)
        .get("/policy/clauses", Nothing, Plain, clauses::list)
        .get("/policy/clauses/{id}", Nothing, Plain, clauses::clause)
        .get("/policy/precedents", Nothing, Plain, clauses::precedents)
        .get("/policy/precedents/{id}", Nothing, Plain, clauses::precedent)
        .get("/policy/clashes", Nothing, Plain, clauses::clashes)
        .get("/report", Nothing, Plain, report::show)
        .post("/report", May(Action::FileReport), Report, report::send)
        .post("/report/check", Nothing, Plain, report::check)
        .get("/advisories", Nothing, Plain, advisories::list)
        .get("/advisories/{id}", Nothing, Plain, advisories::show)
        .get("/feed.atom", Nothing, Plain, feeds::atom)
        .get("/vuln/core/index.json", Nothing, Plain, feeds::core_index)
        .get("/vuln/core/{file}", Nothing, Plain, feeds::core_one)
        .get("/.well-known/security.txt", Nothing, Plain, security_txt::show)
        .get("/receipts/keys", Nothing, Plain, receipts::keys)
        .get("/healthz", Nothing, Plain, health::alive)
        .get("/readyz", Nothing, Plain, health::ready)
        .get("/favicon.ico", Nothing, Plain, statics::mark)
        .get("/static/{file}", Nothing, Plain, statics::file)
}

/// For who has a secret, or wants to log in.
fn outside() -> Doors {
    use Asks::{LogIn, Nothing as Plain, Secret as ASecret};
    use Needs::{Account, Nothing, Passkey, Password, Provider, Secret, VerbOnOwn};
    Doors::default()
        .get("/track", Secret, ASecret, track::show)
        .post("/track", Secret, ASecret, track::open)
        .post("/track/leave", Nothing, Plain, track::leave)
        .post("/track/{group}/{verb}", VerbOnOwn, ASecret, track::act)
        .get("/track/attachments/{attachment}", Secret, ASecret, track::fetch)
        .get("/track/mail/{secret}", Secret, ASecret, mail::link)
        .post("/track/mail/{secret}", Secret, ASecret, mail::redeem)
        .get("/calendar/{file}", Secret, ASecret, agenda::feed)
        .get("/join/{secret}", Secret, ASecret, join::show)
        .post("/join/{secret}", Secret, ASecret, join::send)
        .post("/join/{secret}/provider", Secret, ASecret, provider::join)
        .get("/recover/{secret}", Secret, ASecret, recovery::open)
        .post("/recover/{secret}", Secret, ASecret, recovery::send)
        .get("/login", Nothing, Plain, login::show)
        .post("/login", Password, LogIn, login::send)
        .post("/login/passkey", Nothing, LogIn, passkeys::log_in)
        .post("/login/passkey/answer", Passkey, LogIn, passkeys::answer)
        .post("/login/provider", Nothing, LogIn, provider::log_in)
        .get("/login/provider/back", Provider, LogIn, provider::back)
        .post("/login/provider/code", Provider, LogIn, provider::code)
        .post("/logout", Account, Plain, login::leave)
}

/// For who works here.
fn team() -> Doors {
    use Asks::{Nothing as Plain, Person};
    use Needs::{Account, May};
    let list = May(Action::ListCases);
    let people = May(Action::ManagePeople);
    let recovers = May(Action::RecoverPerson);
    Doors::default()
        .get("/queue", list, Plain, queue::show)
        .get("/calendar", list, Plain, agenda::show)
        .post("/calendar/open", list, Plain, agenda::open)
        .post("/calendar/close", list, Plain, agenda::close)
        .post("/queue/filters", list, Plain, queue::keep)
        .post("/queue/filters/forget", list, Plain, queue::forget)
        .get("/mail", May(Action::DecideValidity), Plain, mail::show)
        .post("/mail/{id}/file", May(Action::DecideValidity), Plain, mail::file)
        .post("/mail/{id}/aside", May(Action::DecideValidity), Plain, mail::aside)
        .get("/people", people, Plain, people::show)
        .post("/people", people, Plain, people::send)
        .post("/people/{id}/roles", people, Person, people::roles)
        .post("/people/{id}/leave", people, Person, people::leave)
        .post("/people/{id}/ties", people, Person, people::ties)
        .post("/people/invites/revoke", people, Plain, people::uninvite)
        .get("/people/recovery", recovers, Plain, recovery::show)
        .post("/people/recovery", recovers, Person, recovery::ask)
        .post("/people/recovery/agree", recovers, Person, recovery::agree)
        .post("/people/recovery/withdraw", recovers, Person, recovery::withdraw)
        .get("/reads", May(Action::ReadLog), Plain, reads::show)
        .get("/glass", May(Action::BreakGlass), Plain, glass::show)
        .post("/glass", May(Action::BreakGlass), Asks::Case, glass::ask)
        .post("/glass/agree", May(Action::AgreeGlass), Asks::Case, glass::agree)
        .post("/glass/end", May(Action::BreakGlass), Asks::Case, glass::end)
        .get("/sanctions", May(Action::DecideAppeal), Plain, sanctions::show)
        .get("/you", Account, Plain, you::show)
        .post("/you", Account, Plain, you::send)
        .post("/you/passkeys", Account, Plain, passkeys::add)
        .post("/you/passkeys/new", Account, Plain, passkeys::begin)
        .post("/you/passkeys/remove", Account, Plain, passkeys::remove)
        .post("/you/password", Account, Plain, you::password)
        .post("/you/provider", Account, Plain, provider::link)
        .post("/you/provider/remove", Account, Plain, provider::unlink)
        .post("/you/ties", Account, Plain, you::ties)
        .post("/you/tokens/revoke", Account, Plain, you::revoke)
        .post("/you/sessions/end", Account, Plain, you::end)
        .post("/you/sessions/others", Account, Plain, you::end_others)
}

/// For who works on cases.
fn desk() -> Doors {
    use Asks::Case;
    use Needs::{May, On, Verb, VerbOnEach};
    Doors::default()
        .post("/queue/bulk", May(Action::ListCases), Case, queue::bulk_choose)
        .post("/queue/bulk/{group}/{verb}", VerbOnEach, Case, queue::bulk_act)
        .get("/cases/{id}", On(Action::ReadCase), Case, case::show)
        .get("/cases/{id}/attachments/{attachment}", On(Action::ReadCase), Case, case::fetch)
        .get("/cases/{id}/attachments/{attachment}/text", On(Action::ReadCase), Case, case::text)
        .post("/cases/{id}/judge/preview", On(Action::JudgeClaim), Case, case::preview)
        .post("/cases/{id}/{group}/{verb}", Verb, Case, case::act)
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
    files: &[domain::attachment::Received],
) -> Result<Option<domain::words::Secret>, app::Error> {
    let input = app::Input::read(verb, fields.to_json()).map_err(app::Error::Invalid)?;
    let key = Some(fields.get("key")).filter(|key| !key.is_empty());
    let done = app::perform_with_files(ctx, id, verb, &input, expected, key, files).await;
    Ok(done?.secret)
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
