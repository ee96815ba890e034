//! What the events themselves must say, read without the fold's verdicts: embargoes that ended, and
//! publications with two people behind them.

use super::{Finding, hold};
use crate::World;
use domain::case::{Case, EndReason, Event, Fact, TimerRow, Violation, apply_checked, fold};
use domain::embargo::{EmbargoState, candidate};
use domain::words::{AccountId, CaseId, Digest};
use domain::world::WorldKind;
use std::collections::BTreeSet;

/// New events, each judged by the case as it was before it.
pub(super) fn made_by_the_rules(
    world: &World,
    was: Option<Case>,
    events: &[Event],
    before: usize,
) -> Result<(), Finding> {
    let (known, new) = events.split_at(before.max(1));
    let unfit = |error: &dyn std::fmt::Display| Finding::new("fold", error.to_string());
    let id = CaseId::from_chance([0; 16]);
    let mut case = match was {
        Some(case) => case,
        None => fold(&id, known).map_err(|error| unfit(&error))?,
    };
    for (index, event) in new.iter().enumerate() {
        let past = &events[..known.len() + index];
        hold(event.at >= past[past.len() - 1].at, "order", || {
            format!("event {} is older than the one before", event.seq)
        })?;
        embargo_ends_by_the_rules(&case, event)?;
        terms_hold_by_the_rules(world, &case, event)?;
        published_by_the_rules(world, &case, past, event)?;
        cve_published_by_the_rules(past, event)?;
        went_off_once(past, event)?;
        super::conduct::by_the_rules(world, past, event)?;
        let broken = apply_checked(&mut case, event).map_err(|error| unfit(&error))?;
        if let Some(Violation { invariant, says }) = broken.into_iter().next() {
            return Err(Finding::new(invariant, says));
        }
    }
    Ok(())
}

/// A step that went off is one of the table, was due, and had not gone off before.
fn went_off_once(past: &[Event], event: &Event) -> Result<(), Finding> {
    let Fact::TimerFired { timer, step, due_at } = &event.fact else { return Ok(()) };
    let good = TimerRow::of(timer, step).is_some()
        && *due_at <= event.at
        && past.iter().all(|before| before.fact != event.fact);
    hold(good, "timers", || format!("{timer} {step} of {due_at} went off at {}", event.at))
}

/// The first terms that hold are the earliest that anybody asked for (e2); an end that is much sooner
/// than what was agreed takes two people of the team (e4, I10).
fn terms_hold_by_the_rules(world: &World, case: &Case, event: &Event) -> Result<(), Finding> {
    let Fact::EmbargoAccepted { terms } = &event.fact else { return Ok(()) };
    let embargo = &case.embargo;
    let chosen = embargo.proposals.iter().find(|proposal| proposal.terms.digest() == *terms);
    let Some(chosen) = chosen else { return Ok(()) };
    let ends_at = chosen.terms.ends_at;
    let Some(before) = embargo.terms.as_ref().filter(|_| embargo.state.binds()) else {
        let earliest = embargo.proposals.iter().map(|proposal| proposal.terms.ends_at).min();
        return hold(earliest == Some(ends_at), "e2", || {
            format!("the embargo holds until {ends_at}, and {earliest:?} was asked for")
        });
    };
    let most = i64::from(world.app.policy.embargo.second_person_days) * 24 * 60 * 60;
    let sooner = before.ends_at.duration_since(ends_at).as_secs();
    let people = chosen.agreed.iter().chain([&event.by]).filter_map(|by| by.account());
    let people: BTreeSet<&AccountId> = people.collect();
    hold(sooner <= most || people.len() > 1, "I10", || {
        format!("one person of the team made an embargo {sooner} s shorter")
    })
}

