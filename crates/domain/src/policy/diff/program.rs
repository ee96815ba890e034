//! People: rules for reporters, the bounty, roles, teams.

use super::found::Found;
use super::span::{Word, quoted};
use super::{Part, Turn};
use crate::access::{Action, Role, Roles};
use crate::policy::{Bounty, Member, Policy, ReporterRule, RuleKind, Team};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A reward that ends keeps what was reported before; one that is struck out does not.
pub(super) fn bounty(found: &mut Found, old: (&Policy, Date), new: (&Policy, Date)) {
    found.part(Part::Bounty);
    let paid = (old.0.bounty_on(old.1), new.0.bounty_on(new.1));
    let (before, after) = match (&old.0.bounty, &new.0.bounty) {
        (None, None) => return,
        (Some(before), None) => {
            let says = if paid.0 {
                "The bounty is struck out, also for reports received before; to keep it for those, \
                 leave it in with the day on which it ends (until)"
            } else {
                "The bounty that was no longer paid is struck out, also for reports received while \
                 it was"
            };
            return found.say("", Turn::Gone, "", (Some(&before.says), None), says);
        }
        (None, Some(after)) => {
            let from = after.since.map(|day| format!(" for reports received from {day} on"));
            let when = if paid.1 { "is paid" } else { "is written down but not paid on that day" };
            let says = format!("A bounty {when}{}: {}", from.unwrap_or_default(), after.says);
            return found.say("", Turn::New, "", (None, Some(&after.says)), &says);
        }
        (Some(before), Some(after)) => (before, after),
    };
    let Bounty { says, since, until } = before;
    match (paid, after.until) {
        ((true, false), Some(end)) if end <= new.1 => {
            let told = format!(
                "The bounty ends with {end}: nothing is paid for reports received from that day \
                 on; those received before keep it"
            );
            found.say("", Turn::Ends, "until", (None, Some(&end.to_string())), &told);
        }
        ((true, false), _) => {
            let told = format!("No bounty is paid on {} any more", new.1);
            found.say("", Turn::Ends, "since", (None, None), &told);
        }
        ((false, true), _) => {
            let from = after.since.map(|day| format!(" from {day} on")).unwrap_or_default();
            let told = format!("A bounty is paid for reports received{from}");
            found.say("", Turn::Begins, "since", (None, None), &told);
        }
        _ => {}
    }
    found.value("", "since", "The first day of the bounty", since, &after.since);
    found.value("", "until", "The day on which the bounty ends", until, &after.until);
    found.text("", "says", "The text on the bounty", says, &after.says);
}

fn kind(kind: RuleKind) -> &'static str {
    RuleKind::ALL.iter().find(|(_, one)| *one == kind).map_or("", |(word, _)| word)
}

/// Rules, and which of them hold on the two days.
pub(super) fn rules(found: &mut Found, old: (&Policy, Date), new: (&Policy, Date)) {
    found.part(Part::ReporterRules);
    let on = |(policy, day): (&Policy, Date)| -> BTreeSet<String> {
        policy.rules_on(day).map(|rule| rule.id.clone()).collect()
    };
    let (then, now) = (on(old), on(new));
    found.each(
        (&old.0.reporter_rules, &new.0.reporter_rules),
        |rule| rule.id.clone(),
        |rule| {
            let from = match (rule.since, now.contains(&rule.id)) {
                (Some(since), false) if since > new.1 => format!(", in force from {since},"),
                _ => String::new(),
            };
            format!("The rule {} ({}){from}", rule.id, kind(rule.kind))
        },
        |rule| rule.says.clone(),
        |found, old, rule| {
            let ReporterRule { id, kind: sort, says, severity, measure, since, until } = old;
            match (then.contains(id), now.contains(id)) {
                (true, false) => {
                    let why = match rule.until.filter(|until| *until <= new.1) {
                        Some(until) => format!("it ended on {until}"),
                        None => "nothing makes eligible without a bounty".to_owned(),
                    };
                    let told = format!("The rule {id} no longer holds: {why}");
                    found.say(id, Turn::Ends, "", (Some(says), None), &told);
                }
                (false, true) => {
                    let told = format!("The rule {id} holds now: {}", rule.says);
                    found.say(id, Turn::Begins, "", (None, Some(&rule.says)), &told);
                }
                _ => {}
            }
            let of = |what: &str| format!("{what} of the rule {id}");
            found.value(id, "kind", &of("The kind"), &Word(kind(*sort)), &Word(kind(rule.kind)));
            found.text(id, "says", &format!("The rule {id}"), says, &rule.says);
            found.list(id, "severity", &of("Sanctions"), severity, &rule.severity);
            let does = (Word(measure.word()), Word(rule.measure.word()));
            found.value(id, "measure", &of("What follows"), &does.0, &does.1);
            found.value(id, "since", &of("The first day"), since, &rule.since);
            found.value(id, "until", &of("The end"), until, &rule.until);
        },
    );
}

