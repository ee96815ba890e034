//! What people agree to be silent about, until when, and why that may end.

use crate::words::Digest;
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

/// How far content may travel, by the Traffic Light Protocol (FIRST TLP 2.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tlp {
    /// For the named recipients only.
    Red,
    /// Within the recipient's organisation only.
    AmberStrict,
    /// Within the recipient's organisation and its clients, where they need to know.
    #[default]
    Amber,
}

impl Tlp {
    /// Every label that an embargo can have, the strictest first.
    pub const ALL: [(&'static str, Tlp); 3] =
        [("red", Tlp::Red), ("amber-strict", Tlp::AmberStrict), ("amber", Tlp::Amber)];

    /// As the protocol writes it.
    pub fn label(self) -> &'static str {
        match self {
            Tlp::Red => "TLP:RED",
            Tlp::AmberStrict => "TLP:AMBER+STRICT",
            Tlp::Amber => "TLP:AMBER",
        }
    }

    /// Whether this is the usual one, which old terms do not name.
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// The terms of an embargo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Until this instant.
    pub ends_at: Timestamp,
    /// Shown in this zone beside UTC.
    pub zone: String,
    /// How far content may travel.
    #[serde(default, skip_serializing_if = "Tlp::is_usual")]
    pub tlp: Tlp,
    /// The digest of what is kept back and who may know, in words; the words are content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Digest>,
}

impl Terms {
    /// Terms in the usual words.
    pub fn until(ends_at: Timestamp, zone: &str) -> Self {
        Self { ends_at, zone: zone.to_owned(), tlp: Tlp::default(), scope: None }
    }

    /// The end in UTC and on the clock of the zone, as people read it out.
    pub fn shown(&self) -> String {
        let utc = self.ends_at.to_zoned(TimeZone::UTC);
        let utc_text = utc.strftime("%Y-%m-%d %H:%MZ");
        let place = self.zone.rsplit('/').next().unwrap_or(&self.zone).replace('_', " ");
        let Ok(zone) = TimeZoneDatabase::bundled().get(&self.zone) else {
            return utc_text.to_string();
        };
        let local = self.ends_at.to_zoned(zone);
        match (local.date() == utc.date(), local.offset() == utc.offset()) {
            (_, true) => utc_text.to_string(),
            (true, false) => format!("{utc_text} ({} {place})", local.strftime("%H:%M")),
            // Another day there: a date alone must never seem to be the one before or after.
            (false, false) => format!("{utc_text} ({} {place})", local.strftime("%Y-%m-%d %H:%M")),
        }
    }

    /// What a consent binds.
    pub fn digest(&self) -> Digest {
        let ends_at = self.ends_at.to_string();
        let mut parts: Vec<&[u8]> =
            vec![b"embargo terms", ends_at.as_bytes(), self.zone.as_bytes()];
        if !self.tlp.is_usual() || self.scope.is_some() {
            parts.push(self.tlp.label().as_bytes());
        }
        parts.extend(self.scope.as_ref().map(|scope| scope.bytes().as_slice()));
        Digest::of_parts(&parts)
    }
}

/// Why an embargo ended before its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndReason {
    /// The matter became public.
    PublicInfo,
    /// An exploit became public.
    ExploitPublic,
    /// It is being attacked.
    Attacks,
    /// Fixes are ready and everybody agrees.
    FixReady,
    /// All sides agree.
    Consensus,
    /// A participant broke it.
    Breach,
    /// The law asks for it.
    Legal,
    /// There is no valid report left; nobody is held silent about a non-vulnerability.
    NoValidReport,
    /// It goes on as the embargo of the case to which the report was joined.
    Joined,
}
