//! Clocks of a case. A due instant is computed once, from the calendar of the policy in force, and
//! written into the event that starts the clock: no later change of the calendar moves it (I14).

use super::event::{By, Due, Dues, Event};
use super::fact::Fact;
use super::state::Case;
use crate::policy::{Policy, Starts, Stops};
use jiff::Timestamp;

/// The clocks that this start sets going.
pub fn start_clocks(policy: &Policy, starts: Starts, at: Timestamp) -> Dues {
    policy
        .clocks
        .iter()
        .filter(|clock| clock.starts == starts)
        .filter_map(|clock| {
            let due = policy.calendar.due(at, &clock.limit).ok()?;
            Some((clock.id.clone(), Due { at: due, stops: clock.stops, right: clock.right }))
        })
        .collect()
}

/// The clocks that a person's message to the reporter sets going again.
pub fn restart(policy: &Policy, at: Timestamp) -> Dues {
    start_clocks(policy, Starts::Reply, at)
}

/// What this fact meets, if anything. Only a human, non-automatic message is a reply (a.5).
pub fn stop(fact: &Fact, by: &By) -> Option<Stops> {
    let human = matches!(by, By::Person(_));
    match fact {
        Fact::MessageSent { to: super::Audience::Reporter, automatic: false, .. } if human => {
            Some(Stops::Reply)
        }
        Fact::InfoAsked { .. } if human => Some(Stops::Reply),
        Fact::Validated { .. } | Fact::Invalidated { .. } | Fact::Duplicated { .. } => {
            Some(Stops::Decision)
        }
        Fact::AdvisoryPublished { .. } => Some(Stops::Publication),
        _ => None,
    }
}

/// Mark the open clocks that this event meets, except those it has just set going.
/// An end of the case meets all of them.
pub(super) fn meet(case: &mut Case, event: &Event) {
    let over = matches!(event.fact, Fact::Closed { .. } | Fact::Withdrawn);
    let stops = stop(&event.fact, &event.by);
    if stops.is_none() && !over {
        return;
    }
    let fresh = match &event.fact {
        Fact::MessageSent { due, .. } | Fact::InfoAsked { due, .. } => due,
        _ => &Dues::new(),
    };
    for (id, clock) in &mut case.clocks {
        let met = over || stops == Some(clock.due.stops);
        if met && clock.met_at.is_none() && !fresh.contains_key(id) {
            clock.met_at = Some(event.at);
        }
    }
}

/// The open clock that binds the team and is due first.
pub fn first_due(case: &Case) -> Option<(&str, Timestamp)> {
    case.clocks
        .iter()
        .filter(|(_, clock)| clock.met_at.is_none() && !clock.due.right)
        .map(|(id, clock)| (id.as_str(), clock.due.at))
        .min_by_key(|(_, due)| *due)
}
