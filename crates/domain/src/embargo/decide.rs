//! What may be agreed about an embargo, and the facts that record it.

use super::needed::{Needed, cap, days, needed, speaks_for_reporter};
use super::state::EMBARGO_MOVES;
use super::{Terms, ends_by_itself};
use crate::case::{By, Case, Content, Fact, News, Proposal, Side, step};
use crate::party::ConsentState;
use crate::policy::Policy;
use crate::words::{Digest, Refusal, plain_length};
use jiff::Timestamp;

/// The longest reason, in characters.
const TEXT_LIMIT: usize = 10_000;

/// The policy's default terms, from the receipt of a report.
pub fn propose_default(policy: &Policy, received_at: Timestamp) -> Option<Terms> {
    let ends_at = received_at.checked_add(days(policy.embargo.default_days)).ok()?;
    Some(Terms::until(ends_at, &policy.calendar.zone))
}

/// An embargo whose instant has come is over, also while nobody has recorded it: nothing that is
/// said meanwhile can stretch it.
fn refuse_over(case: &Case, now: Timestamp) -> Result<(), Refusal> {
    if expire(case, now).is_none() {
        return Ok(());
    }
    Err(Refusal::new("e7", "the embargo has reached its end, which is about to be recorded"))
}

/// A reporter who left has no say in it any more.
fn refuse_gone(case: &Case, by: &By) -> Result<(), Refusal> {
    if *by == By::Reporter && case.consent.state == ConsentState::Left {
        return Err(Refusal::new("K", "you left this case"));
    }
    Ok(())
}

/// Put terms on the table; while others hold, those keep holding. Before any hold, the two sides
/// agree on the earlier of the ends that they stated, at once (e2).
pub fn propose(
    case: &Case,
    policy: &Policy,
    by: &By,
    (terms, scope, because): (Terms, &str, &str),
    now: Timestamp,
) -> Result<Vec<News>, Refusal> {
    let on = if case.embargo.state.binds() { "revise" } else { "propose" };
    step(EMBARGO_MOVES, case.embargo.state, on)?;
    refuse_over(case, now)?;
    refuse_gone(case, by)?;
    refuse_terms(case, policy, by, &terms, now)?;
    if plain_length(because).max(plain_length(scope)) > TEXT_LIMIT {
        let says = format!("a reason or scope has at most {TEXT_LIMIT} characters");
        return Err(Refusal::new("e1", says));
    }
    if on == "revise" && because.trim().is_empty() {
        return Err(Refusal::new("e4 e5", "to move an agreed end needs its reason in words"));
    }
    let content = Content::default().and("because", because.trim()).and("scope", scope.trim());
    let fact = Fact::EmbargoProposed { terms: terms.clone() };
    let mut news = vec![fact.with(content)];
    if on == "propose"
        && let Some(agreed) = agreed_at_once(case, policy, by, terms)
    {
        news.push(Fact::EmbargoAccepted { terms: agreed.digest() }.into());
    }
    Ok(news)
}

fn refuse_terms(
    case: &Case,
    policy: &Policy,
    by: &By,
    terms: &Terms,
    now: Timestamp,
) -> Result<(), Refusal> {
    let ends_at = terms.ends_at;
    if case.report.is_over() {
        return Err(Refusal::new("I7", "cannot propose an embargo: the case is closed"));
    }
    if case.published.is_some() {
        return Err(Refusal::new("I2", "cannot propose an embargo: the advisory is public"));
    }
    let holds = case.embargo.terms.as_ref().filter(|_| case.embargo.state.binds());
    let sooner = holds.is_some_and(|holds| ends_at < holds.ends_at);
    if case.world.any_so() && !sooner {
        let says = "no new embargo: the matter or an exploit is public, or it is being attacked";
        return Err(Refusal::new("e1", says));
    }
    if ends_at <= now {
        return Err(Refusal::new("e1", "an embargo ends in the future"));
    }
    let beyond = cap(case, policy).is_none_or(|cap| ends_at > cap);
    if beyond {
        let days = policy.embargo.cap_days;
        let says = format!("the policy caps an embargo at {days} days from the report");
        return Err(Refusal::new("embargo.cap_days", says));
    }
    if holds.is_some_and(|holds| holds == terms) {
        return Err(Refusal::new("e1", "these terms hold already"));
    }
    if let By::Participant(party) = by {
        let here = case.parties.get(party).is_some_and(crate::party::Party::is_here);
        if !here || holds.is_none() {
            let says = "a participant proposes other terms while some hold";
            return Err(Refusal::new("e1", says));
        }
    }
    let others = case.embargo.proposals.iter();
    let mut others = others.filter(|other| Side::of(&other.by) != Side::of(by));
    if holds.is_some() && others.any(|other| other.terms == *terms) {
        return Err(Refusal::new("e2", "these terms are on the table: accept them"));
    }
    Ok(())
}

