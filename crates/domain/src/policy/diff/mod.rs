//! What changes from one policy to another, or from one day of a policy to a later one, in
//! sentences. Every field is taken out of its struct by name, so that a new one does not compile
//! until it is compared. What is equal is silent; begin with [`diff`].

mod attachments;
mod calendar;
mod clause;
mod clocks;
mod found;
mod handling;
mod lines;
mod papers;
mod program;
mod settings;
mod severity;
mod span;
mod threat;

use super::{Policy, Version};
use found::Found;
use jiff::civil::Date;
use serde::Serialize;

/// The part of a policy that a change is in, in the order in which changes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the part of the policy that it names")]
pub enum Part {
    Version,
    Project,
    Contacts,
    Clocks,
    Calendar,
    Embargo,
    Handling,
    Attachments,
    Bounty,
    ReporterRules,
    Clauses,
    Conflicts,
    Facts,
    Precedents,
    Severity,
    Ssvc,
    Lines,
    Advisories,
    Channels,
    Playbooks,
    Roles,
    Teams,
    Papers,
}

impl Part {
    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Version => "Version",
            Self::Project => "Project",
            Self::Contacts => "Contacts",
            Self::Clocks => "Promises and rights",
            Self::Calendar => "Calendar",
            Self::Embargo => "Embargo",
            Self::Handling => "Handling of reports",
            Self::Attachments => "Attachments",
            Self::Bounty => "Bounty",
            Self::ReporterRules => "Rules for reporters",
            Self::Clauses => "Threat model",
            Self::Conflicts => "Known clashes",
            Self::Facts => "Questions",
            Self::Precedents => "Precedents",
            Self::Severity => "Severity",
            Self::Ssvc => "Decision tables",
            Self::Lines => "Release lines",
            Self::Advisories => "Advisories",
            Self::Channels => "Announcements",
            Self::Playbooks => "Release plans",
            Self::Roles => "Roles",
            Self::Teams => "Teams",
            Self::Papers => "Other chapters",
        }
    }
}

/// What happens to the thing that a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// It was not there.
    New,
    /// It was written down and comes into force.
    Begins,
    /// It is there on both sides and differs.
    Changed,
    /// It is still written down and no longer in force.
    Ends,
    /// It is not there any more.
    Gone,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where.
    pub part: Part,
    /// What it is about: the id of a clause, a clock, a role …; empty where there is only one.
    pub id: String,
    /// What happens to it.
    pub turn: Turn,
    /// Which key of it differs; empty for the whole.
    pub key: &'static str,
    /// What stood there, where there was something.
    pub before: Option<String>,
    /// What stands there now, where there is something.
    pub after: Option<String>,
    /// All of it in a sentence.
    pub says: String,
}

/// What changes from `old` on its day to `new` on its day, by part and then in the order of the
/// policy. Changes of release lines count as announced on the day of `new`.
pub fn diff(old: (&Policy, Date), new: (&Policy, Date)) -> Vec<Change> {
    let mut found = Found::default();
    let ((before, _), (after, now)) = (old, new);
    let Policy {
        // Of the bytes: a comment in a file changes it and nothing else.
        digest: _,
        id,
        // The id of the last one of `versions`, where there are any.
        version: _,
        versions,
        project,
        contacts,
        calendar,
        clocks,
        rotas,
        needs_info,
        world,
        cve,
        lines,
        embargo,
        advisory,
        handling,
        attachments,
        channels,
        playbooks,
        reporter_rules: _,
        rules_required,
        mail_link,
        bounty: _,
        teams,
        covers,
        statements,
        security_txt,
        moved,
        roles,
        facts,
        clauses: _,
        fallback,
        conflicts: _,
        precedents: _,
        model: _, // made from facts, clauses and conflicts
        severity,
        ssvc,
    } = before;
    found.value("", "id", "The policy's short name", id, &after.id);
    version(&mut found, old, new, versions);
    settings::project(&mut found, project, &after.project);
    settings::contacts(&mut found, contacts, &after.contacts);
    clocks::time(&mut found, (clocks, rotas, needs_info, world, cve), after);
    calendar::calendar(&mut found, calendar, &after.calendar);
    settings::embargo(&mut found, embargo, &after.embargo);
    program::intake(&mut found, (*rules_required, *mail_link), after);
    clause::fallback(&mut found, fallback, &after.fallback);
    threat::facts(&mut found, facts, &after.facts);
    severity::severity(&mut found, severity, &after.severity);
    threat::ssvc(&mut found, ssvc, &after.ssvc);
    lines::lines(&mut found, lines, (&after.lines, now));
    settings::advisory(&mut found, advisory, &after.advisory);
    handling::handling(&mut found, (handling, attachments), after);
    settings::channels(&mut found, channels, &after.channels);
    settings::playbooks(&mut found, playbooks, &after.playbooks);
    program::roles(&mut found, roles, &after.roles);
    program::teams(&mut found, teams, &after.teams);
    papers::covers(&mut found, covers, &after.covers);
    papers::statements(&mut found, statements, &after.statements);
    papers::security_txt(&mut found, security_txt, &after.security_txt);
    papers::moved(&mut found, moved, &after.moved);
    by_day(&mut found, old, new);
    found.into_list()
}

/// What is in force on one day and not on another.
fn by_day(found: &mut Found, old: (&Policy, Date), new: (&Policy, Date)) {
    program::bounty(found, old, new);
    program::rules(found, old, new);
    clause::clauses(found, old, new);
    threat::conflicts(found, old, new);
    threat::precedents(found, (&old.0.precedents, old.1), (&new.0.precedents, new.1));
}

/// Which version is in force, what those say of themselves that have begun, and what differs in the
/// list of them.
fn version(found: &mut Found, old: (&Policy, Date), new: (&Policy, Date), versions: &[Version]) {
    let (before, after) = (old.0.version_at(old.1), new.0.version_at(new.1));
    found.value("", "version", "The version", before, after);
    if before != after {
        let begun = |version: &&Version| version.since <= new.1;
        let known = |version: &&Version| {
            versions.iter().any(|one| one.id == version.id && one.since <= old.1)
        };
        for version in new.0.versions.iter().filter(begun).filter(|version| !known(version)) {
            let says = format!("{} says of itself: {}", version.id, version.says);
            found.say(&version.id, Turn::Begins, "says", (None, Some(&version.says)), &says);
        }
    }
    found.each(
        (versions, &new.0.versions),
        |version| version.id.clone(),
        |version| format!("The version {}, in force from {},", version.id, version.since),
        |version| version.says.clone(),
        |found, old, new| {
            let Version { id, since, says } = old;
            found.value(
                id,
                "since",
                &format!("The first day of the version {id}"),
                since,
                &new.since,
            );
            found.text(
                id,
                "says",
                &format!("What the version {id} says of itself"),
                says,
                &new.says,
            );
        },
    );
}
