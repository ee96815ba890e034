//! What events make of world facts.

use super::{Allegation, AttackDecision, Hold, WorldFact, WorldKind, WorldState};
use crate::case::{By, Case, Event, Fact};
use jiff::Timestamp;

/// One event more; the embargo of the case was folded before.
pub(crate) fn apply(case: &mut Case, event: &Event) {
    match &event.fact {
        Fact::WorldAlleged { what, capture } => {
            let source = event.content.as_ref().map(|content| content.get("source").to_owned());
            let fact = case.world.fact_mut(*what);
            if fact.state == WorldState::Unknown {
                *fact = WorldFact { state: WorldState::Alleged, ..WorldFact::default() };
            }
            fact.alleged.push(Allegation {
                seq: event.seq,
                by: event.by.clone(),
                at: event.at,
                source,
                capture: *capture,
            });
        }
        Fact::WorldAgreed { what, breach } => {
            let fact = case.world.fact_mut(*what);
            if breach.is_some() && fact.breach != *breach {
                // Another statement than the one that was agreed to so far.
                fact.agreed.clear();
                fact.breach.clone_from(breach);
            }
            agree(fact, &event.by);
        }
        Fact::WorldConfirmed { what, decide_by, breach } => {
            confirmed(case, *what, &event.by, event.at);
            case.world.breaches.extend(breach.clone());
            if let Some(due_at) = *decide_by {
                let opened_at = event.at;
                case.world.attack = Some(AttackDecision { opened_at, due_at, asked: None });
            }
        }
        Fact::WorldDismissed { what } => *case.world.fact_mut(*what) = WorldFact::default(),
        Fact::AttackHoldAsked { until } => {
            if let (Some(attack), By::Person(by)) = (&mut case.world.attack, &event.by) {
                attack.asked = Some(Hold { by: by.clone(), until: *until });
            }
        }
        Fact::AttackHeld { until } => {
            if let Some(attack) = &mut case.world.attack {
                (attack.due_at, attack.asked) = (*until, None);
            }
        }
        Fact::EmbargoEnded { .. } | Fact::EmbargoExpired { .. } => case.world.attack = None,
        // Our own advisory makes the matter public.
        Fact::AdvisoryPublished { .. } => confirmed(case, WorldKind::Public, &event.by, event.at),
        _ => {}
    }
}

fn agree(fact: &mut WorldFact, by: &By) {
    if let By::Person(account) = by {
        fact.agreed.insert(account.clone());
    }
}

fn confirmed(case: &mut Case, what: WorldKind, by: &By, at: Timestamp) {
    let fact = case.world.fact_mut(what);
    agree(fact, by);
    fact.state = WorldState::Confirmed;
    fact.confirmed_at.get_or_insert(at);
}
