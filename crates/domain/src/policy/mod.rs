//! The policy is data: a folder of small files that decides, cites itself and renders its prose.
//! It never reaches outside: files come in as bytes. Begin with [`read`] and [`Policy`].

mod attachments;
mod calendar;
mod clocks;
mod complaint;
mod diff;
mod handling;
mod lines;
pub mod marked;
mod papers;
mod program;
mod prose;
mod read;
mod roles;
mod settings;
mod severity;

pub use attachments::AttachmentLimits;
pub use calendar::{
    Calendar, Holiday, HolidayList, IntakePause, Left, Limit, NotDue, Unit, Working,
};
pub use clocks::{
    Clock, CveLimits, Escalation, NeedsInfo, PauseReason, Rota, Schedule, Starts, Stops, Told,
    WorldLimits,
};
pub(crate) use complaint::no_such;
pub use complaint::{Complaint, nearest};
pub use diff::{Change, Part, Turn, diff};
pub use handling::{Handling, ReportField};
pub use lines::{
    ALIASES, Countdown, EndRule, Line, LineAlias, LineChange, LineModel, LineRules, Lines, Notice,
    Phase, Standing, Vendor, changes as line_changes,
};
pub use papers::{Covered, Member, Moved, OWN_PATHS, SecurityTxt, Statement, Statements, Team};
pub use program::{Bounty, Measure, ReporterRule, RuleKind, Version};
pub use prose::{Block, Item, Section, markdown, sections};
pub use read::read;
pub use roles::built_in as built_in_roles;
pub use settings::{
    AdvisorySettings, Channel, ChannelKind, Choice, Contact, EmbargoDefaults, FactDef, FactKind,
    Fallback, Playbook, Project, Step,
};
pub use severity::{Level, Modifier, SeverityRules, Shift};

use crate::access::Roles;
use crate::advisory::SsvcTable;
use crate::triage::{Clause, Conflict, Model, Precedent};
use crate::words::Digest;
use std::collections::BTreeMap;

/// One version of a project's security policy, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Of every file of the pack, by path.
    pub digest: Digest,
    /// Short name of the pack.
    pub id: String,
    /// The version, as people say it.
    pub version: String,
    /// Every version up to this one, the oldest first; empty when the pack keeps no history.
    pub versions: Vec<Version>,
    /// Whose policy this is.
    pub project: Project,
    /// How to reach the project, and whom to turn to next.
    pub contacts: Vec<Contact>,
    /// Zone, working days and holidays.
    pub calendar: Calendar,
    /// What is promised, and when a right opens.
    pub clocks: Vec<Clock>,
    /// Where the people of a role are told that time runs out.
    pub rotas: Vec<Rota>,
    /// What happens while a reporter does not answer.
    pub needs_info: NeedsInfo,
    /// How long people have to decide about facts of the world.
    pub world: WorldLimits,
    /// How long CVE ids may wait for their records.
    pub cve: CveLimits,
    /// Release lines with their dates.
    pub lines: Lines,
    /// How long secrets are kept.
    pub embargo: EmbargoDefaults,
    /// How advisories are named and in which formats they appear.
    pub advisory: AdvisorySettings,
    /// How the team goes through its reports.
    pub handling: Handling,
    /// How much may be attached.
    pub attachments: AttachmentLimits,
    /// Where advisories are announced.
    pub channels: Vec<Channel>,
    /// Release plans by name.
    pub playbooks: BTreeMap<String, Playbook>,
    /// What a reporter is asked to accept before filing.
    pub reporter_rules: Vec<ReporterRule>,
    /// Whether a report is taken only with these rules accepted.
    pub rules_required: bool,
    /// Whether whoever reports by mail gets a link by mail, which opens their page once.
    pub mail_link: bool,
    /// The reward for reports, where there is or was one.
    pub bounty: Option<Bounty>,
    /// Who has access to what.
    pub teams: Vec<Team>,
    /// Repositories that the policy covers, and what differs; empty for the project's one.
    pub covers: Vec<Covered>,
    /// Chapters in prose.
    pub statements: Statements,
    /// Lines of `security.txt` that follow from nothing else.
    pub security_txt: SecurityTxt,
    /// Addresses of the site that moved for good.
    pub moved: Vec<Moved>,
    /// Roles: the built-in ones, with the pack's own on top.
    pub roles: Roles,
    /// The questions whose answers make a claim.
    pub facts: Vec<FactDef>,
    /// The threat model, by order and id.
    pub clauses: Vec<Clause>,
    /// What holds when no clause decides.
    pub fallback: Fallback,
    /// Known clashes.
    pub conflicts: Vec<Conflict>,
    /// Decided cases that everybody may know, newest first.
    pub precedents: Vec<Precedent>,
    /// The threat model made ready for judging.
    pub model: Model,
    /// The scale of severities, and what modifies a rating.
    pub severity: SeverityRules,
    /// Decision tables for priorities, where the pack carries some.
    pub ssvc: Vec<SsvcTable>,
}

impl Policy {
    /// The clause of this id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The precedent of this id.
    pub fn precedent(&self, id: &str) -> Option<&Precedent> {
        self.precedents.iter().find(|precedent| precedent.id == id)
    }

    /// The definition of this fact.
    pub fn fact(&self, id: &str) -> Option<&FactDef> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// Who is reminded by mail of the end of a line: the addresses that the rules of lines name, or
    /// else those at which the team takes reports by mail.
    pub fn reminded(&self) -> Vec<&str> {
        let named = &self.lines.rules.notices_to;
        if !named.is_empty() {
            return named.iter().map(String::as_str).collect();
        }
        let mail = self.contacts.iter().filter(|contact| contact.how == "mail");
        let mail = mail.map(|contact| contact.address.trim_start_matches("mailto:"));
        mail.filter(|address| address.contains('@')).take(5).collect()
    }

    /// The clock of this id.
    pub fn clock(&self, id: &str) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id == id)
    }
}

#[cfg(test)]
pub(crate) mod tests;
