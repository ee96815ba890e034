//! The measures of one case, from its events alone: the same journal gives the same measures for
//! ever. A clock that was started again keeps its earlier starts, so that no breach is lost (a.2).

use super::definition::{CLOCK, DISCLOSURE, FIRST_RESPONSE, FIX, TRIAGE};
use crate::case::{Case, Due, Event, Fact, ReportState, apply, fold, stop};
use crate::policy::Stops;
use crate::words::CaseId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One span of a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Measure {
    /// The definition's id, and for a clock which one.
    pub name: String,
    /// Which time the case was opened, from 1.
    pub episode: u32,
    /// Which of this name in the episode, from 1.
    pub nth: u32,
    /// When the episode began: a period is chosen by it.
    pub received_at: Timestamp,
    /// From when.
    pub started_at: Timestamp,
    /// Until when; `None` while it goes on.
    pub ended_at: Option<Timestamp>,
    /// When it was due, where something was promised.
    pub due_at: Option<Timestamp>,
}

/// Every measure of this case, by name, episode and number.
pub fn measure(id: &CaseId, events: &[Event]) -> Vec<Measure> {
    let Some((first, rest)) = events.split_first() else { return Vec::new() };
    let Ok(mut case) = fold(id, std::slice::from_ref(first)) else { return Vec::new() };
    let mut walk = Walk::default();
    walk.event(&case, first);
    for event in rest {
        if apply(&mut case, event).is_err() {
            break;
        }
        walk.event(&case, event);
    }
    walk.into_list()
}

#[derive(Default)]
struct Walk {
    episode: u32,
    received_at: Timestamp,
    open: BTreeMap<String, Measure>,
    done: Vec<Measure>,
    /// Clocks that stand still, and go on with another due instant.
    paused: BTreeSet<String>,
    counts: BTreeMap<String, u32>,
}

impl Walk {
    /// One event, and the case after it.
    fn event(&mut self, case: &Case, event: &Event) {
        if begins(&event.fact) {
            self.begin(event.at);
        }
        match stop(&event.fact, &event.by) {
            Some(Stops::Reply) => self.end(FIRST_RESPONSE, event.at),
            Some(Stops::Decision) => self.end(TRIAGE, event.at),
            Some(Stops::Publication) => self.end(DISCLOSURE, event.at),
            Some(Stops::Never | Stops::Supply) | None => {}
        }
        if matches!(event.fact, Fact::Validated { .. }) && !self.counts.contains_key(FIX) {
            self.start(FIX, event.at, None);
        }
        self.fixes(case, event.at);
        for (clock, due) in event
            .fact
            .dues()
            .into_iter()
            .flatten()
            .filter(|(_, due)| !due.right && due.stops != Stops::Supply)
        {
            self.clock(clock, due, event.at);
        }
        if let Fact::InfoAsked { paused, .. } = &event.fact {
            self.paused.extend(paused.keys().cloned());
        }
        for (clock, state) in &case.clocks {
            if let Some(met_at) = state.met_at {
                self.end(&format!("{CLOCK}/{clock}"), met_at);
            }
        }
        if case.report == ReportState::Closed {
            self.over();
        }
    }

    fn begin(&mut self, at: Timestamp) {
        self.over();
        self.episode += 1;
        self.received_at = at;
        self.counts.clear();
        self.paused.clear();
        for name in [FIRST_RESPONSE, TRIAGE, DISCLOSURE] {
            self.start(name, at, None);
        }
    }

    fn start(&mut self, name: &str, at: Timestamp, due_at: Option<Timestamp>) {
        let nth = self.counts.entry(name.to_owned()).or_default();
        *nth += 1;
        let measure = Measure {
            name: name.to_owned(),
            episode: self.episode,
            nth: *nth,
            received_at: self.received_at,
            started_at: at,
            ended_at: None,
            due_at,
        };
        self.open.insert(name.to_owned(), measure);
    }

    fn end(&mut self, name: &str, at: Timestamp) {
        if let Some(measure) = self.open.remove(name) {
            self.done.push(Measure { ended_at: Some(at), ..measure });
        }
    }

    /// Fixes may be found wanting again, until the advisory is out.
    fn fixes(&mut self, case: &Case, at: Timestamp) {
        let ready = case.fixes_ready();
        if let Some(fix) = self.open.get_mut(FIX) {
            fix.ended_at = if ready { fix.ended_at.or(Some(at)) } else { None };
            if case.published.is_some() && ready {
                self.done.extend(self.open.remove(FIX));
            }
        }
    }

    /// A clock is set going. One that still ran is over, met or not.
    fn clock(&mut self, clock: &str, due: &Due, at: Timestamp) {
        let name = format!("{CLOCK}/{clock}");
        if self.paused.remove(clock)
            && let Some(measure) = self.open.get_mut(&name)
        {
            measure.due_at = Some(due.at);
            return;
        }
        self.end(&name, at);
        self.start(&name, at, Some(due.at));
    }

    /// The episode is over: what has not ended never will.
    fn over(&mut self) {
        let ended = std::mem::take(&mut self.open).into_values();
        self.done.extend(ended.filter(|measure| measure.ended_at.is_some()));
    }

    fn into_list(mut self) -> Vec<Measure> {
        self.done.extend(self.open.into_values());
        self.done.sort();
        self.done
    }
}

/// Whether an episode begins with it.
fn begins(fact: &Fact) -> bool {
    matches!(fact, Fact::Submitted { .. } | Fact::Reopened { .. })
}
