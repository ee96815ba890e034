//! The plain settings of a policy: who, where, how long, under which name.

use super::Limit;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whose policy this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// For people.
    pub name: String,
    /// For addresses: a-z, 0-9 and hyphens.
    pub slug: String,
    /// Its site.
    pub homepage: String,
    /// What it is, in one sentence.
    pub summary: String,
}

/// A way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// `form`, `mail`, `escalation` and the like.
    pub how: String,
    /// A URL or a mail address.
    pub address: String,
    /// When to use it.
    pub says: String,
    /// The day on which a person last made sure that it works.
    pub confirmed: Option<Date>,
}

impl Contact {
    /// Whether new reports can go there; others are for escalation or questions.
    pub fn takes_reports(&self) -> bool {
        !matches!(self.how.as_str(), "escalation" | "permission")
    }
}

/// How long a confirmed vulnerability is kept back, unless people agree otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbargoDefaults {
    /// Proposed length from receipt, in days.
    pub default_days: u32,
    /// The longest that may be agreed, in days.
    pub cap_days: u32,
    /// An end that comes sooner than agreed by more than this many days needs two people of the team.
    pub second_person_days: u32,
    /// How many hours people have to decide about an embargo once attacks are known.
    pub attack_hours: u32,
    /// The usual distance from the assignment of a CVE id to the announcement.
    pub after_cve: Option<Limit>,
    /// The latest time for the advisory on the site after the first announcement.
    pub site_after_announcement: Option<Limit>,
    /// How long before its end everybody bound is reminded of it, the longest first.
    pub warn: Vec<Limit>,
    /// How the project handles it, in sentences.
    pub says: String,
    /// What is done from the report to the announcement, in order.
    pub steps: Vec<String>,
    /// Where the project has written it down.
    pub source: Option<String>,
}

impl EmbargoDefaults {
    /// When people are reminded, unless the pack says otherwise.
    pub const WARN: [Limit; 5] =
        [Limit::days(14), Limit::days(7), Limit::hours(72), Limit::hours(24), Limit::hours(1)];
}

/// How advisories are named and what they are about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvisorySettings {
    /// With `{n}` and, where wanted, `{year}`.
    pub id_format: String,
    /// The first number.
    pub first: u32,
    /// As OSV names it.
    pub ecosystem: Option<String>,
    /// The package's name.
    pub package: String,
    /// Package URL without a version.
    pub purl: Option<String>,
    /// Formats that are published besides those everyone gets.
    pub formats: Vec<String>,
}

impl AdvisorySettings {
    /// The id with this number in this year.
    pub fn id(&self, n: u32, year: i16) -> String {
        self.id_format.replace("{n}", &n.to_string()).replace("{year}", &year.to_string())
    }
}

/// What a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// Pages.
    Site,
    /// A feed for programs.
    Feed,
    /// Mail to many.
    MailList,
}

/// Where advisories are announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Short name.
    pub id: String,
    /// For people.
    pub title: String,
    /// What it is.
    pub kind: ChannelKind,
    /// A URL or a mail address.
    pub address: String,
    /// Where people subscribe, where that is elsewhere.
    pub subscribe: Option<String>,
}

/// A release plan: steps in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Playbook {
    /// Short name, also the file's.
    pub id: String,
    /// For people.
    pub title: String,
    /// What it is for.
    pub says: String,
    /// In order.
    pub steps: Vec<Step>,
}

/// One step of a release plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Short name.
    pub id: String,
    /// What is done.
    pub says: String,
    /// Earlier steps that must be finished.
    pub after: Vec<String>,
    /// What must be at hand, in plain words.
    pub needs: Vec<String>,
    /// The most time between the first of `after` and this step.
    pub within: Option<Limit>,
}

/// What kind of answer a fact takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// Yes or no.
    YesNo,
    /// One of the choices.
    Choice,
    /// One or more of the choices.
    Many,
    /// A day, or never.
    Day,
    /// A number.
    Number,
}

/// A question whose answer is a fact of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactDef {
    /// Short name, used in conditions.
    pub id: String,
    /// The question.
    pub title: String,
    /// What kind of answer it takes.
    pub kind: FactKind,
    /// The answers offered.
    pub choices: Vec<Choice>,
    /// Whether other answers are taken too, such as any CWE id.
    pub open: bool,
    /// How to find the answer.
    pub help: Option<String>,
}

/// An answer that is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Short name, used in conditions.
    pub id: String,
    /// For people.
    pub says: String,
    /// Whether it excludes every other answer, as "none" does.
    pub alone: bool,
    /// What it tells about other facts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub gives: BTreeMap<String, Vec<String>>,
}

/// What holds when no clause decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fallback {
    /// The clause that is cited.
    pub clause: String,
    /// The verdict and what follows.
    pub effect: crate::triage::Effect,
}
