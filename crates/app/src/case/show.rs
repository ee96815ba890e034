//! One case for one reader: what they may see of it and what they may do next.

use super::apart::{Shared, shared, shown_to};
use super::moves::{MoveNow, of_opened};
use super::offers::{Offer, offers};
use crate::ctx::Opened;
use crate::keys::breach_key;
use crate::{Ctx, Error};
use domain::access::{Action, Actor};
use domain::advisory::{AdvisoryState, EndedLine, RatingFinding};
use domain::case::{Case, Content, Event, Fact, Message, Phase, Violation, violations};
use domain::embargo::{Candidate, candidate};
use domain::release::{EndsFirst, LineStatus, assumed, ends_first, statuses};
use domain::triage::{
    Claim, Near, Suggestion, Verdict, compare, current_claim, judge, reported_claim,
    severity_findings, suggest,
};
use domain::words::{CaseId, PartyId, Refusal};
use std::collections::{BTreeMap, BTreeSet};

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
    without_keys(&mut events);
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
        case = shown_to(&ctx.actor, case);
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

/// What opens a file is for nobody to see.
fn without_keys(events: &mut [Event]) {
    for event in events.iter_mut().filter(|one| matches!(one.fact, Fact::Attached { .. })) {
        event.content = event.content.take().map(Content::without_keys);
    }
}

/// A reporter sees a part of their own case as one who takes part in it.
pub(crate) async fn seated(ctx: &Ctx, id: &CaseId) -> Result<Ctx, Error> {
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
