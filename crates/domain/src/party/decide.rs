//! What may be done with and by participants, and the facts that record it.

use super::{CONSENT_MOVES, Consent, ConsentState, Party, PartyKind, PartyRef};
use crate::case::{Audience, By, Case, Content, Dues, Fact, News, Terms, step};
use crate::embargo::{EmbargoState, ends_by_itself};
use crate::intake::body;
use crate::policy::Policy;
use crate::words::{Digest, PartyId, Refusal, one_line, plain_length};
use jiff::{SignedDuration, Timestamp};

/// The most participants of one case.
const MOST: usize = 500;
/// The longest name or address, in characters.
const NAME_LIMIT: usize = 200;

/// The consent of one party.
pub fn consent_of<'a>(case: &'a Case, who: &PartyRef) -> Option<&'a Consent> {
    match who {
        PartyRef::Reporter => Some(&case.consent),
        PartyRef::Party(id) => case.parties.get(id).map(|party| &party.consent),
    }
}

/// Whether new content of the case may reach this party now (I6). While terms bind, whoever has not
/// signed exactly those gets nothing new; before any bind, only the reporter, who knows it anyway.
pub fn may_get(case: &Case, who: &PartyRef) -> Result<(), Refusal> {
    let refused = |says: &str| Err(Refusal::new("I6", says));
    let party = match who {
        PartyRef::Reporter if case.split.from.is_some() => {
            let says = "nobody outside filed this part: write to the reporter in the whole case";
            return Err(Refusal::new("I19", says));
        }
        PartyRef::Reporter => None,
        PartyRef::Party(id) => Some(here(case, id)?),
    };
    let consent = consent_of(case, who).cloned().unwrap_or_default();
    if consent.state == ConsentState::Left {
        return refused("they left the case");
    }
    match case.embargo.state {
        EmbargoState::None | EmbargoState::Exited => Ok(()),
        EmbargoState::Proposed if party.is_none() => Ok(()),
        EmbargoState::Proposed => refused("no terms hold yet that this participant could accept"),
        EmbargoState::Active | EmbargoState::Revise => {
            let terms = case.embargo.terms.as_ref().map(Terms::digest);
            match terms.is_some_and(|terms| consent.signed(terms)) {
                true => Ok(()),
                false => refused("they have not accepted the terms that now hold"),
            }
        }
    }
}

/// The participant, if still one.
fn here<'a>(case: &'a Case, id: &PartyId) -> Result<&'a Party, Refusal> {
    let party = case.parties.get(id).filter(|party| party.removed_at.is_none());
    party.ok_or_else(|| Refusal::new("K", "this case has no such participant"))
}

/// Ask somebody to take part: they see the terms first, and content only when they have accepted.
pub fn invite(
    case: &Case,
    kind: PartyKind,
    (name, address, because): (&str, &str, &str),
    (party, secret): (PartyId, Digest),
    now: Timestamp,
) -> Result<News, Refusal> {
    let wrong = |says: &str| Err(Refusal::new("K invite", says));
    if case.report.is_over() || case.joined.is_some() {
        return wrong("cannot invite: this case is over or belongs to another one");
    }
    if kind == PartyKind::Reporter {
        return wrong("a reporter takes part with their own report: join that one to this case");
    }
    if !(1..=NAME_LIMIT).contains(&plain_length(name)) || plain_length(address) > NAME_LIMIT {
        return wrong("a participant has a name of 1 to 200 characters, and an address no longer");
    }
    let broken = |text: &str| text.trim() != one_line(text, NAME_LIMIT);
    if broken(name) || broken(address) {
        return wrong("a name and an address are one line each");
    }
    if !case.embargo.state.binds() && case.embargo.state != EmbargoState::Exited {
        return wrong("cannot invite: no terms hold yet that they could accept");
    }
    if ends_by_itself(case).is_some_and(|ends_at| ends_at <= now) {
        return wrong(
            "cannot invite: the embargo has reached its end, which is about to be recorded",
        );
    }
    if case.parties.len() >= MOST {
        return wrong("a case has at most 500 participants");
    }
    let content = Content::one("name", name.trim())
        .and("address", address.trim())
        .and("because", because.trim());
    let fact = Fact::Invited { party, role: kind, secret: Some(secret), channel: None };
    Ok(fact.with(content))
}

