//! World facts and the machine of each.

use crate::access::Action;
use crate::case::{By, Move, State};
use crate::party::PartyRef;
use crate::words::{AccountId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What can become so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorldKind {
    /// The public knows of the vulnerability.
    Public,
    /// An exploit is public.
    Exploit,
    /// It is being attacked.
    Attacks,
}

impl WorldKind {
    /// All three, with their words.
    pub const ALL: [(&'static str, WorldKind); 3] = [
        ("public", WorldKind::Public),
        ("exploit", WorldKind::Exploit),
        ("attacks", WorldKind::Attacks),
    ];

    /// As written in commands.
    pub fn word(self) -> &'static str {
        match self {
            WorldKind::Public => "public",
            WorldKind::Exploit => "exploit",
            WorldKind::Attacks => "attacks",
        }
    }

    /// As a clause: "it is said that …".
    pub fn says(self) -> &'static str {
        match self {
            WorldKind::Public => "the vulnerability is publicly known",
            WorldKind::Exploit => "an exploit is public",
            WorldKind::Attacks => "it is being attacked",
        }
    }
}

/// How sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorldState {
    /// Nobody says so.
    #[default]
    Unknown,
    /// Somebody says so.
    Alleged,
    /// It is so, for good.
    Confirmed,
}

impl State for WorldState {
    const MACHINE: &'static str = "world fact";
    const ALL: &'static [Self] = &[Self::Unknown, Self::Alleged, Self::Confirmed];

    fn word(self) -> &'static str {
        match self {
            Self::Unknown => "not known",
            Self::Alleged => "alleged",
            Self::Confirmed => "confirmed",
        }
    }
}

use WorldState::{Alleged, Confirmed, Unknown};

/// The moves of a world fact. Nothing leads away from "confirmed" (I3).
pub const WORLD_MOVES: &[Move<WorldState>] = &[
    Move { on: "allege", from: &[Unknown, Alleged], to: Alleged, needs: Action::AllegeFact },
    Move { on: "confirm", from: &[Alleged], to: Confirmed, needs: Action::ConfirmFact },
    Move { on: "dismiss", from: &[Alleged], to: Unknown, needs: Action::ConfirmFact },
];

/// Somebody said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allegation {
    /// The event that holds it.
    pub seq: u64,
    /// Who.
    pub by: By,
    /// When.
    pub at: Timestamp,
    /// Where it can be seen; `None` when erased.
    pub source: Option<String>,
    /// The digest of what was captured there.
    pub capture: Option<Digest>,
}

/// One world fact of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorldFact {
    /// How sure it is.
    pub state: WorldState,
    /// Who said so, since it was last dismissed.
    pub alleged: Vec<Allegation>,
    /// People of the team who hold it to be so.
    pub agreed: BTreeSet<AccountId>,
    /// From whom it came, as the first of them says.
    pub breach: Option<PartyRef>,
    /// Since when it is confirmed.
    pub confirmed_at: Option<Timestamp>,
}

impl WorldFact {
    /// Whether it is so.
    pub fn is_so(&self) -> bool {
        self.state == Confirmed
    }

    /// When it was first said, while that is open.
    pub fn alleged_at(&self) -> Option<Timestamp> {
        self.alleged.first().filter(|_| self.state == Alleged).map(|first| first.at)
    }
}

/// A wish to keep the embargo for a while although attacks are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Who wishes it.
    pub by: AccountId,
    /// Until when.
    pub until: Timestamp,
}

/// Attacks are known while an embargo binds: two people decide, or it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttackDecision {
    /// Since when.
    pub opened_at: Timestamp,
    /// Without a decision, the embargo ends then.
    pub due_at: Timestamp,
    /// A wish to keep it, waiting for a second person.
    pub asked: Option<Hold>,
}

/// What is so in the world about one case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct World {
    /// The public knows.
    pub public: WorldFact,
    /// An exploit is public.
    pub exploit: WorldFact,
    /// It is being attacked.
    pub attacks: WorldFact,
    /// What attacks make people decide.
    pub attack: Option<AttackDecision>,
    /// From whom it became public, where somebody broke the embargo.
    pub breaches: Vec<PartyRef>,
}

impl World {
    /// One of the three.
    pub fn fact(&self, what: WorldKind) -> &WorldFact {
        match what {
            WorldKind::Public => &self.public,
            WorldKind::Exploit => &self.exploit,
            WorldKind::Attacks => &self.attacks,
        }
    }

    pub(super) fn fact_mut(&mut self, what: WorldKind) -> &mut WorldFact {
        match what {
            WorldKind::Public => &mut self.public,
            WorldKind::Exploit => &mut self.exploit,
            WorldKind::Attacks => &mut self.attacks,
        }
    }

    /// Whether any of the three is so: no new embargo then.
    pub fn any_so(&self) -> bool {
        WorldKind::ALL.iter().any(|(_, what)| self.fact(*what).is_so())
    }
}
