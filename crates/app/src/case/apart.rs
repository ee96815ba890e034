//! What people from outside get of a case: their own side and nothing else. No page or program
//! behind it can give away what it never got.

use crate::{Ctx, Error};
use domain::access::{Action, Actor};
use domain::case::{Audience, By, Case, Joined, Phase, Split};
use domain::embargo::{Embargo, EmbargoState, EndReason};
use domain::mail::Contact;
use domain::party::Consent;
use domain::sanction::Conduct;
use domain::words::{Digest, PartyId};
use domain::world::{World, WorldFact};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What the reporter of a joined report may know of the case it was joined to: how it stands, and
/// never anybody's words (I19).
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// Since when the problem was known.
    pub known_since: Timestamp,
    /// Where that case is.
    pub phase: Phase,
    /// Its embargo: terms in force, terms on the table.
    pub embargo: Embargo,
    /// What this reporter agreed to there.
    pub consent: Consent,
    /// The id of its advisory, once that is public.
    pub advisory: Option<String>,
}

/// What a joined report's reporter, and the team, may know of the case it was joined to.
pub(super) async fn shared(ctx: &Ctx, joined: &Option<Joined>) -> Result<Option<Shared>, Error> {
    let Some(joined) = joined else { return Ok(None) };
    let system = ctx.as_system();
    let mut case = match system.open(&joined.of, Action::ReadCase).await {
        Err(Error::NotThere) => return Ok(None),
        other => other?.case,
    };
    let phase = Phase::of(&case);
    let advisory = case.published.as_ref().map(|published| published.id.clone());
    let Some(party) = case.parties.get(&joined.party).filter(|party| party.is_here()) else {
        return Ok(None);
    };
    let consent = party.consent.clone();
    proposals_of(&mut case, Some(&joined.party));
    case.embargo.end = None;
    Ok(Some(Shared {
        known_since: case.received_at,
        phase,
        embargo: case.embargo,
        consent,
        advisory,
    }))
}

/// Leave of a case what this reader from outside may see.
pub(crate) fn keep_from(reader: &Actor, case: &mut Case) {
    match reader {
        Actor::Participant { party, .. } => keep_from_party(case, party),
        _ => keep_from_reporter(case),
    }
}

fn keep_from_both(case: &mut Case) {
    (case.judgement, case.draft, case.draft_by, case.asked) = (None, None, None, None);
    (case.asked_by, case.severity_because, case.alike) = (None, None, None);
    (case.decided, case.review, case.reviewed, case.reversed) = (None, None, None, None);
    case.approvals.clear();
    keep_conduct(case);
    case.recused.clear();
    case.fired.clear();
    case.cves.clear();
    case.embargo.end = None;
    for line in case.lines.values_mut() {
        (line.in_work, line.declined) = (None, None);
        if let Some(fix) = line.fix.as_mut() {
            (fix.commit, fix.because, fix.by, fix.reviewed_by) = (None, None, None, None);
        }
    }
}

/// Of sanctions a reporter reads what they were told, and nobody's name; of marks nothing.
fn keep_conduct(case: &mut Case) {
    let mut sanctions = std::mem::take(&mut case.conduct).sanctions;
    for one in &mut sanctions {
        (one.by, one.because, one.appeal.decided_by, one.terms.case) = (None, None, None, None);
        (one.address, one.key) = (None, None);
    }
    case.conduct.sanctions = sanctions;
}

/// When something last happened that they can see: that others are busy is nobody's business.
fn last_seen_change(case: &mut Case) {
    let last = case.messages.iter().map(|message| message.at).max();
    case.changed_at = last.unwrap_or(case.received_at);
}

/// Wishes of other participants are between them and the team, and so is who agreed to what: the
/// embargo stands as it does for who reads it.
fn proposals_of(case: &mut Case, own: Option<&PartyId>) {
    let reader = own.map_or(By::Reporter, |party| By::Participant(party.clone()));
    let embargo = &mut case.embargo;
    embargo.proposals.retain(|proposal| proposal.is_seen_by(&reader));
    for proposal in &mut embargo.proposals {
        proposal.agreed.retain(|by| !matches!(by, By::Participant(_)) || *by == reader);
    }
    if embargo.state == EmbargoState::Revise && embargo.proposals.is_empty() {
        embargo.state = EmbargoState::Active;
    }
    if let Some(exit) = embargo.exit.as_mut().filter(|e| e.reason == Some(EndReason::Breach)) {
        // That somebody broke it is said to the team; that it is public, to all.
        exit.reason = Some(EndReason::PublicInfo);
    }
}

/// Of what is said about the world, only what is certain.
fn confirmed_only(world: &World) -> World {
    let fact = |fact: &WorldFact| match fact.is_so() {
        true => WorldFact {
            alleged: Vec::new(),
            agreed: Default::default(),
            breach: None,
            ..fact.clone()
        },
        false => WorldFact::default(),
    };
    World {
        public: fact(&world.public),
        exploit: fact(&world.exploit),
        attacks: fact(&world.attacks),
        attack: None,
        breaches: Vec::new(),
    }
}

/// Files go where the words went that they came with; those of the report are its reporter's.
fn keep_files(case: &mut Case, report: bool) {
    let seen: BTreeSet<u64> = case.messages.iter().map(|message| message.seq).collect();
    case.attachments.retain(|one| seen.contains(&one.of) || (report && one.of == 1));
}

fn keep_from_reporter(case: &mut Case) {
    keep_from_both(case);
    case.messages.retain(|message| message.to == Audience::Reporter);
    keep_files(case, true);
    last_seen_change(case);
    case.parties.clear();
    case.world = confirmed_only(&case.world);
    proposals_of(case, None);
    let own = case.id.clone();
    if let Some(joined) = &mut case.joined {
        // That there is another case they may know; which, not.
        joined.of = own;
    }
}

fn keep_from_party(case: &mut Case, own: &PartyId) {
    keep_from_both(case);
    case.split = Split::default();
    (case.conduct, case.is_imported) = (Conduct::default(), false);
    let mine = Audience::Party(own.clone());
    case.messages.retain(|message| message.to == mine);
    keep_files(case, false);
    last_seen_change(case);
    case.parties.retain(|party, _| party == own);
    case.world = confirmed_only(&case.world);
    proposals_of(case, Some(own));
    (case.report_text, case.accepted_rules, case.joined) = (None, None, None);
    case.contact = Contact::default();
    (case.handler, case.severity, case.vector) = (None, None, None);
    case.consent = Consent::default();
    case.lines.clear();
    case.clocks.clear();
    case.episodes.clear();
    case.decided_by_rules.clear();
    case.door.clear();
    // A digest would let them check a guess of what was reported.
    (case.received, case.secret) = (Digest::of(b""), Digest::of(b""));
    // How much happened in the case is nobody's business outside.
    case.version = 0;
    for (place, message) in (1..).zip(&mut case.messages) {
        case.attachments.iter_mut().filter(|one| one.of == message.seq).for_each(|one| {
            (one.of, one.seq) = (place, 0);
        });
        message.seq = place;
    }
}