/// The earlier of two ends that both sides have stated, where nobody else is needed.
fn agreed_at_once(case: &Case, policy: &Policy, by: &By, terms: Terms) -> Option<Terms> {
    let mut after = case.clone();
    let side = Side::of(by);
    after.embargo.proposals.retain(|other| Side::of(&other.by) != side);
    after.embargo.proposals.push(Proposal { terms, by: by.clone(), agreed: vec![by.clone()] });
    let earliest = after.embargo.proposals.iter().min_by_key(|one| one.terms.ends_at)?;
    needed(&after, policy, earliest).is_empty().then(|| earliest.terms.clone())
}

/// Accept what the other side proposed. With the digest of the terms that were read, only those:
/// the other side may have put others on the table meanwhile.
pub fn accept(
    case: &Case,
    policy: &Policy,
    by: &By,
    seen: Option<Digest>,
    now: Timestamp,
) -> Result<News, Refusal> {
    if case.report.is_over() {
        return Err(Refusal::new("I7", "cannot accept terms: the case is closed"));
    }
    if let By::Participant(_) = by {
        return accept_as_participant(case, policy, by, seen, now);
    }
    step(EMBARGO_MOVES, case.embargo.state, "accept")?;
    refuse_gone(case, by)?;
    let proposal = on_the_table(case, policy, by, seen)?;
    if let Side::Party(_) = Side::of(&proposal.by) {
        let says = "a participant's wish is for the team to take up: propose it, so that the \
                    reporter can answer";
        return Err(Refusal::new("e2", says));
    }
    if proposal.terms.ends_at <= now {
        return Err(Refusal::new("e2", "the proposed terms have already run out"));
    }
    refuse_over(case, now)?;
    let missing = needed(case, policy, proposal);
    let mine = |needed: &Needed| match by {
        By::Reporter => *needed == Needed::Reporter,
        _ => matches!(needed, Needed::Team | Needed::SecondPerson),
    };
    if proposal.agreed.contains(by) && missing.contains(&Needed::SecondPerson) {
        return Err(Refusal::new("I10", "a second person of the team agrees, not who proposed"));
    }
    if !missing.iter().any(mine) {
        return Err(Refusal::new("e2", "the other side accepts what this side proposed"));
    }
    Ok(agreed(case, policy, by, proposal, true))
}

/// One more agrees to a proposal: the last that is needed makes its terms hold, if they are one of
/// those who can.
fn agreed(case: &Case, policy: &Policy, by: &By, proposal: &Proposal, can: bool) -> News {
    let mut after = proposal.clone();
    after.agreed.push(by.clone());
    let terms = proposal.terms.digest();
    match can && needed(case, policy, &after).is_empty() {
        true => Fact::EmbargoAccepted { terms }.into(),
        false => Fact::EmbargoConsented { terms }.into(),
    }
}

/// The proposal that is meant.
fn on_the_table<'a>(
    case: &'a Case,
    policy: &Policy,
    by: &By,
    seen: Option<Digest>,
) -> Result<&'a Proposal, Refusal> {
    let proposals = case.embargo.proposals.iter().filter(|proposal| proposal.is_seen_by(by));
    let proposals: Vec<&Proposal> = proposals.collect();
    if let Some(seen) = seen {
        let says = "other terms are on the table than those you read; read them and accept those";
        let found = proposals.iter().copied().find(|proposal| proposal.terms.digest() == seen);
        return found.ok_or_else(|| Refusal::new("I16", says));
    }
    let waits = |proposal: &&&Proposal| {
        let missing = needed(case, policy, proposal);
        match by {
            By::Reporter => missing.contains(&Needed::Reporter),
            _ => missing.iter().any(|needed| *needed != Needed::Reporter),
        }
    };
    let waiting: Vec<&Proposal> = proposals.iter().filter(waits).copied().collect();
    match (waiting.as_slice(), proposals.first()) {
        ([one], _) => Ok(one),
        ([], Some(first)) => Ok(first),
        ([], None) => Err(Refusal::new("e2", "there are no terms on the table")),
        _ => Err(Refusal::new("I16", "several terms are on the table; say which, by their digest")),
    }
}

