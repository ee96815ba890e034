//! What events make of the report beyond its first steps: put off, joined, closed, opened again,
//! tried by its reporter, and people who have no part in it.

use super::event::Event;
use super::fact::Fact;
use super::fold::{Misfit, move_report, start};
use super::report::{ReportState, Resolution};
use super::state::{Case, Episode, Retest};
use crate::party::{Consent, ConsentState};
use crate::release;

/// One event more.
pub(super) fn apply(case: &mut Case, event: &Event) -> Result<(), Misfit> {
    match &event.fact {
        Fact::Deferred { until } => {
            move_report(case, event, "defer")?;
            case.deferred_until = Some(*until);
        }
        Fact::Resumed => {
            move_report(case, event, "resume")?;
            case.deferred_until = None;
        }
        Fact::Duplicated { .. } => move_report(case, event, "duplicate")?,
        Fact::Closed { resolution } => {
            move_report(case, event, "close")?;
            close(case, event, *resolution);
        }
        Fact::Withdrawn => {
            move_report(case, event, "withdraw")?;
            if case.report == ReportState::Closed {
                close(case, event, Resolution::Withdrawn);
            } else {
                case.consent.state = ConsentState::Left;
            }
        }
        Fact::Reopened { due } => {
            move_report(case, event, "reopen")?;
            begin_again(case, event);
            start(case, due);
        }
        Fact::RetestAsked => {
            case.retest = Some(Retest { asked_at: event.at, passed: None });
        }
        Fact::Retested { passed } => {
            let asked_at = case.retest.map_or(event.at, |retest| retest.asked_at);
            case.retest = Some(Retest { asked_at, passed: Some(*passed) });
            if !passed {
                release::drop_fixes(case);
            }
        }
        Fact::Recused { account } => drop(case.recused.insert(account.clone())),
        Fact::RecusalLifted { account } => {
            case.recused.remove(account);
            case.readmitted.insert(account.clone());
        }
        _ => {}
    }
    Ok(())
}

fn close(case: &mut Case, event: &Event, resolution: Resolution) {
    case.resolution = Some(resolution);
    case.closed_at = Some(event.at);
    case.deferred_until = None;
}

/// What was is kept as it stood; the report is undecided again.
fn begin_again(case: &mut Case, event: &Event) {
    case.episodes.push(Episode {
        began_at: case.began_at,
        ended_at: case.closed_at.unwrap_or(event.at),
        resolution: case.resolution.take(),
        clocks: std::mem::take(&mut case.clocks),
    });
    case.began_at = event.at;
    (case.closed_at, case.handler, case.retest) = (None, None, None);
    (case.decided, case.review, case.reversed) = (None, None, None);
    case.decided_by_rules.clear();
    embargo_again(case);
}

/// Nothing binds a report that begins again, and terms can be agreed on as on the first day: unless
/// the matter came out meanwhile, which no terms undo.
fn embargo_again(case: &mut Case) {
    if case.world.any_so() {
        return;
    }
    let before = std::mem::take(&mut case.embargo);
    case.embargo.past = before.past;
    case.embargo.past.extend(before.terms);
    let others = case.parties.values_mut().map(|party| &mut party.consent);
    for consent in std::iter::once(&mut case.consent).chain(others) {
        if consent.state != ConsentState::Left {
            *consent = Consent::default();
        }
    }
}
