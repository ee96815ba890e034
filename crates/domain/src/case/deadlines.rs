//! Clocks of a case. A due instant is computed once, from the calendar of the policy in force, and
//! written into the event that starts the clock: no later change of the calendar moves it (I14).

use super::event::{By, Due, Dues, Event, Pause};
use super::fact::Fact;
use super::report::ReportState;
use super::state::{Case, ClockState};
use crate::policy::{Clock, Left, Limit, PauseReason, Policy, Schedule, Starts, Stops};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The clock of a wait for the reporter; no clock of a pack has this name.
pub const NEEDS_INFO: &str = "needs-info";

/// The clocks that this start sets going.
pub fn start_clocks(policy: &Policy, starts: Starts, at: Timestamp) -> Dues {
    let started = policy.clocks.iter().filter(|clock| clock.starts == starts);
    let due = |clock: &Clock| {
        let Schedule { due_at, steps, .. } = clock.schedule(&policy.calendar, at).ok()?;
        let due = Due { at: due_at, stops: clock.stops, right: clock.right, steps };
        Some((clock.id.clone(), due))
    };
    started.filter_map(due).collect()
}

/// The clocks that a person's message to the reporter sets going again.
pub fn restart(policy: &Policy, at: Timestamp) -> Dues {
    start_clocks(policy, Starts::Reply, at)
}

/// The wait for an answer: reminders on the way, and the end of the wait.
pub fn wait_for_answer(policy: &Policy, at: Timestamp) -> Option<(String, Due)> {
    let (calendar, wait) = (&policy.calendar, &policy.needs_info);
    let after = |days: u32| calendar.due(at, &Limit::days(days)).ok();
    let steps = wait.remind_days.iter().enumerate().filter_map(|(n, days)| {
        let step = format!("remind-{}", n + 1);
        after(*days).map(|at| (step, at))
    });
    let due = Due {
        at: after(wait.close_days)?,
        stops: Stops::Supply,
        right: false,
        steps: steps.collect(),
    };
    Some((NEEDS_INFO.to_owned(), due))
}

/// The clocks that stand still while the reporter is asked, with what is left of each. What is due
/// already is late, and stays so.
pub fn pause(case: &Case, policy: &Policy, now: Timestamp) -> BTreeMap<String, Pause> {
    let because = PauseReason::WaitingReporter;
    let waits = |(id, clock): (&String, &ClockState)| {
        let known = policy.clock(id).filter(|clock| clock.paused_by.contains(&because))?;
        if !clock.runs() || clock.due.at <= now || clock.due.stops != Stops::Decision {
            return None;
        }
        let left = |until: Timestamp, unit| policy.calendar.left(now, until, unit).ok();
        let mut steps = BTreeMap::new();
        for (step, at) in clock.due.steps.iter().filter(|(_, at)| **at > now) {
            let unit = known.escalation(step).map_or(known.limit.unit, |step| step.after.unit);
            steps.insert(step.clone(), left(*at, unit)?);
        }
        let left = left(clock.due.at, known.limit.unit)?;
        Some((id.clone(), Pause { because, left, steps }))
    };
    case.clocks.iter().filter_map(waits).collect()
}

/// The clocks that go on now, with what was left of them.
pub fn resume(case: &Case, policy: &Policy, now: Timestamp) -> Dues {
    let goes_on = |(id, clock): (&String, &ClockState)| {
        let pause = clock.paused.as_ref().filter(|_| clock.met_at.is_none())?;
        // A calendar that is closed for good cannot hold a clock up for ever: it is due at once.
        let again = |left: &Left| policy.calendar.resume(now, left).unwrap_or(now);
        let steps = pause.steps.iter().map(|(step, left)| (step.clone(), again(left)));
        let due = Due { at: again(&pause.left), steps: steps.collect(), ..clock.due.clone() };
        Some((id.clone(), due))
    };
    case.clocks.iter().filter_map(goes_on).collect()
}

/// What this fact meets, if anything. Only a human, non-automatic message is a reply (a.5).
pub fn stop(fact: &Fact, by: &By) -> Option<Stops> {
    let human = matches!(by, By::Person(_));
    match fact {
        Fact::MessageSent { to: super::Audience::Reporter, automatic: false, .. } if human => {
            Some(Stops::Reply)
        }
        Fact::InfoAsked { .. } if human => Some(Stops::Reply),
        Fact::ReporterWrote { supplied: true, .. } => Some(Stops::Supply),
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
    let over = matches!(event.fact, Fact::Closed { .. } | Fact::Withdrawn) && case.report.is_over();
    let stops = stop(&event.fact, &event.by);
    // Whatever ends the wait for an answer ends its clock.
    let waits = case.report == ReportState::NeedsInfo;
    let fresh = |id: &String| event.fact.dues().is_some_and(|dues| dues.contains_key(id));
    for (id, clock) in &mut case.clocks {
        let supply = clock.due.stops == Stops::Supply;
        let met = over || stops == Some(clock.due.stops) || (supply && !waits);
        if met && clock.met_at.is_none() && !fresh(id) {
            clock.met_at = Some(event.at);
        }
    }
}

/// The open clock that binds the team and is due first.
pub fn first_due(case: &Case) -> Option<(&str, Timestamp)> {
    case.clocks
        .iter()
        .filter(|(_, clock)| clock.runs() && !clock.due.right && clock.due.stops != Stops::Supply)
        .map(|(id, clock)| (id.as_str(), clock.due.at))
        .min_by_key(|(_, due)| *due)
}
