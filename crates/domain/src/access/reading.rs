//! The words of the read log: what somebody was shown of a case, and through which door.

use serde::{Deserialize, Serialize};

/// What somebody was shown. Each holds what those before it show, so that one request is one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadKind {
    /// Its title, in a list: the queue, a search, the calendar, precedents near another case.
    Listed,
    /// The case, as far as the reader may see it.
    Opened,
    /// The case, by acting on it or by hearing why not: the answer tells of it.
    Acted,
    /// The packet for a third party.
    Packet,
    /// A file that came with it.
    File,
}

impl ReadKind {
    /// Every kind with its word.
    pub const ALL: &[(&'static str, ReadKind)] = &[
        ("listed", ReadKind::Listed),
        ("opened", ReadKind::Opened),
        ("acted", ReadKind::Acted),
        ("packet", ReadKind::Packet),
        ("file", ReadKind::File),
    ];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            ReadKind::Listed => "listed",
            ReadKind::Opened => "opened",
            ReadKind::Acted => "acted",
            ReadKind::Packet => "packet",
            ReadKind::File => "file",
        }
    }

    /// As a sentence without its beginning.
    pub fn says(self) -> &'static str {
        match self {
            ReadKind::Listed => "saw its title in a list",
            ReadKind::Opened => "opened it",
            ReadKind::Acted => "acted on it, or tried to",
            ReadKind::Packet => "made its packet",
            ReadKind::File => "fetched a file of it",
        }
    }

    /// The kind of this word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
    }
}

/// Through which door somebody came. Nothing is decided by it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// None of them: the program asks by itself.
    #[default]
    Inside,
    /// The pages.
    Web,
    /// The API.
    Api,
    /// The command line.
    Cli,
}

impl Door {
    /// Every door with its word.
    pub const ALL: &[(&'static str, Door)] =
        &[("inside", Door::Inside), ("web", Door::Web), ("api", Door::Api), ("cli", Door::Cli)];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Door::Inside => "inside",
            Door::Web => "web",
            Door::Api => "api",
            Door::Cli => "cli",
        }
    }

    /// The door of this word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, door)| *door)
    }
}
