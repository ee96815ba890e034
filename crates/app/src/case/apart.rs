//! What people from outside get of a case: their own side and nothing else. No page or program
//! behind it can give away what it never got.

use crate::{Ctx, Error};
use domain::access::{Action, Actor};
use domain::attachment::Attachment;
use domain::case::{Audience, By, Case, Joined, LineState, Message, Phase};
use domain::embargo::{Embargo, EmbargoState, EndReason};
use domain::party::Consent;
use domain::sanction::Conduct;
use domain::words::PartyId;
use domain::world::{World, WorldFact};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

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
    let case = match system.open(&joined.of, Action::ReadCase).await {
        Err(Error::NotThere) => return Ok(None),
        other => other?.case,
    };
    let phase = Phase::of(&case);
    let advisory = case.published.as_ref().map(|published| published.id.clone());
    let Some(party) = case.parties.get(&joined.party).filter(|party| party.is_here()) else {
        return Ok(None);
    };
    let consent = party.consent.clone();
    let embargo = embargo_for(case.embargo, Some(&joined.party));
    Ok(Some(Shared { known_since: case.received_at, phase, embargo, consent, advisory }))
}

/// What this reader from outside may see of a case.
pub(crate) fn shown_to(reader: &Actor, case: Case) -> Case {
    match reader {
        Actor::Participant { party, .. } => for_party(case, party),
        _ => for_reporter(case),
    }
}

/// Of sanctions a reporter reads what they were told, and nobody's name; of marks nothing.
fn told_of_conduct(conduct: Conduct) -> Conduct {
    let mut sanctions = conduct.sanctions;
    for one in &mut sanctions {
        (one.by, one.because, one.appeal.decided_by, one.terms.case) = (None, None, None, None);
        (one.address, one.key) = (None, None);
    }
    Conduct { sanctions, ..Conduct::default() }
}

/// Where lines stand, and nothing of how a fix is made.
fn outcome_of_lines(mut lines: BTreeMap<String, LineState>) -> BTreeMap<String, LineState> {
    for line in lines.values_mut() {
        (line.in_work, line.declined) = (None, None);
        if let Some(fix) = line.fix.as_mut() {
            (fix.commit, fix.because, fix.by, fix.reviewed_by) = (None, None, None, None);
        }
    }
    lines
}

/// When something last happened that they can see: that others are busy is nobody's business.
fn last_seen_change(messages: &[Message], received_at: Timestamp) -> Timestamp {
    messages.iter().map(|message| message.at).max().unwrap_or(received_at)
}

/// Wishes of other participants are between them and the team, and so is who agreed to what: the
/// embargo stands as it does for who reads it.
fn embargo_for(mut embargo: Embargo, own: Option<&PartyId>) -> Embargo {
    let reader = own.map_or(By::Reporter, |party| By::Participant(party.clone()));
    embargo.end = None;
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
    embargo
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
fn files_of(mut files: Vec<Attachment>, messages: &[Message], report: bool) -> Vec<Attachment> {
    let seen: BTreeSet<u64> = messages.iter().map(|message| message.seq).collect();
    files.retain(|one| seen.contains(&one.of) || (report && one.of == 1));
    files
}

/// Made anew of what is named here: what is new in a case is for nobody outside.
fn for_reporter(case: Case) -> Case {
    let mut messages = case.messages;
    messages.retain(|message| message.to == Audience::Reporter);
    let bare = Case::bare(&case.id, case.received_at, case.received_under);
    Case {
        version: case.version,
        door: case.door,
        received: case.received,
        secret: case.secret,
        report_text: case.report_text,
        accepted_rules: case.accepted_rules,
        report: case.report,
        decided_by_rules: case.decided_by_rules,
        handler: case.handler,
        severity: case.severity,
        vector: case.vector,
        embargo: embargo_for(case.embargo, None),
        contact: case.contact,
        consent: case.consent,
        world: confirmed_only(&case.world),
        // That there is another case they may know; which, not.
        joined: case.joined.map(|joined| Joined { of: case.id, ..joined }),
        split: case.split,
        episodes: case.episodes,
        is_imported: case.is_imported,
        conduct: told_of_conduct(case.conduct),
        lines: outcome_of_lines(case.lines),
        clocks: case.clocks,
        attachments: files_of(case.attachments, &messages, true),
        changed_at: last_seen_change(&messages, case.received_at),
        messages,
        published: case.published,
        rewritten: case.rewritten,
        resolution: case.resolution,
        closed_at: case.closed_at,
        began_at: case.began_at,
        deferred_until: case.deferred_until,
        retest: case.retest,
        ..bare
    }
}

/// The same for a participant, who has less: a digest would let them check a guess of what was
/// reported, and a version tell how much happened in the case.
fn for_party(case: Case, own: &PartyId) -> Case {
    let mine = Audience::Party(own.clone());
    let mut messages = case.messages;
    messages.retain(|message| message.to == mine);
    let mut attachments = files_of(case.attachments, &messages, false);
    for (place, message) in (1..).zip(&mut messages) {
        attachments.iter_mut().filter(|one| one.of == message.seq).for_each(|one| {
            (one.of, one.seq) = (place, 0);
        });
        message.seq = place;
    }
    let mut parties = case.parties;
    parties.retain(|party, _| party == own);
    Case {
        report: case.report,
        embargo: embargo_for(case.embargo, Some(own)),
        parties,
        world: confirmed_only(&case.world),
        changed_at: last_seen_change(&messages, case.received_at),
        messages,
        attachments,
        published: case.published,
        resolution: case.resolution,
        closed_at: case.closed_at,
        began_at: case.began_at,
        ..Case::bare(&case.id, case.received_at, case.received_under)
    }
}
