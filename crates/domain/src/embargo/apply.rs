//! What events make of an embargo.

use super::{EmbargoState, EndReason, Terms};
use crate::case::{By, Case, Embargo, EndProposal, Event, Exit, Fact, Proposal, Side};
use crate::party;
use crate::words::Digest;
use jiff::Timestamp;

/// One event more.
pub(crate) fn apply(case: &mut Case, event: &Event) {
    match &event.fact {
        Fact::EmbargoProposed { terms } => propose(&mut case.embargo, event, terms),
        Fact::EmbargoConsented { terms } => {
            if let Some(proposal) = case.embargo.proposal_mut(*terms) {
                proposal.agreed.push(event.by.clone());
            }
        }
        Fact::EmbargoAccepted { terms } => accept(case, event, *terms),
        Fact::EmbargoRejected { terms } | Fact::EmbargoProposalWithdrawn { terms } => {
            case.embargo.proposals.retain(|proposal| proposal.terms.digest() != *terms);
            settle(&mut case.embargo);
        }
        Fact::EmbargoMerged { terms } => {
            let digest = terms.digest();
            case.embargo.proposals.clear();
            case.embargo.end = None;
            case.embargo.terms = Some(terms.clone());
            settle(&mut case.embargo);
            party::rebind(case, digest);
        }
        Fact::PartyLeft { party } | Fact::PartyRemoved { party } => {
            gone(&mut case.embargo, &By::Participant(party.clone()));
        }
        Fact::Withdrawn => gone(&mut case.embargo, &By::Reporter),
        Fact::EmbargoInherited { terms, signed } => {
            case.embargo.terms = Some(terms.clone());
            case.embargo.state = EmbargoState::Active;
            let parties: Vec<By> = case.parties.keys().cloned().map(By::Participant).collect();
            party::new_terms(case, terms.digest(), if *signed { &parties } else { &[] });
        }
        Fact::EmbargoEndProposed { reason } => {
            if let By::Person(by) = &event.by {
                let because = event.content.as_ref().map(|content| content.get("because"));
                let because = because.unwrap_or_default().to_owned();
                let end = EndProposal { by: by.clone(), reason: *reason, because };
                case.embargo.end = Some(end);
            }
        }
        Fact::EmbargoEnded { reason, .. } => {
            exit(&mut case.embargo, event, Some(*reason), event.at);
        }
        Fact::EmbargoExpired { effective_at } => {
            exit(&mut case.embargo, event, None, *effective_at);
        }
        _ => {}
    }
}

/// Each side has at most one wish on the table; another one of the same side takes its place.
fn propose(embargo: &mut Embargo, event: &Event, terms: &Terms) {
    let side = Side::of(&event.by);
    embargo.proposals.retain(|proposal| Side::of(&proposal.by) != side);
    let agreed = vec![event.by.clone()];
    let proposal = Proposal { terms: terms.clone(), by: event.by.clone(), agreed };
    embargo.proposals.push(proposal);
    embargo.state = match embargo.state {
        EmbargoState::Active | EmbargoState::Revise => EmbargoState::Revise,
        _ => EmbargoState::Proposed,
    };
}

fn accept(case: &mut Case, event: &Event, digest: Digest) {
    let embargo = &mut case.embargo;
    let at = embargo.proposals.iter().position(|proposal| proposal.terms.digest() == digest);
    // Journals from before several wishes could lie on the table name the last one anyway.
    let Some(at) = at.or_else(|| embargo.proposals.len().checked_sub(1)) else { return };
    let chosen = embargo.proposals.remove(at);
    let first = embargo.terms.is_none();
    if let Some(before) = embargo.terms.replace(chosen.terms.clone()) {
        embargo.past.push(before);
    }
    if first {
        // Later ends that somebody wished for are kept in sight.
        let later = embargo.proposals.iter().map(|proposal| proposal.terms.clone());
        embargo.later = later.filter(|terms| terms.ends_at > chosen.terms.ends_at).collect();
    } else {
        embargo.later.retain(|terms| terms.ends_at > chosen.terms.ends_at);
    }
    // Whoever wished for the longer silence agreed to the shorter one.
    let mut agreed = chosen.agreed;
    agreed.push(event.by.clone());
    if first {
        agreed.extend(embargo.proposals.iter().map(|proposal| proposal.by.clone()));
    }
    embargo.proposals.clear();
    // The wish was for the end of other terms.
    embargo.end = None;
    embargo.state = EmbargoState::Active;
    party::new_terms(case, chosen.terms.digest(), &agreed);
}

/// Who leaves takes their wishes and their agreement along.
fn gone(embargo: &mut Embargo, who: &By) {
    embargo.proposals.retain(|proposal| proposal.by != *who);
    for proposal in &mut embargo.proposals {
        proposal.agreed.retain(|by| by != who);
    }
    settle(embargo);
}

/// Nothing is on the table any more, perhaps.
fn settle(embargo: &mut Embargo) {
    embargo.state = match (embargo.state, embargo.proposals.is_empty()) {
        (EmbargoState::Proposed, true) => EmbargoState::None,
        (EmbargoState::Revise, true) => EmbargoState::Active,
        (state, _) => state,
    };
}

fn exit(embargo: &mut Embargo, event: &Event, reason: Option<EndReason>, effective_at: Timestamp) {
    embargo.state = EmbargoState::Exited;
    embargo.proposals.clear();
    embargo.later.clear();
    embargo.end = None;
    embargo.exit = Some(Exit { reason, effective_at, observed_at: event.at });
}