/// Whether a report is taken only with the rules accepted.
pub(super) fn intake(found: &mut Found, (required_before, link): (bool, bool), after: &Policy) {
    required(found, required_before, after.rules_required);
    mail_link(found, link, after.mail_link);
}

fn required(found: &mut Found, old: bool, new: bool) {
    found.part(Part::ReporterRules);
    if old != new {
        let says = if new {
            "A report is taken only from somebody who accepts the rules"
        } else {
            "A report is taken without the rules being accepted"
        };
        let word = |yes: bool| if yes { "yes" } else { "no" };
        found.changed("", "accept_rules", (Some(word(old)), Some(word(new))), says);
    }
}

fn mail_link(found: &mut Found, old: bool, new: bool) {
    if old != new {
        let says = if new {
            "Whoever reports by mail gets a link by mail, which opens their page once"
        } else {
            "Whoever reports by mail gets no link by mail"
        };
        let word = |yes: bool| if yes { "yes" } else { "no" };
        found.changed("", "mail_link", (Some(word(old)), Some(word(new))), says);
    }
}

pub(super) fn roles(found: &mut Found, old: &Roles, new: &Roles) {
    found.part(Part::Roles);
    let list = |roles: &Roles| roles.0.values().cloned().collect::<Vec<_>>();
    found.each(
        (&list(old), &list(new)),
        |role| role.id.clone(),
        |role| format!("The role {}", role.id),
        |role| {
            let may: Vec<&str> = role.may.iter().map(|action| action.word()).collect();
            format!("{} It may {}.", role.says, may.join(", "))
        },
        |found, old, new| {
            let Role { id, title, says, may } = old;
            for action in new.may.difference(may) {
                let told = format!("The {id} may now {}", deed(*action));
                found.changed(id, "may", (None, Some(action.word())), &told);
            }
            for action in may.difference(&new.may) {
                let told = format!("The {id} may no longer {}", deed(*action));
                found.changed(id, "may", (Some(action.word()), None), &told);
            }
            found.value(id, "title", &format!("The title of the role {id}"), title, &new.title);
            found.text(id, "says", &format!("The role {id}"), says, &new.says);
        },
    );
}

/// `close a case (close-case)`.
fn deed(action: Action) -> String {
    let says = action.says().trim_end_matches('.');
    let mut letters = says.chars();
    let first = letters.next().map(|c| c.to_ascii_lowercase());
    let says: String = first.into_iter().chain(letters).collect();
    format!("{says} ({})", action.word())
}

pub(super) fn teams(found: &mut Found, old: &[Team], new: &[Team]) {
    found.part(Part::Teams);
    let members = |members: &[Member]| -> Vec<String> {
        let one = |Member { name, handle }: &Member| match handle {
            Some(handle) => format!("{name} (@{handle})"),
            None => name.clone(),
        };
        members.iter().map(one).collect()
    };
    found.each(
        (old, new),
        |team| team.id.clone(),
        |team| format!("The team {}", team.id),
        |team| format!("{}. {}", quoted(&team.title), team.says),
        |found, old, new| {
            let Team { id, title, says, groups, members: people, address, source } = old;
            let of = |what: &str| format!("{what} of the team {id}");
            found.value(id, "title", &of("The title"), title, &new.title);
            found.text(id, "says", &format!("The team {id}"), says, &new.says);
            found.list(id, "groups", &of("Groups"), groups, &new.groups);
            found.list(id, "members", &of("Members"), &members(people), &members(&new.members));
            found.value(id, "address", &of("The address"), address, &new.address);
            found.value(id, "source", &of("The source"), source, &new.source);
        },
    );
}
