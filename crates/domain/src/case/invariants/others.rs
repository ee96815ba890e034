//! What no single event may do to the world's facts and to those who take part. Each function says
//! what is wrong, or nothing.

use super::super::event::{Audience, By};
use super::super::fact::Fact;
use super::super::glass::GLASS_OPEN;
use super::super::state::Case;
use super::Step;
use crate::embargo::Terms;
use crate::party::{Consent, ConsentState, Party};
use crate::words::{Digest, PartyId};
use crate::world::{WorldKind, WorldState};

fn says(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// I3: what is confirmed stays confirmed since then, and two people confirmed it.
pub(super) fn world_taken_back(step: &Step) -> Option<String> {
    for (_, what) in WorldKind::ALL {
        let (was, is) = (step.before.world.fact(what), step.after.world.fact(what));
        if was.is_so() && (is.state != WorldState::Confirmed || is.confirmed_at != was.confirmed_at)
        {
            return Some(format!("it was confirmed that {}, and no longer is", what.says()));
        }
    }
    None
}

/// I10: whoever reads a case without a part in it has a second person's word, for hours and no longer.
pub(super) fn read_alone(step: &Step) -> Option<String> {
    let Fact::GlassOpened { reader, until } = &step.event.fact else { return None };
    let asked = step.before.glass.asked.as_ref();
    let second = step.event.by.account();
    if asked.is_none_or(|asked| asked.by != *reader) || second.is_none() || second == Some(reader) {
        return Some("a case was opened to an auditor without a second person".to_owned());
    }
    let hours = until.duration_since(step.event.at);
    (hours > GLASS_OPEN).then(|| "a case was opened to an auditor for too long".to_owned())
}

/// I10: what is so in the world, and that an embargo is kept in spite of it, two people say.
pub(super) fn confirmed_alone(step: &Step) -> Option<String> {
    let before = &step.before.world;
    match &step.event.fact {
        Fact::WorldConfirmed { what: WorldKind::Public, .. } if before.exploit.is_so() => None,
        Fact::WorldConfirmed { what, .. } => {
            let me = step.event.by.account();
            let others = before.fact(*what).agreed.iter().any(|other| Some(other) != me);
            (me.is_none() || !others).then(|| "one person alone confirmed a fact".to_owned())
        }
        Fact::AttackHeld { until } => {
            let asked = before.attack.as_ref().and_then(|attack| attack.asked.as_ref());
            let second = asked.is_some_and(|asked| {
                asked.until == *until
                    && step.event.by.account().is_some_and(|second| *second != asked.by)
            });
            (!second).then(|| "one person alone kept an embargo in spite of attacks".to_owned())
        }
        _ => None,
    }
}

/// I17: what was said of the world, when and by whom, is only added to, until it is dismissed.
pub(super) fn allegation_edited(step: &Step) -> Option<String> {
    for (_, what) in WorldKind::ALL {
        let (was, is) = (step.before.world.fact(what), step.after.world.fact(what));
        let dismissed =
            matches!(step.event.fact, Fact::WorldDismissed { what: other } if other == what);
        if dismissed && was.is_so() {
            return says("what is confirmed cannot be dismissed");
        }
        if !dismissed && !is.alleged.starts_with(&was.alleged) {
            return Some(format!("what was said before about whether {} was edited", what.says()));
        }
        if !dismissed && is.state == WorldState::Unknown && was.state != WorldState::Unknown {
            return says("an allegation went away though nobody dismissed it");
        }
    }
    None
}

/// I6: content reaches a participant only under the terms that they signed, or under none.
pub(super) fn told_unbound(step: &Step) -> Option<String> {
    let Fact::MessageSent { to: Audience::Party(party), .. } = &step.event.fact else {
        return None;
    };
    let case = step.before;
    let Some(found) = case.parties.get(party) else {
        return says("something was written to somebody who takes no part");
    };
    if !found.is_here() {
        return says("something was written to a participant who is no longer one");
    }
    let binding = terms_in_force(case);
    let open =
        binding.is_none() && !case.embargo.state.binds() && case.embargo.proposals.is_empty();
    let signed = binding.is_some_and(|terms| found.consent.signed(terms));
    (!open && !signed).then(|| "content went to a participant who has not signed the terms".into())
}

fn terms_in_force(case: &Case) -> Option<Digest> {
    case.embargo.terms.as_ref().filter(|_| case.embargo.state.binds()).map(Terms::digest)
}

/// I11: who is recused does nothing in this case.
pub(super) fn recused_acted(step: &Step) -> Option<String> {
    let recused = step.event.by.account().is_some_and(|me| step.before.recused.contains(me));
    recused.then(|| "somebody who is recused acted".to_owned())
}

/// I16, on events: nobody consents for somebody else, nor to anything but terms that are there.
pub(super) fn consented_for_another(step: &Step) -> Option<String> {
    let (case, by) = (step.before, &step.event.by);
    let own = |party: &PartyId| *by == By::Participant(party.clone());
    let on_table = |terms: &Digest| {
        case.embargo.proposals.iter().any(|proposal| proposal.terms.digest() == *terms)
    };
    match &step.event.fact {
        Fact::TermsAccepted { party, .. } | Fact::TermsDeclined { party } if !own(party) => {
            says("somebody answered for another participant")
        }
        Fact::PartyLeft { party } | Fact::PartyWrote { party } if !own(party) => {
            says("somebody acted as another participant")
        }
        Fact::TermsAccepted { terms, .. } if terms_in_force(case) != Some(*terms) => {
            says("a participant accepted terms that are not in force")
        }
        Fact::EmbargoConsented { terms } if !on_table(terms) => {
            says("somebody agreed to terms that are not on the table")
        }
        Fact::EmbargoMerged { terms } => {
            let later = case.embargo.terms.as_ref().is_none_or(|now| terms.ends_at > now.ends_at);
            let binds = case.embargo.state.binds();
            (later || !binds).then(|| "two embargoes became one with a later end".to_owned())
        }
        _ => None,
    }
}

/// I16, on the case: whoever is bound is bound to the terms in force.
pub(super) fn bound_to_other_terms(case: &Case) -> Option<String> {
    let now = terms_in_force(case)?;
    let consents = std::iter::once(&case.consent);
    let mut consents = consents.chain(case.parties.values().map(|party| &party.consent));
    let other = |consent: &Consent| {
        consent.state == ConsentState::Signatory && consent.terms.is_some_and(|terms| terms != now)
    };
    consents.any(other).then(|| "somebody is bound to other terms than those in force".to_owned())
}

/// I19: a finder's channel is their own report; nothing of it is written in another journal.
pub(super) fn channel_crossed(step: &Step) -> Option<String> {
    let joined = |party: &PartyId| {
        step.before.parties.get(party).is_some_and(|party| party.channel.is_some())
    };
    match &step.event.fact {
        Fact::MessageSent { to: Audience::Party(party), .. } | Fact::PartyWrote { party }
            if joined(party) =>
        {
            says("words for or of another finder are in this case, not in their own report")
        }
        Fact::Invited { channel: Some(_), .. } if has_words(step) => {
            says("words of another finder's report came along with it")
        }
        _ => None,
    }
}

fn has_words(step: &Step) -> bool {
    step.event.content.as_ref().is_some_and(|content| !content.0.is_empty())
}

/// I19, on the case: a joined report has no participants of its own.
pub(super) fn joined_with_parties(case: &Case) -> Option<String> {
    let here = case.parties.values().any(Party::is_here);
    (case.joined.is_some() && here).then(|| "a joined report has participants of its own".into())
}
