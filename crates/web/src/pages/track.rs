//! A reporter's own case, opened by the secret of their receipt and by nothing else.

use super::bring::{bring, perform_with};
use super::taking_part;
use crate::answer::{Answer, page, see_other};
use crate::cookie::{self, Kind};
use crate::download::download;
use crate::form::Fields;
use crate::guesses::Look;
use crate::layout::Layout;
use crate::refuse::{self, Problem};
use crate::say;
use crate::session::{same, track_token};
use crate::state::WebState;
use crate::upload::Form;
use crate::views::clocks::{ClockView, clocks};
use crate::views::embargo::{EmbargoView, embargo};
use crate::views::files::{FileView, Shelf};
use crate::views::forms::{Desk, FormView, Known, Refused};
use crate::views::messages::{MessageView, messages};
use crate::views::negotiation::{Looks, Negotiation};
use crate::views::progress::{decision, known, phase, steps};
use crate::views::reached::{Reached, escalation};
use crate::views::sanctions::{SanctionView, told};
use crate::views::verdict::RuleView;
use crate::views::{verbs, words};
use crate::when::When;
use app::{Ctx, case::Shown, find_verb};
use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use domain::access::Actor;
use domain::case::{By, Case};
use domain::embargo::{Side, needed};
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
    notice: Option<String>,
    id: String,
    title: String,
    phase: String,
    steps: Vec<(String, &'static str)>,
    received: When,
    sha256: String,
    accepted_rules: String,
    clocks: Vec<ClockView>,
    escalation: Vec<Contact>,
    sanctions: Vec<(SanctionView, Option<FormView>)>,
    embargo: EmbargoView,
    messages: Vec<MessageView>,
    files: Vec<FileView>,
    decision: Option<(String, Vec<RuleView>)>,
    published: Option<String>,
    answer: Option<FormView>,
    terms: Negotiation,
    joined: Option<(When, String)>,
    trouble: Vec<String>,
    typed: Option<String>,
    allege: Option<FormView>,
    known: Vec<(String, When)>,
    contact: Option<FormView>,
    reached: Reached,
    withdraw: Option<FormView>,
    tried: Option<FormView>,
    reopen: Option<FormView>,
}

/// What was just done.
#[derive(Deserialize)]
pub(crate) struct Done {
    pub(crate) done: Option<String>,
}

/// The notice for a verb that was just done, by its name in the address.
pub(crate) fn notice(done: &Done) -> Option<String> {
    let (group, name) = done.done.as_deref()?.split_once('-')?;
    find_verb(group, name).map(|verb| verbs::words(verb.group, verb.name).done.into_owned())
}

/// Whoever opened a page with a secret: a reporter, or somebody who takes part.
async fn opened(state: &WebState, headers: &HeaderMap) -> Result<(Ctx, CaseId, Secret), Problem> {
    let gone = Problem::App(app::Error::NotThere);
    let secret = cookie::read(state, headers, Kind::Track).ok_or(gone.clone())?;
    let ctx = state.anonymous().as_outsider(&secret).await?;
    match ctx.actor.clone() {
        Actor::Reporter(id) | Actor::Participant { case: id, .. } => Ok((ctx, id, secret)),
        _ => Err(gone),
    }
}

/// The case, or the field for its secret.
pub(crate) async fn show(
    State(state): State<WebState>,
    headers: HeaderMap,
    look: Look,
    Query(done): Query<Done>,
) -> Answer {
    match opened(&state, &headers).await {
        Ok(found) => shown(&state, &found, (StatusCode::OK, notice(&done)), None).await,
        Err(Problem::App(app::Error::NotThere)) => {
            // A secret that opens nothing was as good as typed.
            let shown = cookie::read(&state, &headers, Kind::Track);
            look.missed(shown.iter().count());
            let layout = Layout::public(&state, &say("front-track").text(), "track");
            page(StatusCode::OK, &OpenPage { layout })
        }
        Err(other) => Err(other),
    }
}

/// The page of whoever opened it.
async fn shown(
    state: &WebState,
    (ctx, id, secret): &(Ctx, CaseId, Secret),
    (status, notice): (StatusCode, Option<String>),
    refused: Option<&Refused>,
) -> Answer {
    let shown = app::case::show(ctx, id).await?;
    match &ctx.actor {
        Actor::Participant { party, .. } => {
            let opener = taking_part::Opener { ctx, secret, party };
            taking_part::view(state, &opener, &shown, (status, notice), refused)
        }
        _ => page(status, &view(state, ctx, &shown, secret, notice, refused)),
    }
}

/// Open a case with its secret; a wrong one gives what every wrong address gives.
pub(crate) async fn open(State(state): State<WebState>, fields: Fields) -> Answer {
    let secret = Secret::read(fields.get("secret"));
    state.anonymous().as_outsider(&secret).await?;
    Ok(([cookie::give(&state, Kind::Track, &secret)], see_other("/track")).into_response())
}

/// Forget the secret.
pub(crate) async fn leave(State(state): State<WebState>) -> Answer {
    Ok(([cookie::take(&state, Kind::Track)], see_other("/track")).into_response())
}

