//! What may be said about the world, who confirms it, and what follows in the same moment.

use super::{WORLD_MOVES, WorldKind};
use crate::case::{By, Case, Content, EndReason, Fact, News, step};
use crate::embargo::{EmbargoState, end_by_rule};
use crate::party::{Party, PartyKind, PartyRef};
use crate::policy::Policy;
use crate::words::{Digest, Refusal, plain_length};
use jiff::{SignedDuration, Timestamp};

/// The longest source or evidence, in characters.
const TEXT_LIMIT: usize = 10_000;
/// The most allegations of one fact that are kept apart.
const MOST: usize = 50;

/// Say that something is so: who may read the case may say it, and shows where.
pub fn allege(
    case: &Case,
    by: &By,
    what: WorldKind,
    (source, evidence): (&str, &str),
    capture: Option<Digest>,
) -> Result<News, Refusal> {
    let fact = case.world.fact(what);
    step(WORLD_MOVES, fact.state, "allege")?;
    if let By::Participant(party) = by
        && !case.parties.get(party).is_some_and(Party::is_here)
    {
        return Err(Refusal::new("K", "you left this case"));
    }
    if source.trim().is_empty() {
        return Err(Refusal::new("w1", "say where it can be seen: an address or a place"));
    }
    if plain_length(source).max(plain_length(evidence)) > TEXT_LIMIT {
        let says = format!("a source or evidence has at most {TEXT_LIMIT} characters");
        return Err(Refusal::new("w1", says));
    }
    if fact.alleged.len() >= MOST {
        return Err(Refusal::new("w1", "this was said often enough; somebody has to decide it"));
    }
    let content = Content::one("source", source.trim()).and("evidence", evidence.trim());
    Ok(Fact::WorldAlleged { what, capture }.with(content))
}

/// Hold it to be so. With a second person of the team it is confirmed, and everything that follows
/// happens in the same unit: nobody stays bound to silence about what is public.
pub fn confirm(
    case: &Case,
    policy: &Policy,
    what: WorldKind,
    (by, now): (&By, Timestamp),
    (breach, because): (Option<PartyRef>, &str),
) -> Result<Vec<News>, Refusal> {
    let fact = case.world.fact(what);
    step(WORLD_MOVES, fact.state, "confirm")?;
    let Some(me) = by.account() else {
        return Err(Refusal::new("w2", "people of the team confirm"));
    };
    if let Some(PartyRef::Party(party)) = &breach
        && !case.parties.contains_key(party)
    {
        return Err(Refusal::new("w2", "this case has no such participant"));
    }
    if breach.is_some() && what == WorldKind::Attacks {
        return Err(Refusal::new("w2", "who attacks is not who broke the embargo"));
    }
    let because = Content::default().and("because", because);
    let other_breach = breach.is_some() && breach != fact.breach;
    if other_breach || fact.agreed.iter().all(|account| account == me) {
        if fact.agreed.contains(me) && !other_breach {
            let says = "a second person of the team confirms it, not who said so first";
            return Err(Refusal::new("I10", says));
        }
        return Ok(vec![Fact::WorldAgreed { what, breach }.with(because)]);
    }
    let breach = fact.breach.clone();
    let decide_by =
        decide_by(policy, now).filter(|_| what == WorldKind::Attacks && case.embargo.state.binds());
    Ok(confirmed(case, what, (breach, decide_by), because))
}

