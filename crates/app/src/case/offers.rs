//! What a reader may do with a case now: what their rights and the machines' tables allow.

use crate::Ctx;
use crate::verb::verbs;
use domain::access::Actor;
use domain::advisory::{ADVISORY_MOVES, AdvisoryState};
use domain::case::{Case, REPORT_MOVES, ReportState};
use domain::embargo::{EMBARGO_MOVES, EmbargoState};
use domain::party::ConsentState;
use domain::sanction::{AppealState, SanctionState, may_impose};
use domain::world::{WORLD_MOVES, WorldKind};

/// A verb that the reader may use now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Its group.
    pub group: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// The verbs that this reader's rights and the machines' tables allow now.
pub(super) fn offers(ctx: &Ctx, case: &Case, advisory: AdvisoryState) -> Vec<Offer> {
    let fits = |verb: &&crate::Verb| match (&ctx.actor, verb.group, verb.name) {
        // A participant agrees to the terms that hold; nothing need be on the table.
        (Actor::Participant { .. }, "embargo", "accept") => case.embargo.state.binds(),
        // Nobody is asked to approve what they wrote.
        (_, "cve", "approve") => case.cves.values().any(|entry| entry.waits_for(ctx.account())),
        (_, "sanction", "impose") => may_impose(case, ctx.policy(), &ctx.by(), ctx.now).is_ok(),
        (_, "sanction", "appeal") => case.conduct.sanctions.iter().any(|one| {
            let open = one.appeal.state == AppealState::None && one.state != SanctionState::Lifted;
            open && ctx.now <= one.terms.appeal_until
        }),
        (_, "sanction", "answer") => {
            case.conduct.sanctions.iter().any(|one| one.waits() && one.by.as_ref() != ctx.account())
        }
        (_, "sanction", _) => {
            case.conduct.sanctions.iter().any(|one| one.state == SanctionState::Running)
        }
        (_, "case", "seen") => {
            let mine = ctx.account().is_some_and(|me| case.conduct.seen_by.contains(me));
            !case.conduct.barred.is_empty() && !mine
        }
        (_, group, name) => fits(case, advisory, group, name),
    };
    verbs()
        .filter(|verb| ctx.may_on(case, verb.action) && fits(verb))
        .map(|verb| Offer { group: verb.group, name: verb.name })
        .collect()
}

fn fits(case: &Case, advisory: AdvisoryState, group: &str, name: &str) -> bool {
    let open = case.report != ReportState::Closed;
    match (group, name) {
        ("case", "answer" | "write" | "note" | "redact") => true,
        ("case", "quarantine") => !case.attachments.is_empty(),
        ("case", "severity" | "judge") => open,
        ("case", "review") => case.review.is_some(),
        ("case", "recuse") => open,
        ("case", "readmit") => !case.recused.is_empty(),
        ("case", "retest") => case.report == ReportState::Accepted && has_fix(case),
        ("case", "tried") => case.retest.is_some_and(|retest| retest.passed.is_none()),
        ("case", "reopen") if case.published.is_some() || case.joined.is_some() => false,
        ("case", "resume") if case.joined.is_some() => false,
        ("case", "withdraw") if case.consent.state == ConsentState::Left => false,
        ("case", "split") => open && case.published.is_none(),
        ("case", on) => {
            REPORT_MOVES.iter().any(|row| row.on == on && row.from.contains(&case.report))
        }
        ("participant", "invite") => open && case.embargo.state != EmbargoState::None,
        ("participant", "write" | "remove") => {
            case.parties.values().any(|party| party.removed_at.is_none())
        }
        ("participant", _) => true,
        ("world", "hold") => case.world.attack.as_ref().is_some_and(|a| a.asked.is_none()),
        ("world", "second") => case.world.attack.as_ref().is_some_and(|a| a.asked.is_some()),
        ("world", on) => WorldKind::ALL.iter().any(|(_, what)| {
            let state = case.world.fact(*what).state;
            WORLD_MOVES.iter().any(|row| row.on == on && row.from.contains(&state))
        }),
        ("embargo", "reject" | "retract") => !case.embargo.proposals.is_empty(),
        ("embargo", "end") => case.embargo.state.binds() && !case.embargo.end_is_asked(),
        ("embargo", "confirm") => case.embargo.end_is_asked(),
        ("embargo", "propose") => {
            let on = if case.embargo.state.binds() { "revise" } else { "propose" };
            open && case.published.is_none()
                && EMBARGO_MOVES.iter().any(|r| r.on == on && r.from.contains(&case.embargo.state))
        }
        ("embargo", on) => {
            let state = case.embargo.state;
            open && EMBARGO_MOVES.iter().any(|row| row.on == on && row.from.contains(&state))
        }
        ("release", "fix" | "work" | "decline") => case.report == ReportState::Accepted,
        ("release", "review") => open && has_fix(case),
        ("release", _) => open,
        ("advisory", "write") => {
            matches!(case.report, ReportState::Valid | ReportState::Accepted)
        }
        ("advisory", "publish") if case.embargo.state.binds() => false,
        ("advisory", on) => {
            ADVISORY_MOVES.iter().any(|row| row.on == on && row.from.contains(&advisory))
        }
        ("cve", name) => cve_fits(case, name),
        // On a page of their own: whoever needs them does not see the case.
        ("glass", _) => false,
        _ => false,
    }
}

/// Whether any id of the case, or one that is yet to be recorded, can make this move.
fn cve_fits(case: &Case, name: &str) -> bool {
    let any = case.cves.values().any(|entry| entry.state.can(name));
    match name {
        "note" => !case.cves.is_empty(),
        "request" | "assign" => case.published.is_some() || case.is_confirmed(),
        "confirm" => case.world.public.is_so() && any,
        _ => any,
    }
}

fn has_fix(case: &Case) -> bool {
    case.lines.values().any(|line| line.fix.as_ref().is_some_and(|fix| fix.released_at.is_none()))
}
