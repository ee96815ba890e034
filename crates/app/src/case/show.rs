//! One case for one reader: what they may see of it and what they may do next.

use super::apart::{Shared, keep_from, shared};
use super::moves::{MoveNow, of_opened};
use crate::ctx::Opened;
use crate::unit::breach_key;
use crate::verb::verbs;
use crate::{Ctx, Error};
use domain::access::{Action, Actor};
use domain::advisory::{ADVISORY_MOVES, AdvisoryState, EndedLine, RatingFinding};
use domain::case::{Case, Event, Message, Phase, REPORT_MOVES, ReportState, Violation, violations};
use domain::embargo::{Candidate, EMBARGO_MOVES, EmbargoState, candidate};
use domain::party::ConsentState;
use domain::release::{EndsFirst, LineStatus, assumed, ends_first, statuses};
use domain::triage::{
    Claim, Near, Suggestion, Verdict, compare, current_claim, judge, reported_claim,
    severity_findings, suggest,
};
use domain::words::{CaseId, PartyId, Refusal};
use domain::world::{WORLD_MOVES, WorldKind};
use std::collections::{BTreeMap, BTreeSet};

/// A verb that the reader may use now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Its group.
    pub group: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// A case as shown to one reader.
pub struct Shown {
    /// The case.
    pub case: Case,
    /// Where it is.
    pub phase: Phase,
    /// Invariants that it does not hold: every write to it is stopped; empty for the reporter.
    pub broken: Vec<Violation>,
    /// Its events; empty for the reporter.
    pub events: Vec<Event>,
    /// Messages this reader may see.
    pub messages: Vec<Message>,
    /// Facts as last stated.
    pub claim: Claim,
    /// What does not fit in its rating, and what the policy suggests; empty for the reporter.
    pub rating: Rating,
    /// What the threat model says of them now; nothing is decided by it.
    pub verdict: Verdict,
    /// What differs from the policy at receipt, in sentences; empty for the reporter.
    pub since_receipt: Vec<String>,
    /// Decided cases of this instance that are near and that the reader may read; empty for the
    /// reporter.
    pub near: Vec<Near>,
    /// The advisory as it would be published, or what it lacks.
    pub candidate: Result<Candidate, Refusal>,
    /// Where the advisory stands.
    pub advisory: AdvisoryState,
    /// Where each line of the policy stands in this case, by id; empty for the reporter.
    pub lines: BTreeMap<String, LineStatus>,
    /// Lines that an advisory published now would call assumed affected; empty for the reporter.
    pub assumed: Vec<EndedLine>,
    /// Lines that end before the embargo does; empty for the reporter.
    pub ends_first: Vec<EndsFirst>,
    /// Participants whose address broke an embargo in other cases, and in how many; for the team.
    pub broke_before: BTreeMap<PartyId, usize>,
    /// What this reader may do now.
    pub offers: Vec<Offer>,
    /// Of a joined report: what its reporter may know of the case it was joined to.
    pub shared: Option<Shared>,
    /// Whether the reader sees the team's side.
    pub team: bool,
}

/// What is to be said of a rating.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rating {
    /// What does not fit together.
    pub findings: Vec<RatingFinding>,
    /// What the policy would rate it, by its vector and the facts.
    pub suggestion: Option<Suggestion>,
}

impl Rating {
    fn of(case: &Case, claim: &Claim, ctx: &Ctx) -> Self {
        let policy = ctx.policy();
        let suggestion = suggest(policy, claim, case.vector.as_deref(), ctx.now);
        Self { findings: severity_findings(case, policy), suggestion }
    }
}

impl Shown {
    /// Whether this verb is offered.
    pub fn offers(&self, group: &str, name: &str) -> bool {
        self.offers.iter().any(|offer| offer.group == group && offer.name == name)
    }
}

/// Show a case.
pub async fn show(ctx: &Ctx, id: &CaseId) -> Result<Shown, Error> {
    let ctx = &seated(ctx, id).await?;
    shown(ctx, ctx.open(id, Action::ReadCase).await?).await
}

/// Show a case with what can be done with it and why the rest cannot; to the team, others get no
/// moves.
pub async fn show_with_moves(ctx: &Ctx, id: &CaseId) -> Result<(Shown, Vec<MoveNow>), Error> {
    let opened = ctx.open(id, Action::ReadCase).await?;
    let moves = match ctx.may_on(&opened.case, Action::ReadNotes) {
        true => of_opened(ctx, &opened).await?,
        false => Vec::new(),
    };
    Ok((shown(ctx, opened).await?, moves))
}

