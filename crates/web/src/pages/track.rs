//! A reporter's own case, opened by the secret of their receipt and by nothing else.

use crate::answer::{Answer, page, see_other};
use crate::cookie::{self, Kind};
use crate::form::Fields;
use crate::layout::Layout;
use crate::refuse::{self, Problem};
use crate::session::{same, track_token};
use crate::state::WebState;
use crate::views::clocks::{ClockView, clocks};
use crate::views::embargo::{EmbargoView, embargo};
use crate::views::forms::{Desk, FormView, Known, Refused};
use crate::views::messages::{MessageView, messages};
use crate::views::verdict::{RuleView, rules};
use crate::views::{verbs, words};
use crate::when::When;
use app::case::Shown;
use app::{Ctx, find_verb};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use domain::access::Actor;
use domain::case::{By, Phase, ReportState};
use domain::policy::Contact;
use domain::words::{CaseId, Secret, visible};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "track_open.html")]
struct OpenPage {
    layout: Layout,
}

#[derive(Template)]
#[template(path = "track.html")]
struct TrackPage {
    layout: Layout,
    notice: Option<&'static str>,
    id: String,
    title: String,
    phase: String,
    steps: Vec<(&'static str, &'static str)>,
    received: When,
    sha256: String,
    accepted_rules: String,
    clocks: Vec<ClockView>,
    escalation: Vec<Contact>,
    embargo: EmbargoView,
    messages: Vec<MessageView>,
    decision: Option<(&'static str, Vec<RuleView>)>,
    published: Option<String>,
    answer: Option<FormView>,
    accept: Option<FormView>,
    propose: Option<FormView>,
    end: Option<FormView>,
    withdraw: Option<FormView>,
}

/// What was just done.
#[derive(Deserialize)]
pub(crate) struct Done {
    pub(crate) done: Option<String>,
}

/// The notice for a verb that was just done, by its name in the address.
pub(crate) fn notice(done: &Done) -> Option<&'static str> {
    let (group, name) = done.done.as_deref()?.split_once('-')?;
    find_verb(group, name).map(|verb| verbs::words(verb.group, verb.name).done)
}

async fn reporter(state: &WebState, headers: &HeaderMap) -> Result<(Ctx, CaseId, Secret), Problem> {
    let gone = Problem::App(app::Error::NotThere);
    let secret = cookie::read(state, headers, Kind::Track).ok_or(gone.clone())?;
    let ctx = state.anonymous().as_reporter(&secret).await?;
    match ctx.actor.clone() {
        Actor::Reporter(id) => Ok((ctx, id, secret)),
        _ => Err(gone),
    }
}

/// The case, or the field for its secret.
pub(crate) async fn show(
    State(state): State<WebState>,
    headers: HeaderMap,
    Query(done): Query<Done>,
) -> Answer {
    match reporter(&state, &headers).await {
        Ok((ctx, id, secret)) => {
            let shown = app::case::show(&ctx, &id).await?;
            page(StatusCode::OK, &view(&state, &ctx, &shown, &secret, notice(&done), None))
        }
        Err(Problem::App(app::Error::NotThere)) => {
            let layout = Layout::public(&state, "Track your report", "track");
            page(StatusCode::OK, &OpenPage { layout })
        }
        Err(other) => Err(other),
    }
}

/// Open a case with its secret; a wrong one gives what every wrong address gives.
pub(crate) async fn open(State(state): State<WebState>, fields: Fields) -> Answer {
    let secret = Secret::read(fields.get("secret"));
    state.anonymous().as_reporter(&secret).await?;
    Ok(([cookie::give(&state, Kind::Track, &secret)], see_other("/track")).into_response())
}

/// Forget the secret.
pub(crate) async fn leave(State(state): State<WebState>) -> Answer {
    Ok(([cookie::take(&state, Kind::Track)], see_other("/track")).into_response())
}