/// Perform a verb as whoever opened the page.
pub(crate) async fn act(
    State(state): State<WebState>,
    Path((group, name)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    let found = opened(&state, &headers).await?;
    let mut form = Form::read(request).await?;
    if !same(form.fields.get("form_token"), &track_token(&found.2)) {
        form.refuse();
        return Err(Problem::Foreign);
    }
    let verb = find_verb(&group, &name).ok_or(Problem::App(app::Error::NotThere))?;
    let done = match form.has_files() {
        false => super::perform(&found.0, &found.1, verb, &form.fields, None, &[]).await,
        true => match bring(&found.0, &found.1, verb, &mut form).await? {
            Err(error) => Err(error),
            Ok(files) => {
                // They took a while, and meanwhile the secret may have lost its door.
                let (ctx, id, _) = opened(&state, &headers).await?;
                perform_with(&ctx, &id, verb, (&form.fields, None), files).await
            }
        },
    };
    form.refuse();
    match done {
        Ok(_) => Ok(see_other(&format!("/track?done={group}-{name}"))),
        Err(error) => {
            let Some((says, rule)) = refuse::says(&error) else { return Err(error.into()) };
            let refused = Refused { group, verb: name, fields: form.fields, says, rule };
            shown(&state, &found, (refuse::status_of(&error), None), Some(&refused)).await
        }
    }
}

/// A file that they may read.
pub(crate) async fn fetch(
    State(state): State<WebState>,
    Path(attachment): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (ctx, id, _) = opened(&state, &headers).await?;
    Ok(download(app::attachment::fetch(&ctx, &id, &attachment, false).await?))
}

fn view(
    state: &WebState,
    ctx: &Ctx,
    shown: &Shown,
    secret: &Secret,
    notice: Option<String>,
    refused: Option<&Refused>,
) -> TrackPage {
    let (case, policy, now) = (&shown.case, ctx.policy(), ctx.now);
    let (token, key) = (track_token(secret), state.fresh());
    let desk = || Desk { policy, base: "/track", token: &token, version: None, key: &key, refused };
    let offers = |group: &str, name: &str| offers(shown, group, name);
    let form = |group, name| {
        let verb = find_verb(group, name).filter(|_| offers(group, name));
        verb.map(|verb| desk().form(verb, &Known::default()))
    };
    let shared = shown.shared.as_ref();
    let joined = case.joined.as_ref().map(|joined| joined.party.clone());
    let looks = Looks {
        desk: desk(),
        side: joined.map_or(Side::Reporter, Side::Party),
        consent: shared.map_or(&case.consent, |shared| &shared.consent),
        missing: &|proposal| if shared.is_none() { needed(case, policy, proposal) } else { vec![] },
        offers: &offers,
        now,
    };
    let their = shared.map_or(&case.embargo, |shared| &shared.embargo);
    let terms = looks.at(their);
    let own = Case { embargo: their.clone(), ..case.clone() };
    let stray = refused.filter(|refused| !offers(&refused.group, &refused.verb));
    let shelf = Shelf { files: &case.attachments, base: "/track", team: false };
    TrackPage {
        layout: Layout::public(state, &say("track-title").text(), "track"),
        notice,
        id: case.id.to_string(),
        title: visible(case.title()),
        phase: phase(shown),
        steps: steps(shown),
        received: When::new(case.received_at, now, policy),
        sha256: case.received.to_string(),
        accepted_rules: words::accepted_rules(case),
        clocks: clocks(case, policy, now),
        escalation: escalation(policy),
        sanctions: told(case, &desk(), &offers, now),
        terms,
        joined: shared
            .map(|shared| (When::new(shared.known_since, now, policy), phase_of(shared.phase))),
        trouble: stray.map(|refused| refused.says.clone()).unwrap_or_default(),
        typed: stray
            .map(|refused| visible(refused.fields.get("body")))
            .filter(|text| !text.is_empty()),
        allege: form("world", "allege"),
        known: known(case, policy, now),
        embargo: embargo(&own, policy, now, by),
        messages: messages(&shown.messages, &shelf, policy, now, by),
        files: shelf.of(1),
        decision: decision(shown, policy),
        published: match shared {
            Some(shared) => shared.advisory.clone(),
            None => case.published.as_ref().map(|published| published.id.clone()),
        },
        answer: form("case", "answer"),
        contact: form("case", "contact"),
        reached: Reached::of(case, policy, now),
        withdraw: form("case", "withdraw"),
        tried: form("case", "tried"),
        reopen: form("case", "reopen"),
    }
}

/// Where another case stands, for who is joined to it.
fn phase_of(phase: domain::case::Phase) -> String {
    say(format!("phase-{}", phase.word())).text()
}

/// What is offered; a joined reporter negotiates the terms of the case they were joined to.
fn offers(shown: &Shown, group: &str, name: &str) -> bool {
    let Some(shared) = &shown.shared else { return shown.offers(group, name) };
    let binds = shared.embargo.state.binds();
    match (group, name) {
        ("embargo", "accept" | "propose") | ("participant", "decline" | "leave") => binds,
        ("embargo", "retract") => binds && !shared.embargo.proposals.is_empty(),
        ("embargo", _) => false,
        _ => shown.offers(group, name),
    }
}

/// The team speaks with one voice to those outside it.
fn by(by: &By) -> String {
    match by {
        By::Reporter => say("by-you"),
        By::Person(_) => say("by-team"),
        By::System => say("by-itself"),
        By::Participant(_) => say("by-another"),
    }
    .text()
}
