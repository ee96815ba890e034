//! A play that went wrong becomes a short one: steps are left out, in halves, quarters and one by
//! one, as long as the same rule is broken; then faults, keys, people and words go, one by one.

use super::script::{Deed, Seen, Step, Who};
use super::{Play, retell};
use crate::World;
use crate::watch::Finding;
use domain::intake::Draft;
use serde_json::Value;

/// At most so many plays are played to make one short.
const PLAYS_MAX: usize = 600;

/// What is left of a play that went wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Short {
    /// The steps that are enough.
    pub steps: Vec<Step>,
    /// What they come to.
    pub finding: Finding,
}

/// Makes worlds and counts them.
struct Shrinker<F> {
    world: F,
    plays: usize,
    short: Short,
}

/// The shortest play found that breaks the same rule, each time in a new world.
pub async fn shrink(steps: &[Step], finding: &Finding, world: impl AsyncFn() -> World) -> Short {
    let short = Short { steps: steps.to_vec(), finding: finding.clone() };
    let mut shrinker = Shrinker { world, plays: 0, short };
    // Some plays break only at rest or by what the dice draw on the way; then nothing is left out.
    shrinker.leave_out().await;
    shrinker.make_plain().await;
    shrinker.leave_out().await;
    shrinker.short
}

impl<F: AsyncFn() -> World> Shrinker<F> {
    /// Whether these steps break the same rule; if so, they are what is left.
    async fn takes(&mut self, steps: Vec<Step>) -> bool {
        if self.plays >= PLAYS_MAX || steps == self.short.steps {
            return false;
        }
        self.plays += 1;
        let world = (self.world)().await;
        match retell(world, &steps).await {
            Err(finding) if finding.rule == self.short.finding.rule => {
                self.short = Short { steps, finding };
                true
            }
            _ => false,
        }
    }

    async fn leave_out(&mut self) {
        let mut size = self.short.steps.len().div_ceil(2);
        while size > 0 {
            let (mut at, mut less) = (self.short.steps.len(), false);
            while at > 0 {
                let from = at.saturating_sub(size);
                let mut steps = self.short.steps.clone();
                steps.drain(from..at.min(steps.len()));
                less |= self.takes(steps).await;
                at = from.min(self.short.steps.len());
            }
            if !less || size > 1 {
                size /= 2;
            }
        }
    }

    /// Everything in a step that need not be there goes.
    async fn make_plain(&mut self) {
        for at in 0..self.short.steps.len() {
            for change in PLAINER {
                self.change(at, *change).await;
            }
            let names = match &self.short.steps[at] {
                Step::Does(deed) => {
                    deed.given.as_object().map(|fields| fields.keys().cloned().collect())
                }
                _ => None,
            };
            let names: Vec<String> = names.unwrap_or_default();
            for name in names {
                let mut steps = self.short.steps.clone();
                if let Step::Does(Deed { given: Value::Object(fields), .. }) = &mut steps[at] {
                    fields.remove(&name);
                }
                self.takes(steps).await;
            }
        }
    }

    async fn change(&mut self, at: usize, change: fn(&mut Step)) {
        let mut steps = self.short.steps.clone();
        change(&mut steps[at]);
        self.takes(steps).await;
    }
}

/// Ways in which a step becomes plainer.
const PLAINER: &[fn(&mut Step)] = &[
    |step| match step {
        Step::Report { fault, .. } | Step::ReportAgain { fault } | Step::Looks { fault, .. } => {
            *fault = None;
        }
        Step::Does(deed) => deed.fault = None,
        Step::Works { faults } => *faults = vec![None],
        _ => {}
    },
    |step| {
        if let Step::Report { key, .. } | Step::Does(Deed { key, .. }) = step {
            *key = None;
        }
    },
    |step| {
        if let Step::Does(deed) = step {
            deed.seen = Seen::Unsaid;
        }
    },
    |step| {
        // Fewer people: whoever can do it as well.
        if let Step::Does(Deed { who, .. }) = step
            && matches!(who, Who::Person(_))
        {
            *who = Who::person("lead");
        }
    },
    |step| {
        if let Step::Report { who, draft, .. } = step {
            *who = Who::Anonymous;
            let Draft { claim, title, .. } = std::mem::take(draft);
            *draft = Draft { claim, title, ..crate::draft("two headers end it") };
        }
    },
    |step| {
        if let Step::Report { draft, .. } = step {
            *draft = crate::draft("two headers end it");
        }
    },
    |step| {
        if let Step::Restarts { policy } = step {
            *policy = None;
        }
    },
];

impl Play {
    /// These steps of mine, made short in worlds like this one.
    pub async fn short(&self, finding: &Finding, world: impl AsyncFn() -> World) -> Short {
        shrink(&self.script, finding, world).await
    }
}
