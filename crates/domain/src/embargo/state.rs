//! The embargo's machine (region E).

use crate::access::Action;
use crate::case::{Move, State};
use serde::{Deserialize, Serialize};

/// Where the embargo stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmbargoState {
    /// None was ever proposed.
    #[default]
    None,
    /// On the table; it binds nobody yet.
    Proposed,
    /// It binds.
    Active,
    /// It binds, and other terms are on the table.
    Revise,
    /// It bound once and no longer does.
    Exited,
}

impl EmbargoState {
    /// Whether it binds, or may yet: terms hold or are on the table.
    pub fn is_open(self) -> bool {
        self.binds() || self == Self::Proposed
    }

    /// Whether it binds its parties.
    pub fn binds(self) -> bool {
        matches!(self, Self::Active | Self::Revise)
    }
}

impl State for EmbargoState {
    const MACHINE: &'static str = "embargo";
    const ALL: &'static [Self] =
        &[Self::None, Self::Proposed, Self::Active, Self::Revise, Self::Exited];

    fn word(self) -> &'static str {
        match self {
            Self::None => "not proposed",
            Self::Proposed => "proposed",
            Self::Active => "active",
            Self::Revise => "active with new terms proposed",
            Self::Exited => "over",
        }
    }
}

use EmbargoState::{Active, Exited, None, Proposed, Revise};

/// The embargo's moves.
pub const EMBARGO_MOVES: &[Move<EmbargoState>] = &[
    Move { on: "propose", from: &[None, Proposed], to: Proposed, needs: Action::ProposeEmbargo },
    Move { on: "revise", from: &[Active, Revise], to: Revise, needs: Action::ProposeEmbargo },
    Move { on: "accept", from: &[Proposed, Revise], to: Active, needs: Action::AcceptEmbargo },
    Move { on: "reject", from: &[Proposed], to: None, needs: Action::AcceptEmbargo },
    Move { on: "keep", from: &[Revise], to: Active, needs: Action::AcceptEmbargo },
    Move { on: "inherit", from: &[None], to: Active, needs: Action::JoinCases },
    Move { on: "merge", from: &[Active, Revise], to: Active, needs: Action::JoinCases },
    Move { on: "end", from: &[Active, Revise], to: Exited, needs: Action::ConfirmEmbargoEnd },
    Move { on: "force", from: &[Proposed, Active, Revise], to: Exited, needs: Action::ConfirmFact },
    Move { on: "expire", from: &[Proposed, Active, Revise], to: Exited, needs: Action::ReadCase },
];
