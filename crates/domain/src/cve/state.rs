//! The states of a CVE id and its moves: those that people make, and those of a client that calls a
//! CVE service.

use crate::access::Action;
use crate::case::{Move, State};
use serde::{Deserialize, Serialize};

/// Where a CVE id stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CveState {
    /// Nobody asked for one.
    #[default]
    None,
    /// Asked for.
    Requested,
    /// A service is being asked to reserve one.
    Reserving,
    /// There is an id; nothing about it is public.
    Reserved,
    /// Its record is written.
    Drafted,
    /// A service is being given the record.
    Publishing,
    /// The record is public, and was last read back as we wrote it.
    Published,
    /// The record is public, and a change of it is under way.
    Updating,
    /// The record is public, and says something else than what was approved.
    Differs,
    /// The record is public as we wrote it, and the service still calls its id reserved.
    Degraded,
    /// A service is being asked to reject it.
    Rejecting,
    /// Rejected, or the request came to nothing.
    Rejected,
    /// A call of a service has no known outcome; somebody has to look.
    Uncertain,
}

impl State for CveState {
    const MACHINE: &'static str = "CVE id";
    const ALL: &'static [Self] = &[
        Self::None,
        Self::Requested,
        Self::Reserving,
        Self::Reserved,
        Self::Drafted,
        Self::Publishing,
        Self::Published,
        Self::Updating,
        Self::Differs,
        Self::Degraded,
        Self::Rejecting,
        Self::Rejected,
        Self::Uncertain,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::None => "not asked for",
            Self::Requested => "asked for",
            Self::Reserving => "being reserved",
            Self::Reserved => "reserved",
            Self::Drafted => "drafted",
            Self::Publishing => "being published",
            Self::Published => "published",
            Self::Updating => "published and being changed",
            Self::Differs => "published but different",
            Self::Degraded => "published but still reserved",
            Self::Rejecting => "being rejected",
            Self::Rejected => "rejected",
            Self::Uncertain => "uncertain",
        }
    }
}

impl CveState {
    /// Whether people can make this move from here.
    pub fn can(self, on: &str) -> bool {
        CVE_MOVES.iter().any(|row| row.on == on && row.from.contains(&self))
    }

    /// Whether a record is known to be public.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Updating | Self::Differs | Self::Degraded)
    }

    /// Whether there is an id of which nothing is public yet.
    pub fn is_unused(self) -> bool {
        matches!(self, Self::Reserved | Self::Drafted)
    }
}

use CveState::{
    Degraded, Differs, Drafted, None, Published, Publishing, Rejected, Rejecting, Requested,
    Reserved, Reserving, Uncertain, Updating,
};

/// Where a record can be read back from.
const WRITTEN: &[CveState] =
    &[Drafted, Publishing, Published, Updating, Differs, Degraded, Uncertain];

/// The moves that people make.
pub const CVE_MOVES: &[Move<CveState>] = &[
    Move { on: "request", from: &[None], to: Requested, needs: Action::RequestCve },
    Move {
        on: "assign",
        from: &[None, Requested, Uncertain],
        to: Reserved,
        needs: Action::RequestCve,
    },
    Move { on: "draft", from: &[Reserved, Drafted], to: Drafted, needs: Action::WriteCve },
    Move {
        on: "draft",
        from: &[Published, Updating, Differs, Degraded],
        to: Updating,
        needs: Action::WriteCve,
    },
    Move { on: "approve", from: &[Drafted], to: Drafted, needs: Action::ApproveCve },
    Move { on: "approve", from: &[Updating], to: Updating, needs: Action::ApproveCve },
    Move { on: "confirm", from: WRITTEN, to: Published, needs: Action::PublishCve },
    Move { on: "confirm different", from: WRITTEN, to: Differs, needs: Action::PublishCve },
    Move { on: "confirm stuck", from: WRITTEN, to: Degraded, needs: Action::PublishCve },
    Move {
        on: "reject",
        from: &[
            Requested, Reserved, Drafted, Published, Updating, Differs, Degraded, Rejecting,
            Uncertain,
        ],
        to: Rejected,
        needs: Action::PublishCve,
    },
];

/// The moves of a client that calls a CVE service, between those of people: what it has begun, and
/// that it was refused or heard nothing. What it finds out in the end is one of the moves above.
pub const CVE_CALLS: &[Move<CveState>] = &[
    Move {
        on: "begin to reserve",
        from: &[Requested, Uncertain],
        to: Reserving,
        needs: Action::RequestCve,
    },
    Move {
        on: "begin to publish",
        from: &[Drafted, Uncertain],
        to: Publishing,
        needs: Action::PublishCve,
    },
    Move {
        on: "begin to update",
        from: &[Updating, Uncertain],
        to: Updating,
        needs: Action::PublishCve,
    },
    Move {
        on: "begin to reject",
        from: &[Reserved, Drafted, Published, Updating, Differs, Degraded, Uncertain],
        to: Rejecting,
        needs: Action::PublishCve,
    },
    Move { on: "hear the id", from: &[Reserving], to: Reserved, needs: Action::ReadCase },
    Move { on: "be refused", from: &[Reserving], to: Requested, needs: Action::ReadCase },
    Move { on: "be refused", from: &[Publishing], to: Drafted, needs: Action::ReadCase },
    Move { on: "be refused", from: &[Updating], to: Updating, needs: Action::ReadCase },
    Move { on: "be refused", from: &[Rejecting], to: Uncertain, needs: Action::ReadCase },
    Move { on: "find no id", from: &[Uncertain], to: Requested, needs: Action::ReadCase },
    Move { on: "find no record", from: &[Uncertain], to: Drafted, needs: Action::ReadCase },
    Move { on: "find the old record", from: &[Uncertain], to: Updating, needs: Action::ReadCase },
    Move {
        on: "hear nothing",
        from: &[Reserving, Publishing, Updating, Rejecting],
        to: Uncertain,
        needs: Action::ReadCase,
    },
];

/// From whom an id comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CveSource {
    /// The project assigns its own ids.
    Own,
    /// Another CNA: a vendor, a platform, a country's.
    Other,
    /// The CNA of the foundation that the project belongs to.
    Foundation,
}

impl CveSource {
    /// As written in commands.
    pub const WORDS: &[&str] = &["own", "other", "foundation"];

    /// In a sentence: "from …".
    pub fn says(self) -> &'static str {
        match self {
            Self::Own => "the project's own CNA",
            Self::Other => "another CNA",
            Self::Foundation => "the foundation's CNA",
        }
    }
}

/// A call of a CVE service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CveCall {
    /// Reserve an id.
    Reserve,
    /// Create the record.
    Publish,
    /// Put another record in its place.
    Update,
    /// Reject the id.
    Reject,
}

impl CveCall {
    /// The state while it is under way.
    pub fn state(self) -> CveState {
        match self {
            Self::Reserve => Reserving,
            Self::Publish => Publishing,
            Self::Update => Updating,
            Self::Reject => Rejecting,
        }
    }

    /// Whether it makes something public.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Publish | Self::Update)
    }
}
