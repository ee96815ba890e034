//! The advisory's machine (region A). Its state is derived: any change of a public word changes the
//! candidate's digest, and approvals of another digest are void by themselves.

use crate::access::Action;
use crate::case::{Case, Move, State};
use crate::words::Digest;
use serde::{Deserialize, Serialize};

/// Where the advisory stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdvisoryState {
    /// Not begun.
    #[default]
    None,
    /// Being written.
    Draft,
    /// Waiting for a second person.
    InReview,
    /// Approved to the letter.
    Approved,
    /// Public.
    Published,
}

impl State for AdvisoryState {
    const MACHINE: &'static str = "advisory";
    const ALL: &'static [Self] =
        &[Self::None, Self::Draft, Self::InReview, Self::Approved, Self::Published];

    fn word(self) -> &'static str {
        match self {
            Self::None => "not written",
            Self::Draft => "a draft",
            Self::InReview => "waiting for approval",
            Self::Approved => "approved",
            Self::Published => "published",
        }
    }
}

use AdvisoryState::{Approved, Draft, InReview, None, Published};

/// The advisory's moves.
pub const ADVISORY_MOVES: &[Move<AdvisoryState>] = &[
    Move {
        on: "write",
        from: &[None, Draft, InReview, Approved, Published],
        to: Draft,
        needs: Action::WriteAdvisory,
    },
    Move { on: "request", from: &[Draft], to: InReview, needs: Action::WriteAdvisory },
    Move { on: "approve", from: &[InReview], to: Approved, needs: Action::ApproveAdvisory },
    Move { on: "publish", from: &[Approved], to: Published, needs: Action::PublishAdvisory },
];

impl AdvisoryState {
    /// Of this case, whose candidate has this digest (`Option::None` while it is incomplete).
    pub fn of(case: &Case, candidate: Option<Digest>) -> Self {
        let on_candidate = |digest: &Digest| Some(*digest) == candidate;
        if case.published.is_some() && !case.rewritten {
            return Published;
        }
        if case.draft.is_none() {
            return None;
        }
        if candidate.is_some_and(|digest| case.is_approved(digest)) {
            return Approved;
        }
        if case.asked.as_ref().is_some_and(on_candidate) { InReview } else { Draft }
    }
}
