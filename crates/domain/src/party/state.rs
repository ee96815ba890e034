//! Participants and the machine of their consent.

use crate::access::Action;
use crate::case::{Move, State};
use crate::words::{CaseId, Digest, PartyId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What somebody takes part as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// The reporter of the same problem, in their own report.
    Reporter,
    /// Whoever ships the affected code too.
    Vendor,
    /// Whoever helps several vendors to act together.
    Coordinator,
    /// Told before publication, so that fixes are there on the day.
    Recipient,
}

impl PartyKind {
    /// Those that the team invites, with their words.
    pub const INVITED: [(&'static str, PartyKind); 3] = [
        ("vendor", PartyKind::Vendor),
        ("coordinator", PartyKind::Coordinator),
        ("recipient", PartyKind::Recipient),
    ];

    /// For people.
    pub fn word(self) -> &'static str {
        match self {
            PartyKind::Reporter => "reporter",
            PartyKind::Vendor => "vendor",
            PartyKind::Coordinator => "coordinator",
            PartyKind::Recipient => "recipient",
        }
    }

    /// The role that says what they may do.
    pub fn role(self) -> &'static str {
        match self {
            PartyKind::Recipient => "recipient",
            _ => "participant",
        }
    }
}

/// The first reporter, or a participant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyRef {
    /// Whoever filed the report of this case.
    Reporter,
    /// A participant.
    Party(PartyId),
}

/// Where a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentState {
    /// Nothing is asked of them.
    #[default]
    None,
    /// Asked, and silent so far.
    Invited,
    /// Bound by the terms they accepted.
    Signatory,
    /// They accepted other terms than those that now hold.
    Lapsed,
    /// They said no.
    Declined,
    /// They left.
    Left,
}

impl State for ConsentState {
    const MACHINE: &'static str = "consent";
    const ALL: &'static [Self] =
        &[Self::None, Self::Invited, Self::Signatory, Self::Lapsed, Self::Declined, Self::Left];

    fn word(self) -> &'static str {
        match self {
            Self::None => "not asked for",
            Self::Invited => "asked for",
            Self::Signatory => "given",
            Self::Lapsed => "lapsed",
            Self::Declined => "declined",
            Self::Left => "ended by leaving",
        }
    }
}

use ConsentState::{Declined, Invited, Lapsed, Left, None as Unasked, Signatory};

/// The moves of a consent. `lapse` and `reset` follow from the embargo.
pub const CONSENT_MOVES: &[Move<ConsentState>] = &[
    Move {
        on: "invite",
        from: &[Unasked, Lapsed, Declined],
        to: Invited,
        needs: Action::InviteParticipant,
    },
    Move {
        on: "accept",
        from: &[Unasked, Invited, Lapsed, Declined, Signatory],
        to: Signatory,
        needs: Action::AcceptEmbargo,
    },
    Move { on: "decline", from: &[Invited, Lapsed], to: Declined, needs: Action::AcceptEmbargo },
    Move { on: "lapse", from: &[Signatory], to: Lapsed, needs: Action::AcceptEmbargo },
    Move {
        on: "leave",
        from: &[Unasked, Invited, Signatory, Lapsed, Declined],
        to: Left,
        needs: Action::Answer,
    },
    Move {
        on: "reset",
        from: &[Unasked, Invited, Signatory, Lapsed, Declined],
        to: Unasked,
        needs: Action::ConfirmEmbargoEnd,
    },
];

/// What one party agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consent {
    /// Where it stands.
    pub state: ConsentState,
    /// The terms last accepted.
    pub terms: Option<Digest>,
}

impl Consent {
    /// Whether it binds to exactly these terms.
    pub fn signed(&self, terms: Digest) -> bool {
        self.state == Signatory && self.terms == Some(terms)
    }
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// As what.
    pub kind: PartyKind,
    /// What they agreed to.
    pub consent: Consent,
    /// Since when.
    pub invited_at: Timestamp,
    /// The digest of the secret that opens their page.
    pub secret: Option<Digest>,
    /// The case that is their channel: their own report.
    pub channel: Option<CaseId>,
    /// How they are called; `None` when erased.
    pub name: Option<String>,
    /// Where they are written to.
    pub address: Option<String>,
    /// When the team ended their access.
    pub removed_at: Option<Timestamp>,
}

impl Party {
    /// Whether they still take part.
    pub fn is_here(&self) -> bool {
        self.removed_at.is_none() && self.consent.state != Left
    }
}
