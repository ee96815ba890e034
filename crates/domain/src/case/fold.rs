//! State is a fold over events. Nothing is decided here: what happened, happened.

use super::event::{Audience, By, Dues, Event};
use super::fact::Fact;
use super::report::REPORT_MOVES;
use super::state::{AcceptedRules, Approval, Case, ClockState, Joined, Message, PublishedAs};
use super::{decision, glass, report_fold, step};
use crate::advisory::{AdvisoryDraft, Cvss};
use crate::mail::Checks;
use crate::party::{ConsentState, PartyRef, may_get};
use crate::words::CaseId;
use crate::{attachment, cve, embargo, mail, party, release, sanction, world};

/// Events that make no case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {seq} does not fit: {says}")]
pub struct Misfit {
    /// Which event.
    pub seq: u64,
    /// Why.
    pub says: String,
}

/// The case that these events make.
pub fn fold(id: &CaseId, events: &[Event]) -> Result<Case, Misfit> {
    let (first, rest) = events
        .split_first()
        .ok_or_else(|| Misfit { seq: 1, says: "a case begins with a report".into() })?;
    let mut case = begin(id, first)?;
    for event in rest {
        apply(&mut case, event)?;
    }
    Ok(case)
}

fn begin(id: &CaseId, event: &Event) -> Result<Case, Misfit> {
    let Fact::Submitted { door, received, secret, due, alike } = &event.fact else {
        return Err(Misfit { seq: event.seq, says: "a case begins with a report".into() });
    };
    let mut case = Case {
        version: event.seq,
        door: door.clone(),
        received: *received,
        secret: *secret,
        alike: alike.clone(),
        report_text: event.content.clone(),
        ..Case::bare(id, event.at, event.policy)
    };
    start(&mut case, due);
    Ok(case)
}

pub(super) fn start(case: &mut Case, dues: &Dues) {
    for (clock, due) in dues {
        case.clocks
            .insert(clock.clone(), ClockState { due: due.clone(), met_at: None, paused: None });
    }
}

/// One more event.
pub fn apply(case: &mut Case, event: &Event) -> Result<(), Misfit> {
    if event.seq != case.version + 1 {
        let says = format!("event {} was expected", case.version + 1);
        return Err(Misfit { seq: event.seq, says });
    }
    case.version = event.seq;
    case.changed_at = event.at;
    apply_report(case, event)?;
    joined(case, event);
    glass::apply(case, event);
    attachment::apply(case, event);
    mail::apply(case, event);
    sanction::apply(case, event);
    party::apply(case, event);
    embargo::apply(case, event);
    world::apply(case, event);
    release::apply(case, event);
    cve::apply(case, event);
    apply_advisory(case, event);
    if changes_public_words(&event.fact) {
        case.rewritten = case.published.is_some();
    }
    Ok(())
}

/// Whether a published advisory no longer says what the case says: it needs another edition.
fn changes_public_words(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::AdvisoryWritten { .. }
            | Fact::SeveritySet { .. }
            | Fact::LineAssessed { .. }
            | Fact::FixReady { .. }
            | Fact::FixDeclined { .. }
    )
}

fn text(event: &Event, key: &str) -> Option<String> {
    event.content.as_ref().map(|content| content.get(key).to_owned())
}

