//! Instants for people: in UTC, on the project's clock, and as a distance from now.

use crate::say;
use crate::words::day;
use domain::policy::Policy;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// One instant, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct When {
    /// For machines.
    pub(crate) iso: String,
    /// In UTC; as text, with nothing in it that HTML would read.
    pub(crate) utc: String,
    /// The day in UTC.
    pub(crate) date: String,
    /// On the project's clock; empty where that is UTC.
    pub(crate) local: String,
    /// "in 3 days", "2 hours ago".
    pub(crate) relative: String,
    distance: String,
    /// Whether it has passed.
    pub(crate) past: bool,
}

impl When {
    /// This instant, seen from `now`, under this policy's zone.
    pub(crate) fn new(at: Timestamp, now: Timestamp, policy: &Policy) -> Self {
        let zone = &policy.calendar.zone;
        let local = match policy.calendar.local(at) {
            Ok(local) if local.offset() != jiff::tz::Offset::UTC => {
                let time = local.strftime("%H:%M");
                let local = say("when-local").with("date", day(local.date())).with("time", time);
                local.with("zone", zone).text()
            }
            _ => String::new(),
        };
        let (iso, utc, date) = of_utc(at);
        let (relative, distance) = (relative(at, now), span(at, now));
        Self { iso, utc, date, local, relative, distance, past: at <= now }
    }

    /// This instant for public pages, whose bytes do not depend on when they are read.
    pub(crate) fn public(at: Timestamp) -> Self {
        let (iso, utc, date) = of_utc(at);
        let (local, relative, distance) = Default::default();
        Self { iso, utc, date, local, relative, distance, past: false }
    }

    /// The distance without its direction: "3 days".
    pub(crate) fn span(&self) -> &str {
        &self.distance
    }

    /// On the project's clock, in brackets; empty where that is UTC.
    pub(crate) fn bracketed(&self) -> String {
        if self.local.is_empty() { String::new() } else { format!(" ({})", self.local) }
    }

    /// In its element, with the exact instant for machines.
    pub(crate) fn tag(&self) -> String {
        format!("<time datetime=\"{}\">{}</time>", self.iso, self.utc)
    }

    /// The same, to be seen first.
    pub(crate) fn bold(&self) -> String {
        format!("<time datetime=\"{}\"><b>{}</b></time>", self.iso, self.utc)
    }
}

fn of_utc(at: Timestamp) -> (String, String, String) {
    let zoned = at.to_zoned(TimeZone::UTC);
    let iso = zoned.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let date = day(zoned.date());
    let utc = say("when-utc").with("date", &date).with("time", zoned.strftime("%H:%M")).text();
    (iso, utc, date)
}

/// The distance in the largest unit that gives at least two, to the nearest whole number: what ends
/// in five days is in five days, and not in four, a second later.
pub(crate) fn relative(at: Timestamp, now: Timestamp) -> String {
    let ahead = at > now;
    let say = |before, after, n: u64| say(if ahead { before } else { after }).count("n", n).text();
    match distance(at, now) {
        Distance::Moment => say("when-in-a-moment", "when-just-now", 0),
        Distance::Minutes(n) => say("when-in-minutes", "when-minutes-ago", n),
        Distance::Hours(n) => say("when-in-hours", "when-hours-ago", n),
        Distance::Days(n) => say("when-in-days", "when-days-ago", n),
    }
}

/// The distance without its direction: "3 days".
fn span(at: Timestamp, now: Timestamp) -> String {
    match distance(at, now) {
        Distance::Moment => say("span-moment").text(),
        Distance::Minutes(n) => say("span-minutes").count("n", n).text(),
        Distance::Hours(n) => say("limit-hours").count("n", n).text(),
        Distance::Days(n) => say("limit-days").count("n", n).text(),
    }
}

/// How far two instants are from one another.
enum Distance {
    Moment,
    Minutes(u64),
    Hours(u64),
    Days(u64),
}

fn distance(at: Timestamp, now: Timestamp) -> Distance {
    let seconds = (at.as_second() - now.as_second()).unsigned_abs();
    match seconds {
        0..60 => Distance::Moment,
        60..7_200 => Distance::Minutes((seconds + 30) / 60),
        7_200..172_800 => Distance::Hours((seconds + 1_800) / 3_600),
        _ => Distance::Days((seconds + 43_200) / 86_400),
    }
}