/// A participant accepts the terms in force, or agrees beforehand to ones that are proposed.
fn accept_as_participant(
    case: &Case,
    policy: &Policy,
    by: &By,
    seen: Option<Digest>,
    now: Timestamp,
) -> Result<News, Refusal> {
    let By::Participant(party) = by else {
        return Err(Refusal::new("K", "only a participant does this"));
    };
    let found = case.parties.get(party).filter(|party| party.is_here());
    let consent = &found.ok_or_else(|| Refusal::new("K", "you left this case"))?.consent;
    refuse_over(case, now)?;
    let holds = case.embargo.terms.as_ref().filter(|_| case.embargo.state.binds());
    let holds = holds.map(Terms::digest);
    let signed = holds.is_some_and(|holds| consent.signed(holds));
    let mut seeable = case.embargo.proposals.iter().filter(|one| one.is_seen_by(by));
    let waiting = seeable.clone().filter(|one| !one.agreed.contains(by));
    let waiting: Vec<Digest> = waiting.map(|one| one.terms.digest()).collect();
    // Who signed what holds can only mean what is on the table.
    let seen = seen.or_else(|| waiting.first().copied().filter(|_| signed && waiting.len() == 1));
    if let Some(seen) = seen.filter(|seen| Some(*seen) != holds) {
        let proposal = seeable.find(|one| one.terms.digest() == seen);
        let says = "other terms are there than those you read; read them and accept those";
        let proposal = proposal.ok_or_else(|| Refusal::new("I16", says))?;
        if proposal.agreed.contains(by) {
            return Err(Refusal::new("e2", "you agreed to these terms already"));
        }
        return Ok(agreed(case, policy, by, proposal, speaks_for_reporter(case, by)));
    }
    let terms = holds.ok_or_else(|| Refusal::new("e2", "no terms hold that you could accept"))?;
    if signed {
        return Err(Refusal::new("e2", "you accepted these terms already"));
    }
    Ok(Fact::TermsAccepted { party: party.clone(), terms }.into())
}

/// Do not want terms that another side put on the table; those that hold keep holding.
pub fn reject(case: &Case, by: &By, seen: Option<Digest>, because: &str) -> Result<News, Refusal> {
    let on = if case.embargo.state.binds() { "keep" } else { "reject" };
    step(EMBARGO_MOVES, case.embargo.state, on)?;
    if matches!(by, By::Participant(_)) && !speaks_for_reporter(case, by) {
        let says =
            "what the team and the reporter discuss is theirs; decline or leave for yourself";
        return Err(Refusal::new("e3", says));
    }
    refuse_gone(case, by)?;
    let terms = chosen(case, by, seen, |side| side != Side::of(by))?;
    Ok(Fact::EmbargoRejected { terms }.with(Content::default().and("because", because)))
}

/// Take back terms that one's own side put on the table.
pub fn retract(case: &Case, by: &By, seen: Option<Digest>, because: &str) -> Result<News, Refusal> {
    let on = if case.embargo.state.binds() { "keep" } else { "reject" };
    step(EMBARGO_MOVES, case.embargo.state, on)?;
    let terms = chosen(case, by, seen, |side| side == Side::of(by))?;
    let content = Content::default().and("because", because);
    Ok(Fact::EmbargoProposalWithdrawn { terms }.with(content))
}

fn chosen(
    case: &Case,
    by: &By,
    seen: Option<Digest>,
    of: impl Fn(Side) -> bool,
) -> Result<Digest, Refusal> {
    let fitting = case.embargo.proposals.iter().filter(|one| of(Side::of(&one.by)));
    let fitting = fitting.filter(|one| one.is_seen_by(by));
    let fitting: Vec<Digest> = fitting.map(|one| one.terms.digest()).collect();
    match (seen, fitting.as_slice()) {
        (Some(seen), all) if all.contains(&seen) => Ok(seen),
        (None, [one]) => Ok(*one),
        (_, []) => Err(Refusal::new("e3", "there are no such terms on the table")),
        (Some(_), _) => {
            Err(Refusal::new("I16", "other terms are on the table than those you read"))
        }
        (None, _) => Err(Refusal::new("I16", "several terms are on the table; say which")),
    }
}

/// The embargo's instant has come, whenever that is noticed; nothing if it has not.
pub fn expire(case: &Case, now: Timestamp) -> Option<News> {
    let effective_at = ends_by_itself(case).filter(|ends_at| *ends_at <= now)?;
    Some(Fact::EmbargoExpired { effective_at }.into())
}
