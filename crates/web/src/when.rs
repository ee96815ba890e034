//! Instants for people: in UTC, on the project's clock, and as a distance from now.

use domain::policy::Policy;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// One instant, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct When {
    /// For machines.
    pub(crate) iso: String,
    /// In UTC.
    pub(crate) utc: String,
    /// The day in UTC.
    pub(crate) date: String,
    /// On the project's clock; empty where that is UTC.
    pub(crate) local: String,
    /// "in 3 days", "2 hours ago".
    pub(crate) relative: String,
    /// Whether it has passed.
    pub(crate) past: bool,
}

impl When {
    /// This instant, seen from `now`, under this policy's zone.
    pub(crate) fn new(at: Timestamp, now: Timestamp, policy: &Policy) -> Self {
        let zone = &policy.calendar.zone;
        let local = match policy.calendar.local(at) {
            Ok(local) if local.offset() != jiff::tz::Offset::UTC => {
                format!("{} in {zone}", local.strftime("%Y-%m-%d %H:%M"))
            }
            _ => String::new(),
        };
        let (iso, utc, date) = of_utc(at);
        Self { iso, utc, date, local, relative: relative(at, now), past: at <= now }
    }

    /// This instant for public pages, whose bytes do not depend on when they are read.
    pub(crate) fn public(at: Timestamp) -> Self {
        let (iso, utc, date) = of_utc(at);
        Self { iso, utc, date, local: String::new(), relative: String::new(), past: false }
    }

    /// The distance without its direction: "3 days".
    pub(crate) fn span(&self) -> &str {
        self.relative.trim_start_matches("in ").trim_end_matches(" ago")
    }
}

fn of_utc(at: Timestamp) -> (String, String, String) {
    let zoned = at.to_zoned(TimeZone::UTC);
    let iso = zoned.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    (iso, zoned.strftime("%Y-%m-%d %H:%M UTC").to_string(), zoned.date().to_string())
}

/// The distance in the largest unit that gives at least two, to the nearest whole number: what ends
/// in five days is in five days, and not in four, a second later.
pub(crate) fn relative(at: Timestamp, now: Timestamp) -> String {
    let seconds = at.as_second() - now.as_second();
    let (size, ahead) = (seconds.unsigned_abs(), seconds > 0);
    let (count, unit) = match size {
        0..60 => return if ahead { "in a moment" } else { "just now" }.to_owned(),
        60..7_200 => ((size + 30) / 60, "minute"),
        7_200..172_800 => ((size + 1_800) / 3_600, "hour"),
        _ => ((size + 43_200) / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    if ahead { format!("in {count} {unit}{plural}") } else { format!("{count} {unit}{plural} ago") }
}