fn apply_report(case: &mut Case, event: &Event) -> Result<(), Misfit> {
    match &event.fact {
        Fact::Submitted { .. } => {
            return Err(Misfit { seq: event.seq, says: "a case has one report".into() });
        }
        Fact::RulesAccepted { rules } => {
            let (rules, policy, at) = (rules.clone(), event.policy, event.at);
            case.accepted_rules = Some(AcceptedRules { rules, policy, at });
        }
        Fact::MessageSent { to, automatic, due } => {
            push_message(case, event, to.clone(), *automatic);
            start(case, due);
        }
        Fact::InfoAsked { due, paused } => {
            move_report(case, event, "ask")?;
            push_message(case, event, Audience::Reporter, false);
            start(case, due);
            for (id, pause) in paused {
                if let Some(clock) = case.clocks.get_mut(id) {
                    clock.paused = Some(pause.clone());
                }
            }
        }
        Fact::ReporterWrote { supplied, due } => {
            if *supplied {
                move_report(case, event, "supply")?;
            }
            push_message(case, event, Audience::Reporter, false);
            start(case, due);
        }
        Fact::TimerFired { timer, step, due_at } => {
            case.fired.insert((timer.clone(), step.clone(), *due_at));
        }
        Fact::PartyWrote { party } => {
            push_message(case, event, Audience::Party(party.clone()), false);
        }
        Fact::Judged { .. }
        | Fact::Validated { .. }
        | Fact::Invalidated { .. }
        | Fact::ReviewOpened { .. }
        | Fact::Reviewed { .. } => decision::apply(case, event)?,
        Fact::Accepted { handler } => {
            move_report(case, event, "accept")?;
            case.handler = Some(handler.clone());
            case.handler_left = None;
        }
        Fact::HandlerLeft { handler } if case.handler.as_ref() == Some(handler) => {
            case.handler_left = case.handler.take();
        }
        Fact::HandlerLeft { .. } => {}
        Fact::SeveritySet { severity, vector } => {
            let scored = vector.as_deref().and_then(|vector| Cvss::read(vector).ok());
            let scored = scored.map(|cvss| cvss.score.rating());
            case.severity = Some(*severity);
            case.gravest = case.gravest.max(case.severity).max(scored);
            case.vector.clone_from(vector);
            case.severity_because = text(event, "because").filter(|text| !text.is_empty());
        }
        _ => report_fold::apply(case, event)?,
    }
    super::deadlines::meet(case, event);
    Ok(())
}

pub(super) fn move_report(case: &mut Case, event: &Event, on: &str) -> Result<(), Misfit> {
    case.report = step(REPORT_MOVES, case.report, on)
        .map_err(|refusal| Misfit { seq: event.seq, says: refusal.says })?;
    Ok(())
}

fn push_message(case: &mut Case, event: &Event, to: Audience, automatic: bool) {
    let reader = match &to {
        Audience::Team => None,
        Audience::Reporter => Some(PartyRef::Reporter),
        Audience::Party(party) => Some(PartyRef::Party(party.clone())),
    };
    let inward = matches!(event.by, By::Reporter | By::Participant(_));
    let allowed = inward || reader.is_none_or(|reader| may_get(case, &reader).is_ok());
    case.messages.push(Message {
        seq: event.seq,
        at: event.at,
        by: event.by.clone(),
        to,
        automatic,
        body: text(event, "body"),
        allowed,
        mail: text(event, "mail").and_then(|text| Checks::read_stored(&text)),
    });
}

/// How this case hangs together with others.
fn joined(case: &mut Case, event: &Event) {
    match &event.fact {
        Fact::Duplicated { of, party } => {
            case.joined = Some(Joined { of: of.clone(), party: party.clone(), at: event.at });
        }
        Fact::SplitOff { case: part } => case.split.off.push(part.clone()),
        // Nobody outside holds a secret of it.
        Fact::Imported { .. } => {
            case.is_imported = true;
            case.consent.state = ConsentState::Left;
        }
        Fact::SplitFrom { case: whole } => {
            case.split.from = Some(whole.clone());
            // Nobody outside filed this; the reporter of the whole takes part.
            case.consent.state = ConsentState::Left;
        }
        _ => {}
    }
}

fn apply_advisory(case: &mut Case, event: &Event) {
    match &event.fact {
        Fact::AdvisoryWritten { .. } => {
            case.draft = text(event, "advisory").and_then(|text| AdvisoryDraft::read_stored(&text));
            case.draft_by = event.by.account().cloned();
            // Written again, even to the letter, it has to be asked about again.
            (case.asked, case.asked_by) = (None, None);
        }
        Fact::ApprovalAsked { candidate } => {
            case.asked = Some(*candidate);
            case.asked_by = event.by.account().cloned();
        }
        Fact::AdvisoryApproved { candidate } => {
            if let By::Person(by) = &event.by {
                case.approvals.push(Approval { by: by.clone(), candidate: *candidate });
            }
        }
        Fact::AdvisoryPublished { id, number, edition, .. } => {
            let first_at = case.published.as_ref().map_or(event.at, |published| published.first_at);
            case.published = Some(PublishedAs {
                id: id.clone(),
                number: *number,
                edition: *edition,
                first_at,
                at: event.at,
            });
            case.rewritten = false;
        }
        _ => {}
    }
}
