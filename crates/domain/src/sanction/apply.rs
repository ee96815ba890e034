//! What events make of sanctions.

use super::state::{Appeal, AppealState, Sanction, SanctionState};
use crate::case::{By, Case, Event, Fact};
use crate::words::AccountId;

/// One event more.
pub(crate) fn apply(case: &mut Case, event: &Event) {
    looked_into(case, event);
    let text = |key: &str| {
        let text = event.content.as_ref().map(|content| content.get(key).to_owned());
        text.filter(|text| !text.is_empty())
    };
    match &event.fact {
        Fact::Sanctioned { number, terms } => case.conduct.sanctions.push(Sanction {
            number: *number,
            terms: terms.clone(),
            at: event.at,
            by: event.by.account().cloned(),
            policy: event.policy,
            because: text("because"),
            notice: text("notice"),
            address: text("address"),
            key: text("key"),
            state: SanctionState::Running,
            ended_at: None,
            ended_because: None,
            appeal: Appeal::default(),
        }),
        Fact::SanctionLifted { number } => {
            if let Some(one) = find(case, *number) {
                (one.state, one.ended_at) = (SanctionState::Lifted, Some(event.at));
                one.ended_because = text("because");
            }
        }
        Fact::SanctionLapsed { number, effective_at } => {
            if let Some(one) = find(case, *number) {
                (one.state, one.ended_at) = (SanctionState::Lapsed, Some(*effective_at));
            }
        }
        Fact::SanctionAppealed { number } => {
            if let Some(one) = find(case, *number) {
                one.appeal.state = AppealState::Asked;
                (one.appeal.at, one.appeal.says) = (Some(event.at), text("because"));
            }
        }
        Fact::AppealDecided { number, upheld } => {
            if let Some(one) = find(case, *number) {
                one.appeal.state =
                    if *upheld { AppealState::Upheld } else { AppealState::Overturned };
                one.appeal.decided_by = event.by.account().cloned();
                (one.appeal.decided_at, one.appeal.because) = (Some(event.at), text("because"));
                if !upheld && one.state == SanctionState::Running {
                    (one.state, one.ended_at) = (SanctionState::Lifted, Some(event.at));
                }
            }
        }
        Fact::ContactGiven { under, .. } | Fact::Barred { under } => {
            case.conduct.barred.extend(under.iter().cloned());
        }
        Fact::BarLifted { under } => drop(case.conduct.barred.remove(under)),
        Fact::Seen => case.conduct.seen_by.extend(event.by.account().cloned()),
        _ => {}
    }
}

fn find(case: &mut Case, number: u32) -> Option<&mut Sanction> {
    case.conduct.sanctions.iter_mut().find(|one| one.number == number)
}

/// Who asks, judges, rates or decides about a report has looked into it; who handles it, too.
fn looked_into(case: &mut Case, event: &Event) {
    let By::Person(by) = &event.by else { return };
    let handler: Option<&AccountId> = match &event.fact {
        Fact::Accepted { handler } => Some(handler),
        Fact::InfoAsked { .. }
        | Fact::Judged { .. }
        | Fact::Reviewed { .. }
        | Fact::Validated { .. }
        | Fact::Invalidated { .. }
        | Fact::SeveritySet { .. }
        | Fact::LineAssessed { .. }
        | Fact::Deferred { .. }
        | Fact::Duplicated { .. } => None,
        _ => return,
    };
    case.conduct.triaged_by.extend([by].into_iter().chain(handler).cloned());
}