/// Perform a verb as the reporter.
pub(crate) async fn act(
    State(state): State<WebState>,
    Path((group, name)): Path<(String, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let (ctx, id, secret) = reporter(&state, &headers).await?;
    if !same(fields.get("form_token"), &track_token(&secret)) {
        return Err(Problem::Foreign);
    }
    let verb = find_verb(&group, &name).ok_or(Problem::App(app::Error::NotThere))?;
    match super::perform(&ctx, &id, verb, &fields, None).await {
        Ok(()) => Ok(see_other(&format!("/track?done={group}-{name}"))),
        Err(error) => {
            let Some((says, rule)) = refuse::says(&error) else { return Err(error.into()) };
            let shown = app::case::show(&ctx, &id).await?;
            if !shown.offers(&group, &name) {
                return Err(error.into());
            }
            let refused = Refused { group, verb: name, fields, says, rule };
            let body = view(&state, &ctx, &shown, &secret, None, Some(&refused));
            page(refuse::status_of(&error), &body)
        }
    }
}

fn view(
    state: &WebState,
    ctx: &Ctx,
    shown: &Shown,
    secret: &Secret,
    notice: Option<&'static str>,
    refused: Option<&Refused>,
) -> TrackPage {
    let (case, policy, now) = (&shown.case, ctx.policy(), ctx.now);
    let (token, key) = (track_token(secret), state.fresh());
    let desk = Desk { policy, base: "/track", token: &token, version: None, key: &key, refused };
    let form_of = |group, name, known: &Known<'_>| {
        let verb = find_verb(group, name).filter(|_| shown.offers(group, name));
        verb.map(|verb| desk.form(verb, known))
    };
    let form = |group, name| form_of(group, name, &Known::default());
    let escalation = policy.contacts.iter().filter(|contact| contact.how == "escalation");
    let embargo = embargo(case, policy, now, by);
    TrackPage {
        layout: Layout::public(state, "Your report", "track"),
        notice,
        id: case.id.to_string(),
        title: visible(case.title()),
        phase: phase(shown),
        steps: steps(shown),
        received: When::new(case.received_at, now, policy),
        sha256: case.received.to_string(),
        accepted_rules: words::accepted_rules(case),
        clocks: clocks(case, policy, now),
        escalation: escalation.cloned().collect(),
        accept: form_of("embargo", "accept", &embargo.known()).filter(|_| embargo.reporters_turn()),
        embargo,
        messages: messages(&shown.messages, policy, now, by),
        decision: decision(shown, policy),
        published: case.published.as_ref().map(|published| published.id.clone()),
        answer: form("case", "answer"),
        propose: form("embargo", "propose"),
        end: form("embargo", "end"),
        withdraw: form("case", "withdraw"),
    }
}

/// The team speaks with one voice to those outside it.
fn by(by: &By) -> String {
    match by {
        By::Reporter => "You".to_owned(),
        By::Person(_) => "The security team".to_owned(),
        By::System => "Automatic".to_owned(),
        By::Participant(_) => "Another participant".to_owned(),
    }
}

fn phase(shown: &Shown) -> String {
    let text = match shown.phase {
        Phase::Published => "The advisory is public. Thank you.",
        Phase::FixReady => "The fix is ready. The advisory is being prepared.",
        Phase::Fixing => "Confirmed. A fix is being made.",
        Phase::Prioritising => "Confirmed. Somebody will soon take the fix on.",
        Phase::WaitingReporter => "The team asked you something and waits for your answer.",
        Phase::Triage if shown.case.report == ReportState::Invalid => {
            "The team decided that this is not a vulnerability under the policy."
        }
        Phase::Triage => "The team is looking at your report.",
        Phase::Closed => {
            let how = shown.case.resolution.map_or("closed", words::resolution);
            return format!("The case is closed: {how}.");
        }
    };
    text.to_owned()
}

/// The way of a report, and how far this one is: `done`, `now` or `next`.
fn steps(shown: &Shown) -> Vec<(&'static str, &'static str)> {
    let names = ["Received", "Looked at", "Confirmed", "Fixed", "Published"];
    let at = match shown.phase {
        Phase::Triage | Phase::WaitingReporter => 1,
        Phase::Prioritising => 2,
        Phase::Fixing | Phase::FixReady => 3,
        Phase::Published => 5,
        Phase::Closed if shown.case.published.is_some() => 5,
        Phase::Closed => return Vec::new(),
    };
    if shown.case.report == ReportState::Invalid {
        return Vec::new();
    }
    let look = |place: usize| match place.cmp(&at) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "next",
    };
    names.into_iter().enumerate().map(|(place, name)| (name, look(place))).collect()
}

fn decision(
    shown: &Shown,
    policy: &domain::policy::Policy,
) -> Option<(&'static str, Vec<RuleView>)> {
    let case = &shown.case;
    let refused = "This is not a vulnerability under the policy.";
    let title = match case.report {
        ReportState::Valid | ReportState::Accepted => "This is a vulnerability.",
        ReportState::Invalid => refused,
        ReportState::Closed if case.published.is_some() => "This is a vulnerability.",
        ReportState::Closed => "The case was closed under these rules.",
        ReportState::Received | ReportState::NeedsInfo => return None,
    };
    let cited = rules(policy, case.decided_by_rules.iter().map(String::as_str));
    (case.report != ReportState::Closed || !cited.is_empty()).then_some((title, cited))
}
