//! The operating systems a record may be limited to.
//!
//! The names are those the runtime itself reports. Nothing here detects the platform of the
//! machine it runs on: the platform is an argument.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// AIX
    Aix,
    /// Android
    Android,
    /// macOS
    Darwin,
    /// FreeBSD
    Freebsd,
    /// Linux
    Linux,
    /// OpenBSD
    Openbsd,
    /// illumos and Solaris
    Sunos,
    /// Windows
    Win32,
}

impl Platform {
    /// Every platform, by name.
    pub const ALL: [Self; 8] = [
        Self::Aix,
        Self::Android,
        Self::Darwin,
        Self::Freebsd,
        Self::Linux,
        Self::Openbsd,
        Self::Sunos,
        Self::Win32,
    ];

    /// The name used in records and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Aix => "aix",
            Self::Android => "android",
            Self::Darwin => "darwin",
            Self::Freebsd => "freebsd",
            Self::Linux => "linux",
            Self::Openbsd => "openbsd",
            Self::Sunos => "sunos",
            Self::Win32 => "win32",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A word that names no platform.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("platform is none of aix, android, darwin, freebsd, linux, openbsd, sunos, win32")]
pub struct NotAPlatform;

impl FromStr for Platform {
    type Err = NotAPlatform;

    fn from_str(word: &str) -> Result<Self, NotAPlatform> {
        Self::ALL.into_iter().find(|platform| platform.name() == word).ok_or(NotAPlatform)
    }
}
