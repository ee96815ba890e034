//! The page of a participant: the terms, who has to answer what, their own channel, and nothing of
//! anybody else's. Opened by the secret of their invitation.

use crate::answer::{Answer, page};
use crate::layout::Layout;
use crate::say;
use crate::session::track_token;
use crate::state::WebState;
use crate::views::embargo::{EmbargoView, embargo};
use crate::views::files::Shelf;
use crate::views::forms::{Desk, FormView, Known, Refused};
use crate::views::messages::{MessageView, messages};
use crate::views::negotiation::{Looks, Negotiation};
use crate::views::progress::known;
use crate::when::When;
use app::case::Shown;
use app::{Ctx, find_verb};
use askama::Template;
use axum::http::StatusCode;
use domain::case::By;
use domain::embargo::{EmbargoState, Side};
use domain::party::{ConsentState, PartyRef, may_get};
use domain::words::{PartyId, Secret, visible};

#[derive(Template)]
#[template(path = "taking_part.html")]
struct TakingPartPage {
    layout: Layout,
    notice: Option<String>,
    trouble: Vec<String>,
    typed: Option<String>,
    /// As what they are invited.
    kind: String,
    lead: String,
    embargo: EmbargoView,
    terms: Negotiation,
    messages: Vec<MessageView>,
    answer: Option<FormView>,
    known: Vec<(String, When)>,
    allege: Option<FormView>,
}

/// Who opened the page.
pub(super) struct Opener<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) secret: &'a Secret,
    pub(super) party: &'a PartyId,
}

/// The page of this participant.
pub(super) fn view(
    state: &WebState,
    opener: &Opener<'_>,
    shown: &Shown,
    (status, notice): (StatusCode, Option<String>),
    refused: Option<&Refused>,
) -> Answer {
    let (case, policy, now) = (&shown.case, opener.ctx.policy(), opener.ctx.now);
    let (token, key) = (track_token(opener.secret), state.fresh());
    let desk = || Desk { policy, base: "/track", token: &token, version: None, key: &key, refused };
    let gone = app::Error::NotThere;
    let me = case.parties.get(opener.party).ok_or(gone)?;
    let offers = |group: &str, name: &str| shown.offers(group, name);
    let looks = Looks {
        desk: desk(),
        side: Side::Party(opener.party.clone()),
        consent: &me.consent,
        missing: &|_| Vec::new(),
        offers: &offers,
        now,
    };
    let form = |group, name| {
        let verb = find_verb(group, name).filter(|_| shown.offers(group, name));
        verb.map(|verb| desk().form(verb, &Known::default()))
    };
    let stray = refused.filter(|refused| !shown.offers(&refused.group, &refused.verb));
    let shelf = Shelf { files: &case.attachments, base: "/track", team: false };
    let body = TakingPartPage {
        layout: Layout::public(state, &say("part-title").text(), "track"),
        notice,
        trouble: stray.map(|refused| refused.says.clone()).unwrap_or_default(),
        typed: stray
            .map(|refused| visible(refused.fields.get("body")))
            .filter(|text| !text.is_empty()),
        kind: say(format!("part-as-{}", me.kind.word())).text(),
        lead: lead(shown, opener.party),
        embargo: embargo(case, policy, now, by),
        terms: looks.at(&case.embargo),
        messages: messages(&shown.messages, &shelf, policy, now, by),
        answer: form("participant", "answer"),
        known: known(case, policy, now),
        allege: form("world", "allege"),
    };
    page(status, &body)
}

fn by(by: &By) -> String {
    match by {
        By::Participant(_) => say("by-you"),
        By::Reporter | By::Person(_) => say("by-team"),
        By::System => say("by-itself"),
    }
    .text()
}

/// Where they stand, in a sentence or two.
fn lead(shown: &Shown, party: &PartyId) -> String {
    let case = &shown.case;
    let consent = case.parties.get(party).map(|party| party.consent.state);
    if let Some(published) = &case.published {
        return say("part-published").with("id", &published.id).text();
    }
    if case.embargo.state == EmbargoState::Exited {
        return say("part-over").text();
    }
    let phrase = match consent {
        Some(ConsentState::Left) => say("part-left"),
        Some(ConsentState::Lapsed) => say("part-lapsed"),
        _ if may_get(case, &PartyRef::Party(party.clone())).is_ok() => say("part-agreed"),
        _ => say("part-read-first"),
    };
    phrase.text()
}