/// Join the report of the same problem: its reporter takes part in `original`, in their own channel.
/// Where both embargoes bind, the earlier end holds for all (e8).
pub fn join(
    report: &Case,
    original: &Case,
    policy: &Policy,
    party: PartyId,
    now: Timestamp,
) -> Result<(News, Vec<News>), Refusal> {
    let refused = |says: &str| Err(Refusal::new("r9", says));
    if report.id == original.id {
        return refused("a report is not a duplicate of itself");
    }
    if original.joined.is_some() {
        return refused("that case is itself joined to another one; name that other one");
    }
    if original.report.is_over() {
        return refused("that case is closed");
    }
    if !report.parties.is_empty() {
        return refused("others take part in this case; join the other one to this");
    }
    if report.published.is_some() {
        return refused("this case is published");
    }
    let invited = Fact::Invited {
        party: party.clone(),
        role: PartyKind::Reporter,
        secret: None,
        channel: Some(report.id.clone()),
    };
    let mut there: Vec<News> = vec![invited.into()];
    let ends = |case: &Case| {
        let terms = case.embargo.terms.clone().filter(|_| case.embargo.state.binds());
        terms.filter(|terms| terms.ends_at > now)
    };
    match (ends(report), ends(original)) {
        (Some(mine), Some(theirs)) if mine.ends_at < theirs.ends_at => {
            let sooner = theirs.ends_at.duration_since(mine.ends_at);
            let most = i64::from(policy.embargo.second_person_days).saturating_mul(24);
            let terms = Terms { ends_at: mine.ends_at, ..theirs };
            // Much sooner, it is a wish like any other: whoever files a report must not be able to
            // end the embargo of others.
            let merged = match sooner > SignedDuration::from_hours(most) {
                true => Fact::EmbargoProposed { terms },
                false => Fact::EmbargoMerged { terms },
            };
            there.push(merged.into());
        }
        _ => {}
    }
    Ok((Fact::Duplicated { of: original.id.clone(), party }.into(), there))
}

/// Write to one participant, in their channel.
pub fn write(case: &Case, party: &PartyId, text: &str) -> Result<News, Refusal> {
    let found = here(case, party)?;
    if found.channel.is_some() {
        let says = "this participant's channel is their own report: write to them there";
        return Err(Refusal::new("I19", says));
    }
    may_get(case, &PartyRef::Party(party.clone()))?;
    let to = Audience::Party(party.clone());
    Ok(Fact::MessageSent { to, automatic: false, due: Dues::new() }.with(body(text)?))
}

fn own(by: &By) -> Result<PartyId, Refusal> {
    match by {
        By::Participant(party) => Ok(party.clone()),
        _ => Err(Refusal::new("K", "only a participant does this, for themselves")),
    }
}

/// A participant writes to the team.
pub fn answer(case: &Case, by: &By, text: &str) -> Result<News, Refusal> {
    let party = own(by)?;
    if here(case, &party)?.channel.is_some() {
        return Err(Refusal::new(
            "I19",
            "your channel is your own report: write to the team there",
        ));
    }
    Ok(Fact::PartyWrote { party }.with(body(text)?))
}

/// A participant does not accept the terms.
pub fn decline(case: &Case, by: &By, because: &str) -> Result<News, Refusal> {
    let party = own(by)?;
    step(CONSENT_MOVES, here(case, &party)?.consent.state, "decline")?;
    Ok(Fact::TermsDeclined { party }.with(Content::default().and("because", because)))
}

/// A participant leaves. What they have read they have read; they get nothing more.
pub fn leave(case: &Case, by: &By, because: &str) -> Result<News, Refusal> {
    let party = own(by)?;
    step(CONSENT_MOVES, here(case, &party)?.consent.state, "leave")?;
    Ok(Fact::PartyLeft { party }.with(Content::default().and("because", because)))
}

/// The team ends a participant's access, from now on.
pub fn remove(case: &Case, party: &PartyId, because: &str) -> Result<News, Refusal> {
    here(case, party)?;
    if because.trim().is_empty() {
        return Err(Refusal::new("K remove", "ending somebody's access needs its reason in words"));
    }
    let fact = Fact::PartyRemoved { party: party.clone() };
    Ok(fact.with(Content::one("because", because)))
}
