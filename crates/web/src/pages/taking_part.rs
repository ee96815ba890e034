//! The page of a participant: the terms, who has to answer what, their own channel, and nothing of
//! anybody else's. Opened by the secret of their invitation.

use crate::answer::{Answer, page};
use crate::layout::Layout;
use crate::session::track_token;
use crate::state::WebState;
use crate::views::embargo::{EmbargoView, embargo};
use crate::views::files::Shelf;
use crate::views::forms::{Desk, FormView, Known, Refused};
use crate::views::messages::{MessageView, messages};
use crate::views::negotiation::{Looks, Negotiation};
use crate::when::When;
use app::case::Shown;
use app::{Ctx, find_verb};
use askama::Template;
use axum::http::StatusCode;
use domain::case::By;
use domain::embargo::{EmbargoState, Side};
use domain::party::{ConsentState, PartyRef, may_get};
use domain::words::{PartyId, Secret, visible};
use domain::world::WorldKind;

#[derive(Template)]
#[template(path = "taking_part.html")]
struct TakingPartPage {
    layout: Layout,
    notice: Option<&'static str>,
    trouble: Vec<String>,
    typed: Option<String>,
    kind: &'static str,
    lead: String,
    embargo: EmbargoView,
    terms: Negotiation,
    messages: Vec<MessageView>,
    answer: Option<FormView>,
    known: Vec<(&'static str, When)>,
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
    (status, notice): (StatusCode, Option<&'static str>),
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
    let known = WorldKind::ALL.iter().filter_map(|(_, what)| {
        let at = case.world.fact(*what).confirmed_at?;
        Some((what.says(), When::new(at, now, policy)))
    });
    let shelf = Shelf { files: &case.attachments, base: "/track", team: false };
    let body = TakingPartPage {
        layout: Layout::public(state, "An embargo", "track"),
        notice,
        trouble: stray.map(|refused| refused.says.clone()).unwrap_or_default(),
        typed: stray
            .map(|refused| visible(refused.fields.get("body")))
            .filter(|text| !text.is_empty()),
        kind: me.kind.word(),
        lead: lead(shown, opener.party),
        embargo: embargo(case, policy, now, by),
        terms: looks.at(&case.embargo),
        messages: messages(&shown.messages, &shelf, policy, now, by),
        answer: form("participant", "answer"),
        known: known.collect(),
        allege: form("world", "allege"),
    };
    page(status, &body)
}

fn by(by: &By) -> String {
    match by {
        By::Participant(_) => "You",
        By::Reporter | By::Person(_) => "The security team",
        By::System => "Automatic",
    }
    .to_owned()
}

/// Where they stand, in a sentence or two.
fn lead(shown: &Shown, party: &PartyId) -> String {
    let case = &shown.case;
    let consent = case.parties.get(party).map(|party| party.consent.state);
    if let Some(published) = &case.published {
        return format!("The advisory {} is public. Thank you for your part in it.", published.id);
    }
    if case.embargo.state == EmbargoState::Exited {
        return "The embargo is over and binds nobody any more. That is not publication: the \
                project decides when it publishes."
            .to_owned();
    }
    match consent {
        Some(ConsentState::Left) => "You left this case. Nothing new reaches you.".to_owned(),
        Some(ConsentState::Lapsed) => {
            "The terms have changed since you agreed. What you have read \
             stays with you; anything new comes once you agree again."
                .to_owned()
        }
        _ if may_get(case, &PartyRef::Party(party.clone())).is_ok() => {
            "You agreed to the terms. What the team tells you appears in your channel.".to_owned()
        }
        _ => "Read the terms first. What the case is about reaches you once you agree to them."
            .to_owned(),
    }
}
