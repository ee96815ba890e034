//! Promises and rights with a limit, what happens on the way to it, and who is told.

use super::{Calendar, Limit, NotDue};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What starts a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Starts {
    /// The report arrived.
    Receipt,
    /// The last message that a person of the project wrote.
    Reply,
}

/// What stops a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stops {
    /// A message that a person of the project wrote.
    Reply,
    /// The decision whether the report is a vulnerability.
    Decision,
    /// The published advisory, or the closed case.
    Publication,
    /// What the reporter was asked for. No clock of a pack has it: it is the wait for an answer.
    Supply,
    /// Nothing.
    Never,
}

/// Why a clock may stand still. The list is closed: nothing else may hold a promise up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseReason {
    /// The reporter was asked for something that is needed for the decision.
    WaitingReporter,
}

/// A promise with a limit, or a right that opens when the limit is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Short name.
    pub id: String,
    /// For people.
    pub title: String,
    /// How long.
    pub limit: Limit,
    /// From when.
    pub starts: Starts,
    /// Until what.
    pub stops: Stops,
    /// Whether reaching the limit opens a right of the reporter.
    pub right: bool,
    /// After how many hundredths of the limit the team is warned.
    pub warn: Vec<u32>,
    /// Who is told when nothing has happened, in order.
    pub escalate: Vec<Escalation>,
    /// What lets it stand still.
    pub paused_by: Vec<PauseReason>,
    /// The promise or the right, in a sentence.
    pub says: String,
    /// Where the project has written it down.
    pub source: Option<String>,
}

impl Clock {
    /// The team is warned so often, unless the pack says otherwise.
    pub const WARN: [u32; 2] = [60, 90];

    /// The instants of this clock when what starts it happens now. A report that arrives in a pause
    /// of intake starts it when the pause is over.
    pub fn schedule(&self, calendar: &Calendar, now: Timestamp) -> Result<Schedule, NotDue> {
        let starts_at = match self.starts {
            Starts::Receipt => calendar.opens(now)?,
            Starts::Reply => now,
        };
        let mut steps = BTreeMap::new();
        for percent in &self.warn {
            let at = calendar.part(starts_at, &self.limit, *percent)?;
            steps.insert(format!("warn-{percent}"), at);
        }
        for (n, step) in self.escalate.iter().enumerate() {
            steps.insert(format!("escalate-{}", n + 1), calendar.due(starts_at, &step.after)?);
        }
        Ok(Schedule { starts_at, due_at: calendar.due(starts_at, &self.limit)?, steps })
    }

    /// The escalation that this step of the schedule is.
    pub fn escalation(&self, step: &str) -> Option<&Escalation> {
        let n: usize = step.strip_prefix("escalate-")?.parse().ok()?;
        self.escalate.get(n.checked_sub(1)?)
    }
}

/// When a clock starts, when it is due, and what happens on the way and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Schedule {
    /// From when it counts.
    pub starts_at: Timestamp,
    /// When the limit is reached.
    pub due_at: Timestamp,
    /// Warnings and escalations, by name.
    pub steps: BTreeMap<String, Timestamp>,
}

/// Who is told when a clock has run for so long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// How long, from the clock's start.
    pub after: Limit,
    /// Who.
    pub to: Told,
    /// Why, in a sentence.
    pub says: String,
}

/// Somebody who is told that time runs out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// Whoever has this role.
    Role(String),
    /// A contact of the policy, such as `escalation`.
    Contact(String),
    /// This mail address.
    Address(String),
}

impl Told {
    /// As the pack writes it.
    pub fn word(&self) -> &str {
        match self {
            Self::Role(word) | Self::Contact(word) | Self::Address(word) => word,
        }
    }
}

/// The mail addresses at which the people of a role are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rota {
    /// The role.
    pub role: String,
    /// Where they read.
    pub to: Vec<String>,
}

/// What happens while a reporter who was asked for something does not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedsInfo {
    /// Days after the question on which the reporter is reminded.
    pub remind_days: Vec<u32>,
    /// Days after the question on which the case is closed.
    pub close_days: u32,
}

impl Default for NeedsInfo {
    fn default() -> Self {
        Self { remind_days: vec![7, 14, 21], close_days: 30 }
    }
}

/// How long CVE ids may wait for their records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CveLimits {
    /// From when the matter is public, or the id was assigned, to its record: a first warning.
    pub publish: Limit,
    /// The same, to the last moment that the rules of CNAs allow.
    pub overdue: Limit,
    /// Days after which an id of which nothing is public is looked at.
    pub unused_days: u32,
}

impl Default for CveLimits {
    fn default() -> Self {
        Self { publish: Limit::hours(24), overdue: Limit::hours(72), unused_days: 90 }
    }
}

/// How long people have to decide about facts of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorldLimits {
    /// From a claim that something is public or attacked to its confirmation or dismissal.
    pub allege: Limit,
}

impl Default for WorldLimits {
    fn default() -> Self {
        Self { allege: Limit::hours(4) }
    }
}
