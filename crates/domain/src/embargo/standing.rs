//! Where the embargo of a case stands: terms in force, terms on the table, how it ended.

use super::{EmbargoState, EndReason, Terms};
use crate::case::By;
use crate::words::{AccountId, Digest, PartyId};
use jiff::Timestamp;

/// The embargo of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Embargo {
    /// Where it stands.
    pub state: EmbargoState,
    /// Terms in force, or those last in force.
    pub terms: Option<Terms>,
    /// Terms on the table, at most one of each side.
    pub proposals: Vec<Proposal>,
    /// Later ends that somebody wished for when the earlier one was agreed.
    pub later: Vec<Terms>,
    /// Terms that held before, oldest first.
    pub past: Vec<Terms>,
    /// A wish to end it early, waiting for a second person.
    pub end: Option<EndProposal>,
    /// How it ended.
    pub exit: Option<Exit>,
}

impl Embargo {
    /// The proposal with these terms.
    pub(crate) fn proposal_mut(&mut self, terms: Digest) -> Option<&mut Proposal> {
        self.proposals.iter_mut().find(|proposal| proposal.terms.digest() == terms)
    }

    /// Whether a second person can decide about an early end.
    pub fn end_is_asked(&self) -> bool {
        self.end.as_ref().is_some_and(EndProposal::says_why)
    }
}

/// Terms on the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The terms.
    pub terms: Terms,
    /// Who proposed them.
    pub by: By,
    /// Who agreed so far; who proposed them first.
    pub agreed: Vec<By>,
}

impl Proposal {
    /// Whether somebody may know of it: wishes of a participant are between them and the team.
    pub fn is_seen_by(&self, by: &By) -> bool {
        match (&self.by, by) {
            (By::Participant(wish), By::Participant(reader)) => wish == reader,
            (By::Participant(_), By::Reporter) => false,
            _ => true,
        }
    }
}

/// Whose wish it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The team's, or the policy's default.
    Team,
    /// The reporter's.
    Reporter,
    /// One participant's.
    Party(PartyId),
}

impl Side {
    /// Of whoever did it.
    pub fn of(by: &By) -> Self {
        match by {
            By::Person(_) | By::System => Side::Team,
            By::Reporter => Side::Reporter,
            By::Participant(party) => Side::Party(party.clone()),
        }
    }
}

/// A wish to end an embargo early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndProposal {
    /// Who wishes it.
    pub by: AccountId,
    /// Why, as a kind.
    pub reason: EndReason,
    /// Why, in words.
    pub because: String,
}

impl EndProposal {
    /// Whether its reason is there; it may have been erased.
    pub fn says_why(&self) -> bool {
        !self.because.trim().is_empty()
    }
}

/// How an embargo ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    /// `None` when it reached its instant.
    pub reason: Option<EndReason>,
    /// From when it no longer held.
    pub effective_at: Timestamp,
    /// When that was noticed.
    pub observed_at: Timestamp,
}