/// An embargo ends once: at its instant, or by two people, or because nothing valid is left (I1).
fn embargo_ends_by_the_rules(case: &Case, event: &Event) -> Result<(), Finding> {
    let binds = case.embargo.state.binds();
    match &event.fact {
        Fact::EmbargoExpired { effective_at } => {
            let proposed = case.embargo.proposals.iter().map(|proposal| &proposal.terms);
            let proposed = proposed.max_by_key(|terms| terms.ends_at);
            let terms = if binds { case.embargo.terms.as_ref() } else { proposed };
            let open = binds || case.embargo.state == EmbargoState::Proposed;
            hold(open, "I1", || {
                "an embargo expired that neither bound nor was proposed".to_owned()
            })?;
            hold(terms.is_some_and(|terms| terms.ends_at == *effective_at), "e7", || {
                format!("an embargo ended at {effective_at}, not at its instant")
            })?;
            hold(event.at >= *effective_at, "I1", || {
                format!("an embargo expired at {}, before {effective_at}", event.at)
            })
        }
        Fact::EmbargoEnded { reason: EndReason::NoValidReport, .. } => Ok(()),
        Fact::EmbargoEnded { reason: EndReason::Joined, .. } => {
            hold(case.joined.is_some(), "I1", || "nothing was joined".to_owned())
        }
        Fact::EmbargoEnded { reason: EndReason::Attacks, proposed_by: None } => {
            let attack = case.world.attack.as_ref();
            let due = attack.is_some_and(|attack| attack.due_at <= event.at);
            let so = case.world.attacks.is_so();
            hold(so && (due || !binds), "I1", || "nobody was given time to decide".to_owned())
        }
        Fact::EmbargoEnded { proposed_by: None, .. } => {
            let so = case.world.public.is_so() || case.world.exploit.is_so();
            hold(so, "I1", || "an embargo was forced to end by nothing".to_owned())
        }
        Fact::EmbargoEnded { proposed_by, .. } => {
            let two = match (proposed_by, event.by.account()) {
                (Some(first), Some(second)) => first != second,
                _ => false,
            };
            hold(binds && two, "I1", || "an embargo ended early without two people".to_owned())
        }
        _ => Ok(()),
    }
}

/// Who wrote the advisory that now stands.
fn author(past: &[Event]) -> Option<&AccountId> {
    let written = past.iter().rev().find(|e| matches!(e.fact, Fact::AdvisoryWritten { .. }))?;
    written.by.account()
}

/// Who asked last for approval.
fn asker(past: &[Event]) -> Option<&AccountId> {
    let asked = past.iter().rev().find(|e| matches!(e.fact, Fact::ApprovalAsked { .. }))?;
    asked.by.account()
}

/// Who approved exactly this.
fn approvers(past: &[Event], digest: Digest) -> impl Iterator<Item = &AccountId> {
    past.iter()
        .filter(move |event| {
            matches!(event.fact, Fact::AdvisoryApproved { candidate } if candidate == digest)
        })
        .filter_map(|event| event.by.account())
}

/// Nothing is published while an embargo stands or by one person alone (I5, I10), and what is
/// published is what was approved.
fn published_by_the_rules(
    world: &World,
    case: &Case,
    past: &[Event],
    event: &Event,
) -> Result<(), Finding> {
    let Fact::AdvisoryPublished { candidate: digest, edition, .. } = &event.fact else {
        return Ok(());
    };
    let free = matches!(case.embargo.state, EmbargoState::None | EmbargoState::Exited);
    hold(free, "I5", || "an advisory was published under an embargo".to_owned())?;
    let alone = |event: &&Event| {
        matches!(event.fact, Fact::AdvisoryApproved { candidate } if candidate == *digest)
            && event.by.account() == asker(&past[..event.seq as usize - 1])
    };
    hold(!past.iter().any(|event| alone(&event)), "I10", || {
        "who asked for an approval gave it".to_owned()
    })?;
    let second = approvers(past, *digest).any(|approver| Some(approver) != author(past));
    hold(second && author(past).is_some(), "I10", || {
        "an advisory was published without a second person".to_owned()
    })?;
    let stands = candidate(case, &world.app.policy).ok().map(|candidate| candidate.digest());
    hold(stands == Some(*digest), "I10", || {
        "something else was published than what was approved".to_owned()
    })?;
    let next = case.published.as_ref().map_or(1, |published| published.edition + 1);
    hold(*edition == next, "editions", || format!("edition {edition} came, not {next}"))
}

/// A CVE record is called published after somebody approved exactly what was read back, who had not
/// written it, and once the matter is public (I18, I10, W.P).
fn cve_published_by_the_rules(past: &[Event], event: &Event) -> Result<(), Finding> {
    let (Fact::CvePublished { entry, container } | Fact::CveStuck { entry, container }) =
        &event.fact
    else {
        return Ok(());
    };
    let written = |event: &&Event| matches!(&event.fact, Fact::CveDrafted { entry: e, container: c } if (e, c) == (entry, container));
    let approved = |event: &&Event| matches!(&event.fact, Fact::CveApproved { entry: e, container: c } if (e, c) == (entry, container));
    let author = |at: usize| past[..at].iter().rev().find(written).and_then(|e| e.by.account());
    let by_two = past
        .iter()
        .enumerate()
        .any(|(at, one)| approved(&one) && author(at).is_some() && author(at) != one.by.account());
    hold(by_two, "I18", || {
        format!("the record {container} of {entry} was published, and no second person approved it")
    })?;
    let public = past.iter().any(|event| {
        let own = matches!(event.fact, Fact::AdvisoryPublished { .. });
        let known = matches!(
            event.fact,
            Fact::WorldConfirmed { what: WorldKind::Public | WorldKind::Exploit, .. }
        );
        own || known
    });
    hold(public, "W.P", || format!("the record of {entry} came out in secret"))
}