/// It is so: this, what it implies, and the end of the embargo where it must end.
fn confirmed(
    case: &Case,
    what: WorldKind,
    (breach, decide_by): (Option<PartyRef>, Option<Timestamp>),
    because: Content,
) -> Vec<News> {
    let suspended = match &breach {
        Some(PartyRef::Party(id)) => {
            let list = case.parties.get(id).filter(|party| party.kind == PartyKind::Recipient);
            list.filter(|party| party.is_here()).map(|_| id.clone())
        }
        _ => None,
    };
    let broken = breach.is_some();
    let mut news = vec![Fact::WorldConfirmed { what, breach, decide_by }.with(because)];
    if what == WorldKind::Exploit && !case.world.public.is_so() {
        // An exploit that everybody has tells everybody of the vulnerability.
        let public = WorldKind::Public;
        news.push(Fact::WorldConfirmed { what: public, breach: None, decide_by: None }.into());
    }
    let forced = match what {
        // Attacks end only what nobody agreed to yet; about the rest people decide.
        WorldKind::Attacks => {
            Some(EndReason::Attacks).filter(|_| case.embargo.state == EmbargoState::Proposed)
        }
        _ if broken => Some(EndReason::Breach),
        WorldKind::Exploit => Some(EndReason::ExploitPublic),
        WorldKind::Public => Some(EndReason::PublicInfo),
    };
    news.extend(forced.and_then(|reason| end_by_rule(case, reason)));
    if let Some(party) = suspended {
        let because = Content::one("because", "the embargo was broken from here; pending a review");
        news.push(Fact::PartyRemoved { party }.with(because));
    }
    news
}

/// It is not so.
pub fn dismiss(case: &Case, what: WorldKind, because: &str) -> Result<News, Refusal> {
    step(WORLD_MOVES, case.world.fact(what).state, "dismiss")?;
    if because.trim().is_empty() {
        return Err(Refusal::new("w3", "to dismiss it needs its reason in words"));
    }
    Ok(Fact::WorldDismissed { what }.with(Content::one("because", because)))
}

/// By when people decide about an embargo once attacks are known.
fn decide_by(policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    now.checked_add(SignedDuration::from_hours(policy.embargo.attack_hours.into())).ok()
}

/// Ask to keep the embargo for a while although attacks are known.
pub fn hold(
    case: &Case,
    policy: &Policy,
    until: Timestamp,
    because: &str,
    now: Timestamp,
) -> Result<News, Refusal> {
    let Some(attack) = &case.world.attack else {
        return Err(Refusal::new("w2", "no decision about attacks is open"));
    };
    if attack.due_at <= now {
        return Err(Refusal::new("w2", "the time to decide is over; the embargo ends"));
    }
    if attack.asked.as_ref().is_some_and(|asked| asked.until > now) {
        return Err(Refusal::new("I10", "this is asked for already; a second person decides"));
    }
    if because.trim().is_empty() {
        return Err(Refusal::new("w2", "to keep it needs its reason in words"));
    }
    let latest = decide_by(policy, now).unwrap_or(now);
    if until <= now || until > latest {
        let hours = policy.embargo.attack_hours;
        let says = format!("it can be kept for at most {hours} hours at a time: until {latest}");
        return Err(Refusal::new("w2", says));
    }
    Ok(Fact::AttackHoldAsked { until }.with(Content::one("because", because)))
}

/// Agree, as a second person, to keep it.
pub fn second(case: &Case, by: &By, now: Timestamp) -> Result<News, Refusal> {
    let attack = case.world.attack.as_ref();
    let Some(asked) = attack.and_then(|attack| attack.asked.as_ref()) else {
        return Err(Refusal::new("w2", "nobody asks to keep this embargo in spite of attacks"));
    };
    if attack.is_some_and(|attack| attack.due_at <= now) || asked.until <= now {
        return Err(Refusal::new("w2", "the time to decide is over; the embargo ends"));
    }
    if by.account().is_none_or(|account| *account == asked.by) {
        return Err(Refusal::new("I10", "a second person decides, not who asked"));
    }
    Ok(Fact::AttackHeld { until: asked.until }.into())
}

/// Nobody decided in time: the embargo ends. Nothing if it is not yet time.
pub fn attack_over(case: &Case, now: Timestamp) -> Option<News> {
    case.world.attack.as_ref().filter(|attack| attack.due_at <= now)?;
    end_by_rule(case, EndReason::Attacks).filter(|_| case.embargo.state.binds())
}
