//! Due instants: set once, from the calendar of the policy then in force, and never moved (I14).

use super::case::Seen;
use super::{Finding, hold};
use crate::World;
use domain::case::{Dues, Event, Fact};
use domain::policy::{Policy, Starts};
use std::sync::OnceLock;

fn dues(fact: &Fact) -> Option<(&Dues, Starts)> {
    match fact {
        Fact::Submitted { due, .. } => Some((due, Starts::Receipt)),
        Fact::MessageSent { due, .. } | Fact::InfoAsked { due, .. } => Some((due, Starts::Reply)),
        _ => None,
    }
}

/// The policies that a world may have had.
fn policies() -> &'static [Policy; 2] {
    static POLICIES: OnceLock<[Policy; 2]> = OnceLock::new();
    POLICIES.get_or_init(|| [crate::policy(), crate::policy_with_more_holidays()])
}

/// No due instant that was once seen has moved, and a new one is what its policy says.
pub(super) fn never_move(world: &World, seen: &mut Seen, events: &[Event]) -> Result<(), Finding> {
    for event in events {
        let Some((due, starts)) = dues(&event.fact) else { continue };
        for (clock, due) in due {
            let key = (event.seq, clock.clone());
            match seen.due.get(&key) {
                Some(before) => hold(*before == due.at, "I14", || {
                    format!("the clock {clock} of event {} moved to {}", event.seq, due.at)
                })?,
                None => {
                    as_promised(world, event, starts, (clock, due.at))?;
                    seen.due.insert(key, due.at);
                }
            }
        }
    }
    Ok(())
}

fn as_promised(
    world: &World,
    event: &Event,
    starts: Starts,
    (clock, at): (&str, jiff::Timestamp),
) -> Result<(), Finding> {
    if clock == domain::case::NEEDS_INFO {
        // The wait for an answer: always the default of the pack.
        return Ok(());
    }
    let known = policies().iter().find(|policy| policy.digest == event.policy);
    let policy = known.unwrap_or(&world.app.policy);
    let promised = policy
        .clock(clock)
        .filter(|promise| promise.starts == starts)
        .and_then(|promise| policy.calendar.due(event.at, &promise.limit).ok());
    hold(promised == Some(at), "I14", || {
        format!("the clock {clock} of event {} is due {at}, promised was {promised:?}", event.seq)
    })
}