async fn shown(ctx: &Ctx, opened: Opened) -> Result<Shown, Error> {
    let id = &opened.case.id.clone();
    let (mut case, mut events) = (opened.case, opened.events);
    let opened_joined = case.joined.clone();
    let team = ctx.may_on(&case, Action::ReadNotes);
    let mut broken = violations(&case);
    for violation in &broken {
        tracing::error!(case.id = %id, violation.invariant, "an invariant does not hold");
    }
    let mut candidate = candidate(&case, ctx.policy());
    let digest = candidate.as_ref().ok().map(Candidate::digest);
    let advisory = AdvisoryState::of(&case, digest);
    let offers = offers(ctx, &case, advisory);
    let phase = Phase::of(&case);
    let mut claim = current_claim(&case);
    let lines = statuses(&case, ctx.policy(), ctx.now);
    let mut lines: BTreeMap<String, LineStatus> =
        lines.into_iter().map(|(line, status)| (line.id.clone(), status)).collect();
    let mut assumed = assumed(&case, ctx.policy(), ctx.now);
    let mut ends_first = ends_first(&case, ctx.policy());
    let mut rating = Rating::of(&case, &claim, ctx);
    if !team {
        rating = Rating::default();
        broken.clear();
        events.clear();
        lines.clear();
        assumed.clear();
        ends_first.clear();
        candidate = Err(Refusal::new("read-notes", "only the team sees what is being written"));
        keep_from(&ctx.actor, &mut case);
        claim = reported_claim(&case);
    }
    let shared = shared(ctx, &opened_joined).await?;
    let messages = case.messages.clone();
    let verdict = judge(ctx.policy(), &claim, ctx.now);
    let (mut since_receipt, mut near) = (Vec::new(), Vec::new());
    let mut broke_before = BTreeMap::new();
    if team {
        broke_before = broke(ctx, &case).await?;
        since_receipt = differs(ctx, &case, &claim).await?;
        let rules = verdict.rule_ids();
        let rules = if verdict.missing.is_empty() { rules } else { Vec::new() };
        near = crate::triage::near(ctx, Some(id), &claim, &rules).await?;
    }
    Ok(Shown {
        case,
        phase,
        broken,
        events,
        messages,
        claim,
        rating,
        verdict,
        since_receipt,
        near,
        candidate,
        advisory,
        lines,
        assumed,
        ends_first,
        broke_before,
        offers,
        shared,
        team,
    })
}

/// A reporter sees a part of their own case as one who takes part in it.
async fn seated(ctx: &Ctx, id: &CaseId) -> Result<Ctx, Error> {
    let seat = match &ctx.actor {
        Actor::Reporter(own) if own != id => ctx.seat(id).await?,
        _ => None,
    };
    Ok(seat.map_or_else(|| ctx.clone(), |(seat, _)| seat))
}

/// Who of these participants broke an embargo in other cases.
async fn broke(ctx: &Ctx, case: &Case) -> Result<BTreeMap<PartyId, usize>, Error> {
    let mut found = BTreeMap::new();
    for (id, party) in &case.parties {
        let Some(address) = &party.address else { continue };
        let keys = BTreeSet::from([breach_key(address)]);
        let others = ctx.app.store.keyed(&keys, BREACHES_MOST).await?;
        let others = others.iter().filter(|other| **other != case.id).count();
        if others > 0 {
            found.insert(id.clone(), others);
        }
    }
    Ok(found)
}

/// More breaches than this are not counted.
const BREACHES_MOST: u32 = 20;

/// What the policy at receipt says otherwise of these facts.
async fn differs(ctx: &Ctx, case: &Case, claim: &Claim) -> Result<Vec<String>, Error> {
    let Some(then) = ctx.app.policy_of(&case.received_under).await? else {
        return Ok(vec!["The policy in force at receipt can no longer be read.".to_owned()]);
    };
    Ok(compare((&then, case.received_at), (ctx.policy(), ctx.now), claim).differs)
}

/// The verbs that this reader's rights and the machines' tables allow now.
fn offers(ctx: &Ctx, case: &Case, advisory: AdvisoryState) -> Vec<Offer> {
    let fits = |verb: &&crate::Verb| match (&ctx.actor, verb.group, verb.name) {
        // A participant agrees to the terms that hold; nothing need be on the table.
        (Actor::Participant { .. }, "embargo", "accept") => case.embargo.state.binds(),
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
        _ => false,
    }
}

fn has_fix(case: &Case) -> bool {
    case.lines.values().any(|line| line.fix.as_ref().is_some_and(|fix| fix.released_at.is_none()))
}
