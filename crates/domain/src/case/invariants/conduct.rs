//! b.2 and b.3: how people may decide about reporters. Each function says what is wrong, or nothing.

use super::super::event::{By, Content};
use super::super::fact::Fact;
use super::super::state::Case;
use super::Step;
use crate::policy::Measure;
use crate::sanction::{AppealState, READERS_NEEDED, Sanction, SanctionState};

fn says(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn find(case: &Case, number: u32) -> Option<&Sanction> {
    case.conduct.sanctions.iter().find(|one| one.number == number)
}

/// Whether these texts are there, as far as they were not erased.
fn lacks(content: Option<&Content>, keys: &[&str]) -> bool {
    content.is_some_and(|content| keys.iter().any(|key| content.get(key).trim().is_empty()))
}

/// b.2: what a sanction is not stored without.
pub(super) fn sanctioned_unfit(step: &Step) -> Option<String> {
    let Fact::Sanctioned { number, terms } = &step.event.fact else { return None };
    let before = step.before;
    let Some(by) = step.event.by.account() else {
        return says("a reporter was sanctioned by nobody");
    };
    if before.conduct.triaged_by.contains(by) {
        return says("a reporter was sanctioned by somebody who looked into the report");
    }
    if terms.rule.is_empty() || terms.sanction.is_empty() {
        return says("a reporter was sanctioned without a rule");
    }
    let there = terms.case.is_some() || terms.event <= before.version;
    if terms.event == 0 || !there {
        return says("a reporter was sanctioned on evidence that is not there");
    }
    if lacks(step.event.content.as_ref(), &["because", "notice"]) {
        return says("a reporter was sanctioned without evidence in words, or without being told");
    }
    let over = terms.until.is_some_and(|until| until <= step.event.at);
    if over || (terms.until.is_some() && terms.measure != Measure::Ban) {
        return says("a sanction ends before it begins, or cannot end");
    }
    if terms.appeal_until <= step.event.at {
        return says("a reporter was sanctioned without time for an appeal");
    }
    let next = before.conduct.sanctions.last().map_or(1, |last| last.number.saturating_add(1));
    (*number != next).then(|| "a sanction has the number of another one".to_owned())
}

/// b.2: a sanction ends once: by a person with a reason, or at its instant.
pub(super) fn ended_unfit(step: &Step) -> Option<String> {
    let runs = |number| find(step.before, number).filter(|one| one.state == SanctionState::Running);
    match &step.event.fact {
        Fact::SanctionLifted { number } => {
            if runs(*number).is_none() {
                return says("a sanction was lifted that does not run");
            }
            let alone = step.event.by.account().is_none();
            let silent = lacks(step.event.content.as_ref(), &["because"]);
            (alone || silent).then(|| "a sanction was lifted without a person's reason".to_owned())
        }
        Fact::SanctionLapsed { number, effective_at } => {
            let Some(one) = runs(*number) else {
                return says("a sanction lapsed that does not run");
            };
            let its = one.terms.until == Some(*effective_at) && *effective_at <= step.event.at;
            (!its).then(|| "a sanction lapsed at another instant than its end".to_owned())
        }
        _ => None,
    }
}

/// b.2: one appeal, by the reporter and in time; one answer, by somebody else.
pub(super) fn appealed_unfit(step: &Step) -> Option<String> {
    match &step.event.fact {
        Fact::SanctionAppealed { number } => {
            let one =
                find(step.before, *number).filter(|one| one.appeal.state == AppealState::None);
            let Some(one) = one else { return says("an appeal came twice, or against nothing") };
            let fits = step.event.by == By::Reporter && step.event.at <= one.terms.appeal_until;
            (!fits).then(|| "an appeal came too late, or not from the reporter".to_owned())
        }
        Fact::AppealDecided { number, .. } => {
            let waits = |one: &&Sanction| one.appeal.state == AppealState::Asked;
            let Some(one) = find(step.before, *number).filter(waits) else {
                return says("an appeal was answered that nobody made");
            };
            let by = step.event.by.account();
            (by.is_none() || by == one.by.as_ref())
                .then(|| "an appeal was answered by who decided".to_owned())
        }
        _ => None,
    }
}

/// b.3: the team closes it only after two people have read it. Its reporter may withdraw it.
pub(super) fn closed_unread(step: &Step) -> Option<String> {
    let Fact::Closed { .. } = &step.event.fact else { return None };
    let conduct = &step.before.conduct;
    let unread = !conduct.barred.is_empty() && conduct.seen_by.len() < READERS_NEEDED;
    unread.then(|| {
        "a report of somebody under a sanction was closed before two people had read it".to_owned()
    })
}
