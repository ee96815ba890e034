//! What the project asks of reporters and gives them, by date: rules, the bounty, and the versions
//! of the policy itself.

use super::Policy;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a rule for reporters is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// What a reporter does or does not do.
    Conduct,
    /// What can follow when a rule is broken.
    Sanction,
    /// What a report needs for a reward.
    Eligibility,
}

impl RuleKind {
    /// Every kind, by its word.
    pub const ALL: [(&'static str, Self); 3] = [
        ("conduct", Self::Conduct),
        ("sanction", Self::Sanction),
        ("eligibility", Self::Eligibility),
    ];
}

/// What a sanction does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// It is said, and kept; nothing else follows by itself.
    #[default]
    Note,
    /// The report is never paid.
    Forfeit,
    /// For a time or for good, what the reporter sends is read by two people and never paid.
    Ban,
}

impl Measure {
    /// Every measure, by its word.
    pub const ALL: [(&'static str, Self); 3] =
        [("note", Self::Note), ("forfeit", Self::Forfeit), ("ban", Self::Ban)];

    /// As written in a pack.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, one)| *one == self).map_or("", |(word, _)| word)
    }
}

/// What a reporter is asked to accept before filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReporterRule {
    /// Short name, such as `RG-1`.
    pub id: String,
    /// What it is about.
    pub kind: RuleKind,
    /// The rule.
    pub says: String,
    /// The sanctions that breaking it can lead to, by id, the lightest first.
    pub severity: Vec<String>,
    /// Of a sanction, what it does.
    pub measure: Measure,
    /// From 00:00 UTC of this day; always, when left out.
    pub since: Option<Date>,
    /// Until 00:00 UTC of this day; for good, when left out.
    pub until: Option<Date>,
}

/// A reward for reports, and when it is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounty {
    /// What is offered, or what became of it.
    pub says: String,
    /// For reports received from 00:00 UTC of this day; always, when left out.
    pub since: Option<Date>,
    /// For reports received before 00:00 UTC of this day; for good, when left out.
    pub until: Option<Date>,
}

/// One version of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The version, as people say it.
    pub id: String,
    /// In force from 00:00 UTC of this day.
    pub since: Date,
    /// What changed.
    pub says: String,
}

/// Whether a day is in a span whose end is not part of it.
fn within(since: Option<Date>, until: Option<Date>, at: Date) -> bool {
    since.is_none_or(|since| since <= at) && until.is_none_or(|until| at < until)
}

impl Bounty {
    /// Whether a report received on this day (UTC) can earn it.
    pub fn is_on(&self, at: Date) -> bool {
        within(self.since, self.until, at)
    }
}

impl ReporterRule {
    /// Whether it is in force on this day (UTC).
    pub fn in_force_on(&self, at: Date) -> bool {
        within(self.since, self.until, at)
    }
}

impl Policy {
    /// Whether a report received on this day (UTC) can earn a bounty.
    pub fn bounty_on(&self, at: Date) -> bool {
        self.bounty.as_ref().is_some_and(|bounty| bounty.is_on(at))
    }

    /// The rules for reporters on this day (UTC). Without a bounty nothing makes eligible for one.
    pub fn rules_on(&self, at: Date) -> impl Iterator<Item = &ReporterRule> {
        let bounty = self.bounty_on(at);
        self.reporter_rules.iter().filter(move |rule| {
            rule.in_force_on(at) && (bounty || rule.kind != RuleKind::Eligibility)
        })
    }

    /// The label of the version in force on this day (UTC); the first one before all of them.
    pub fn version_at(&self, at: Date) -> &str {
        let past = self.versions.iter().rev().find(|version| version.since <= at);
        let found = past.or_else(|| self.versions.first());
        found.map_or(self.version.as_str(), |version| version.id.as_str())
    }
}
