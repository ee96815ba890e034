//! Who still has to agree before terms hold.

use crate::case::{By, Case, Proposal, Side};
use crate::party::ConsentState;
use crate::policy::Policy;
use crate::words::AccountId;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// Whose yes is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needed {
    /// The team's.
    Team,
    /// The reporter's.
    Reporter,
    /// A second person of the team's.
    SecondPerson,
}

impl Needed {
    /// For people.
    pub fn says(self) -> &'static str {
        match self {
            Needed::Team => "the team",
            Needed::Reporter => "the reporter",
            Needed::SecondPerson => "a second person of the team",
        }
    }
}

pub(super) fn days(count: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(count).saturating_mul(24))
}

/// The latest end that the policy lets anybody agree on.
pub(super) fn cap(case: &Case, policy: &Policy) -> Option<Timestamp> {
    case.began_at.checked_add(days(policy.embargo.cap_days)).ok()
}

/// Who still has to agree to this proposal. Before any terms hold, whoever wished for a later end
/// has agreed to the earlier one.
pub fn needed(case: &Case, policy: &Policy, proposal: &Proposal) -> Vec<Needed> {
    let embargo = &case.embargo;
    let mut agreed: Vec<&By> = proposal.agreed.iter().collect();
    if !embargo.state.binds() {
        let longer = embargo.proposals.iter();
        let longer = longer.filter(|other| other.terms.ends_at >= proposal.terms.ends_at);
        agreed.extend(longer.map(|other| &other.by));
    }
    let team: BTreeSet<&AccountId> = agreed.iter().filter_map(|by| by.account()).collect();
    let mut missing = Vec::new();
    if !agreed.iter().any(|by| Side::of(by) == Side::Team) {
        missing.push(Needed::Team);
    }
    let reporter = has_reporter(case);
    if reporter && !agreed.iter().any(|by| speaks_for_reporter(case, by)) {
        missing.push(Needed::Reporter);
    }
    // Where no reporter is left to agree, one person alone does not move what holds.
    let alone = !reporter && case.embargo.state.binds();
    if (alone || comes_much_sooner(case, policy, proposal)) && team.len() < 2 {
        missing.push(Needed::SecondPerson);
    }
    missing
}

/// Whether this is the reporter: of this case, or of the whole that it is a part of.
pub(super) fn speaks_for_reporter(case: &Case, by: &By) -> bool {
    match by {
        By::Reporter => true,
        By::Participant(party) => case.parties.get(party).is_some_and(|party| {
            party.channel.is_some() && party.channel == case.split.from && party.is_here()
        }),
        By::Person(_) | By::System => false,
    }
}

/// Whether there is a reporter whose consent counts, and who has not left.
fn has_reporter(case: &Case) -> bool {
    let part = case.split.from.is_some();
    let here = case.parties.keys().cloned().map(By::Participant);
    match part {
        true => here.into_iter().any(|by| speaks_for_reporter(case, &by)),
        false => case.consent.state != ConsentState::Left,
    }
}

/// Whether this ends so much sooner than what was agreed that one person of the team is not enough.
/// Several small steps count as one: the latest end that was ever agreed is what it is held against.
fn comes_much_sooner(case: &Case, policy: &Policy, proposal: &Proposal) -> bool {
    let holds = case.embargo.terms.as_ref().filter(|_| case.embargo.state.binds());
    let agreed = holds.into_iter().chain(&case.embargo.past).map(|terms| terms.ends_at).max();
    let ends_at = proposal.terms.ends_at;
    let sooner = holds.is_some_and(|holds| ends_at < holds.ends_at);
    let most = days(policy.embargo.second_person_days);
    sooner && agreed.is_some_and(|agreed| agreed.duration_since(ends_at) > most)
}
