//! The terms of an embargo for whoever is not of the team: what holds, what is on the table, who has
//! to answer what, and the forms for it. Of others who take part it knows nothing.

use super::forms::{Desk, FormView, Known};
use crate::say;
use crate::when::When;
use app::find_verb;
use domain::embargo::{Embargo, Needed, Proposal, Side};
use domain::party::{Consent, ConsentState};
use domain::words::Digest;
use jiff::Timestamp;

/// Who looks at the terms.
pub(crate) struct Looks<'a> {
    /// The forms of this page.
    pub(crate) desk: Desk<'a>,
    /// Whose side they are on.
    pub(crate) side: Side,
    /// What they agreed to.
    pub(crate) consent: &'a Consent,
    /// Who still has to agree to a proposal, where the reader may know.
    pub(crate) missing: &'a dyn Fn(&Proposal) -> Vec<Needed>,
    /// Whether a verb is offered.
    pub(crate) offers: &'a dyn Fn(&str, &str) -> bool,
    /// Now.
    pub(crate) now: Timestamp,
}

/// The terms, ready to be shown.
pub(crate) struct Negotiation {
    /// What holds, how far content may travel, and since it is over, if it is.
    pub(crate) holds: Option<(When, &'static str)>,
    /// What is on the table.
    pub(crate) proposals: Vec<ProposalView>,
    /// Later ends that somebody wished for before the earlier one was agreed.
    pub(crate) later: Vec<When>,
    /// How the reader's own consent stands.
    pub(crate) consent: (String, &'static str),
    /// To agree to what holds.
    pub(crate) sign: Option<FormView>,
    /// To propose another end.
    pub(crate) propose: Option<FormView>,
    /// To say no to the terms.
    pub(crate) decline: Option<FormView>,
    /// To leave.
    pub(crate) leave: Option<FormView>,
}

/// Terms on the table.
pub(crate) struct ProposalView {
    /// Until when.
    pub(crate) ends: When,
    /// Who proposes them, as the message that says it.
    pub(crate) by: &'static str,
    /// How far content may travel.
    pub(crate) tlp: &'static str,
    /// Who still has to agree, in words.
    pub(crate) missing: Vec<String>,
    /// To agree.
    pub(crate) accept: Option<FormView>,
    /// To say no.
    pub(crate) reject: Option<FormView>,
    /// To take one's own back.
    pub(crate) retract: Option<FormView>,
}

impl Negotiation {
    /// The later ends in their elements.
    pub(crate) fn later_ends(&self) -> String {
        self.later.iter().map(When::tag).collect::<Vec<_>>().join(", ")
    }
}

impl Looks<'_> {
    fn form(&self, group: &str, name: &str, known: &Known<'_>) -> Option<FormView> {
        let verb = find_verb(group, name).filter(|_| (self.offers)(group, name))?;
        Some(self.desk.form(verb, known))
    }

    fn when(&self, at: Timestamp) -> When {
        When::new(at, self.now, self.desk.policy)
    }

    fn is_party(&self) -> bool {
        matches!(self.side, Side::Party(_))
    }

    /// The terms of this embargo.
    pub(crate) fn at(&self, embargo: &Embargo) -> Negotiation {
        let binding = embargo.terms.as_ref().filter(|_| embargo.state.binds());
        let signed = |terms: Digest| self.consent.signed(terms);
        let to_sign = binding.map(domain::embargo::Terms::digest);
        let to_sign = to_sign.filter(|terms| self.is_party() && !signed(*terms));
        let here = self.is_party() && self.consent.state != ConsentState::Left;
        let plain = |group, name| self.form(group, name, &Known::default());
        let asked = to_sign.is_some() && self.consent.state != ConsentState::Declined;
        Negotiation {
            holds: binding.map(|terms| (self.when(terms.ends_at), terms.tlp.label())),
            proposals: embargo.proposals.iter().map(|one| self.proposal(one)).collect(),
            later: embargo.later.iter().map(|terms| self.when(terms.ends_at)).collect(),
            consent: consent(self.consent, to_sign.is_some()),
            sign: to_sign.filter(|_| here).and_then(|terms| {
                let known = Known { fixed: vec![("terms", terms.to_string())], ..Known::default() };
                self.form("embargo", "accept", &known)
            }),
            propose: plain("embargo", "propose"),
            decline: plain("participant", "decline").filter(|_| here && asked),
            leave: plain("participant", "leave").filter(|_| here),
        }
    }

    fn proposal(&self, proposal: &Proposal) -> ProposalView {
        let digest = proposal.terms.digest().to_string();
        let side = Side::of(&proposal.by);
        let missing = (self.missing)(proposal);
        let mine = side == self.side;
        let suffix = if mine { format!("-{}", &digest[..8]) } else { String::new() };
        let known = Known { fixed: vec![("terms", digest)], suffix: &suffix, ..Known::default() };
        let form = |name| self.form("embargo", name, &known);
        ProposalView {
            ends: self.when(proposal.terms.ends_at),
            by: match side {
                _ if mine => "terms-you-propose",
                Side::Team => "terms-team-proposes",
                Side::Reporter => "terms-reporter-proposes",
                Side::Party(_) => "terms-party-proposes",
            },
            tlp: proposal.terms.tlp.label(),
            accept: form("accept").filter(|_| missing.contains(&Needed::Reporter)),
            reject: form("reject").filter(|_| !mine && !self.is_party()),
            retract: form("retract").filter(|_| mine),
            missing: missing
                .into_iter()
                .map(|one| match one {
                    Needed::Reporter if self.side == Side::Reporter => say("needed-you"),
                    Needed::Reporter => say("needed-reporter"),
                    Needed::Team => say("needed-team"),
                    Needed::SecondPerson => say("needed-second"),
                })
                .map(|who| who.text())
                .collect(),
        }
    }
}

fn consent(consent: &Consent, asked: bool) -> (String, &'static str) {
    let (id, look) = match consent.state {
        ConsentState::None if asked => ("consent-not-asked", "open"),
        ConsentState::None => ("consent-unbound", "kept"),
        ConsentState::Invited => ("consent-asked", "open"),
        ConsentState::Signatory if asked => ("consent-changed", "late"),
        ConsentState::Signatory => ("consent-agreed", "yes"),
        ConsentState::Lapsed => ("consent-changed", "late"),
        ConsentState::Declined => ("consent-declined", "no"),
        ConsentState::Left => ("consent-left", "no"),
    };
    (say(id).text(), look)
}
