//! What events make of participants and their consents.

use super::{Consent, ConsentState, Party, PartyRef};
use crate::case::{By, Case, Event, Fact};
use crate::words::Digest;

/// One event more.
pub(crate) fn apply(case: &mut Case, event: &Event) {
    let text = |key: &str| {
        let content = event.content.as_ref()?;
        Some(content.get(key).to_owned()).filter(|text| !text.is_empty())
    };
    match &event.fact {
        Fact::Invited { party, role, secret, channel } => {
            let new = Party {
                kind: *role,
                consent: Consent { state: ConsentState::Invited, terms: None },
                invited_at: event.at,
                secret: *secret,
                channel: channel.clone(),
                name: text("name"),
                address: text("address"),
                removed_at: None,
            };
            case.parties.insert(party.clone(), new);
        }
        Fact::TermsAccepted { party, terms } => {
            set(case, &PartyRef::Party(party.clone()), ConsentState::Signatory, Some(*terms));
        }
        Fact::TermsDeclined { party } => {
            set(case, &PartyRef::Party(party.clone()), ConsentState::Declined, None);
        }
        Fact::PartyLeft { party } => {
            set(case, &PartyRef::Party(party.clone()), ConsentState::Left, None);
        }
        Fact::PartyRemoved { party } => {
            if let Some(party) = case.parties.get_mut(party) {
                party.removed_at.get_or_insert(event.at);
            }
        }
        // Before this event was folded, the proposal was still on the table.
        Fact::EmbargoProposed { .. } if case.consent.state == ConsentState::None => {
            case.consent.state = ConsentState::Invited;
        }
        Fact::EmbargoEnded { .. } | Fact::EmbargoExpired { .. } => reset(case),
        _ => {}
    }
}

/// Other terms hold now: who said yes to them is bound by them, everybody else's consent lapses.
pub(crate) fn new_terms(case: &mut Case, terms: Digest, agreed: &[By]) {
    let agreed = |who: &PartyRef| {
        agreed.iter().any(|by| match (by, who) {
            (By::Reporter, PartyRef::Reporter) => true,
            (By::Participant(by), PartyRef::Party(who)) => by == who,
            _ => false,
        })
    };
    let everybody: Vec<PartyRef> = std::iter::once(PartyRef::Reporter)
        .chain(case.parties.keys().cloned().map(PartyRef::Party))
        .collect();
    for who in everybody {
        let Some(consent) = consent_mut(case, &who) else { continue };
        if consent.state == ConsentState::Left {
            // Who left is bound by nothing new.
        } else if agreed(&who) {
            *consent = Consent { state: ConsentState::Signatory, terms: Some(terms) };
        } else if consent.state == ConsentState::Signatory && consent.terms != Some(terms) {
            consent.state = ConsentState::Lapsed;
        }
    }
}

/// The terms became shorter by a rule: whoever agreed to the longer silence agreed to this one.
pub(crate) fn rebind(case: &mut Case, terms: Digest) {
    let others = case.parties.values_mut().map(|party| &mut party.consent);
    for consent in std::iter::once(&mut case.consent).chain(others) {
        if consent.state == ConsentState::Signatory {
            consent.terms = Some(terms);
        }
    }
}

/// Nobody is bound any more.
fn reset(case: &mut Case) {
    let others = case.parties.values_mut().map(|party| &mut party.consent);
    for consent in std::iter::once(&mut case.consent).chain(others) {
        if consent.state != ConsentState::Left {
            consent.state = ConsentState::None;
        }
    }
}

fn consent_mut<'a>(case: &'a mut Case, who: &PartyRef) -> Option<&'a mut Consent> {
    match who {
        PartyRef::Reporter => Some(&mut case.consent),
        PartyRef::Party(id) => case.parties.get_mut(id).map(|party| &mut party.consent),
    }
}

fn set(case: &mut Case, who: &PartyRef, state: ConsentState, terms: Option<Digest>) {
    if let Some(consent) = consent_mut(case, who) {
        consent.state = state;
        consent.terms = terms.or(consent.terms);
    }
}
