//! What no single event may do. Each function says what is wrong, or nothing.

use super::super::event::By;
use super::super::fact::Fact;
use super::super::history;
use super::super::report::ReportState;
use super::Step;
use crate::embargo::{EmbargoState, EndReason};

fn says(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// I1: an embargo that binds ends at its instant, or by two people with a reason, or because a rule
/// forces it.
pub(super) fn embargo_left(step: &Step) -> Option<String> {
    let (before, event) = (&step.before.embargo, step.event);
    let over = |state: EmbargoState| !state.binds();
    match &event.fact {
        Fact::EmbargoExpired { effective_at } => {
            let own = crate::embargo::ends_by_itself(step.before);
            if own != Some(*effective_at) {
                return says("an embargo ended at another instant than its terms name");
            }
            (event.at < *effective_at).then(|| "an embargo ended before its instant".to_owned())
        }
        Fact::EmbargoEnded { reason, proposed_by: None } => {
            let says = "an embargo ended by a rule that did not apply";
            (!is_forced(step, *reason)).then(|| says.to_owned())
        }
        Fact::EmbargoEnded { proposed_by, reason } => {
            let wish = before.end.as_ref();
            let asked = wish.is_some_and(|wish| {
                wish.reason == *reason && Some(&wish.by) == proposed_by.as_ref()
            });
            if !before.state.binds() || !asked {
                return says("an embargo ended early that nobody had asked to end for this reason");
            }
            if wish.is_some_and(|wish| !wish.says_why()) {
                return says("an embargo ended early without a reason in words");
            }
            match event.by.account() {
                Some(second) if Some(second) != proposed_by.as_ref() => None,
                _ => says("an embargo ended early without a second person"),
            }
        }
        _ if before.state.binds() && over(step.after.embargo.state) => {
            says("something else than an end took an embargo out of force")
        }
        _ => None,
    }
}

/// Ends that a rule forces; nobody has to ask for them.
fn is_forced(step: &Step, reason: EndReason) -> bool {
    let case = step.before;
    match reason {
        EndReason::NoValidReport => true,
        EndReason::Joined => case.joined.is_some(),
        EndReason::PublicInfo | EndReason::ExploitPublic | EndReason::Breach => {
            case.world.public.is_so() || case.world.exploit.is_so()
        }
        EndReason::Attacks => {
            let due = case.world.attack.as_ref().map(|attack| attack.due_at);
            let proposed = case.embargo.state == EmbargoState::Proposed;
            let over = proposed || due.is_some_and(|due| due <= step.event.at);
            case.world.attacks.is_so() && over
        }
        EndReason::FixReady | EndReason::Consensus | EndReason::Legal => false,
    }
}

/// I4: the end of an embargo publishes nothing; publication is a command of a person.
pub(super) fn published_by_itself(step: &Step) -> Option<String> {
    let changed = step.before.published != step.after.published;
    match (&step.event.fact, changed) {
        (Fact::AdvisoryPublished { .. }, _) if step.event.by.account().is_none() => {
            says("an advisory was published by no person")
        }
        (Fact::AdvisoryPublished { .. }, _) | (_, false) => None,
        _ => says("something became public without its command"),
    }
}

/// I5: nothing is published under an embargo, nor with terms on the table.
pub(super) fn published_under_embargo(step: &Step) -> Option<String> {
    let free = matches!(step.before.embargo.state, EmbargoState::None | EmbargoState::Exited);
    match step.event.fact {
        Fact::AdvisoryPublished { .. } if !free => says("an advisory came out under an embargo"),
        _ => None,
    }
}

/// I8: confirmed before accepted, accepted before fixed, and never closed right after it was
/// confirmed.
pub(super) fn report_jumped(step: &Step) -> Option<String> {
    use ReportState::{Accepted, Closed, Valid};
    let (from, to) = (step.before.report, step.after.report);
    if from == Valid && to == Closed {
        return says("a confirmed report was closed before anybody accepted it");
    }
    let again = matches!(step.event.fact, Fact::Resumed);
    if to == Accepted && from != Accepted && from != Valid && !again {
        return says("a report was accepted that nobody had confirmed");
    }
    if matches!(step.event.fact, Fact::FixReady { .. }) && from != Accepted {
        return says("a fix was recorded for a case that nobody had accepted");
    }
    None
}

/// I9: whoever calls a fix ready says how it was shown to work, or that it was not.
pub(super) fn ready_unproven(step: &Step) -> Option<String> {
    match step.event.fact {
        Fact::FixReady { proof: None, .. } => says("a fix was called ready, and nothing shows it"),
        _ => None,
    }
}

/// I10: nobody agrees to what is their own, and an agreement names the thing to the letter.
pub(super) fn agreed_alone(step: &Step) -> Option<String> {
    let before = step.before;
    let me = step.event.by.account();
    match &step.event.fact {
        Fact::AdvisoryApproved { candidate } => {
            if me.is_none() || me == before.draft_by.as_ref() || me == before.asked_by.as_ref() {
                return says("somebody approved an advisory that was their own");
            }
            let asked = before.asked == Some(*candidate);
            (!asked).then(|| "something else was approved than was asked about".to_owned())
        }
        Fact::FixReviewed { line, fix, passed: true } => {
            let fix = before
                .lines
                .get(line)
                .and_then(|state| state.fix.as_ref().filter(|known| known.digest == *fix));
            match fix {
                None => says("somebody looked at another fix than the one that is there"),
                Some(fix) if me.is_none() || me == fix.by.as_ref() => {
                    says("somebody found their own fix good")
                }
                Some(_) => None,
            }
        }
        Fact::AdvisoryPublished { candidate, .. } if !before.is_approved(*candidate) => {
            says("something was published that no second person approved to the letter")
        }
        _ => None,
    }
}

/// I14: a due instant is set by the event that starts its clock, and nothing else moves it.
pub(super) fn clock_moved(step: &Step) -> Option<String> {
    let dues = step.event.fact.dues();
    if matches!(step.event.fact, Fact::Reopened { .. }) {
        let kept = step.after.episodes.last().is_some_and(|one| one.clocks == step.before.clocks);
        return (!kept).then(|| "the clocks of an episode were not kept as they stood".to_owned());
    }
    for (id, was) in &step.before.clocks {
        let is = step.after.clocks.get(id);
        if dues.and_then(|dues| dues.get(id)).is_some() {
            continue;
        }
        if is.is_none_or(|is| is.due != was.due) {
            return Some(format!("the clock {id} moved though nothing started it again"));
        }
        let forgot = was.met_at.is_some() && is.is_some_and(|is| is.met_at != was.met_at);
        if forgot {
            return Some(format!("the clock {id} was met at another instant than it was"));
        }
    }
    None
}

/// I15: a changed policy asks people to look; it decides nothing again.
pub(super) fn review_decided(step: &Step) -> Option<String> {
    let (before, after) = (step.before, step.after);
    let review = matches!(step.event.fact, Fact::ReviewOpened { .. } | Fact::Reviewed { .. });
    let same = before.report == after.report
        && before.decided == after.decided
        && before.decided_by_rules == after.decided_by_rules
        && before.judgement == after.judgement
        && before.severity == after.severity
        && before.clocks == after.clocks
        && before.lines == after.lines;
    (review && !same).then(|| "a review changed what was decided".to_owned())
}

/// I16: consent names terms that are on the table, to the letter.
pub(super) fn consented_to_nothing(step: &Step) -> Option<String> {
    let Fact::EmbargoAccepted { terms } = &step.event.fact else { return None };
    let mut on_table = step.before.embargo.proposals.iter();
    let known = on_table.any(|proposal| proposal.terms.digest() == *terms);
    (!known).then(|| "somebody agreed to terms that are not on the table".to_owned())
}

/// I20: what the world knows and what the project has done come in one of the 70 orders.
pub(super) fn history_broken(step: &Step) -> Option<String> {
    history::broken_by(step.before, step.after)
}

/// I21: what decides about a report, a fix or an advisory is a person.
pub(super) fn decided_by_no_person(step: &Step) -> Option<String> {
    let deciding = matches!(
        step.event.fact,
        Fact::Judged { .. }
            | Fact::Validated { .. }
            | Fact::Invalidated { .. }
            | Fact::Accepted { .. }
            | Fact::SeveritySet { .. }
            | Fact::LineAssessed { .. }
            | Fact::FixReady { .. }
            | Fact::FixReviewed { .. }
            | Fact::WorldConfirmed { .. }
            | Fact::WorldDismissed { .. }
            | Fact::AttackHeld { .. }
            | Fact::PartyRemoved { .. }
            | Fact::AdvisoryWritten { .. }
            | Fact::ApprovalAsked { .. }
            | Fact::AdvisoryApproved { .. }
            | Fact::CveRequested { .. }
            | Fact::CveDrafted { .. }
            | Fact::CveApproved { .. }
    );
    // Whoever was asked and never answered is refused by the clock that the policy sets.
    let silent = step.before.report == ReportState::NeedsInfo
        && step.event.by == By::System
        && matches!(&step.event.fact, Fact::Invalidated { rules } if rules.is_empty());
    if deciding && !silent && !matches!(step.event.by, By::Person(_)) {
        return says("something was decided that only a person decides");
    }
    None
}

/// I22: what is erased leaves a tombstone that names an earlier event, set by a person.
pub(super) fn erased_nothing(step: &Step) -> Option<String> {
    let Fact::Redacted { event } = step.event.fact else { return None };
    if event == 0 || event >= step.event.seq {
        return says("a tombstone names no earlier event");
    }
    step.event.by.account().is_none().then(|| "no person set this tombstone".to_owned())
}
