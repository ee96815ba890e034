//! Dates for calendar programs (RFC 5545), which keep them on other people's machines: opaque words
//! and references, never a title or an address of a case.

use icalendar::{Calendar, Component as _, Event, Property};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// One date without content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opaque {
    /// Names it for ever, so that a program replaces what it knew.
    pub uid: String,
    /// What it is, in words that say nothing of the case.
    pub says: String,
    /// When.
    pub at: Timestamp,
}

/// A calendar of these dates, as it stands now.
pub fn calendar(name: &str, dates: &[Opaque], now: Timestamp) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    calendar.append_property(Property::new("REFRESH-INTERVAL", "PT1H"));
    for date in dates {
        let mut event = Event::new();
        event.uid(&date.uid).summary(&date.says);
        event.append_property(Property::new("DTSTAMP", utc(now)));
        event.append_property(Property::new("DTSTART", utc(date.at)));
        event.append_property(Property::new("CLASS", "CONFIDENTIAL"));
        event.append_property(Property::new("TRANSP", "TRANSPARENT"));
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

fn utc(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    //! What another program would read.

    use super::*;

    #[test]
    fn dates_read_back_and_nothing_of_now_is_in_them_but_the_stamp() {
        let at: Timestamp = "2026-12-23T09:00:00Z".parse().unwrap();
        let now: Timestamp = "2026-11-20T08:30:00Z".parse().unwrap();
        let says = "Embargo ends; 4f, \\ \r\nX-EVIL:1".to_owned();
        let dates = [Opaque { uid: "4f00@example.org".into(), says, at }];
        let text = calendar("Acme security", &dates, now);
        assert!(
            text.contains("DTSTART:20261223T090000Z") && text.contains("DTSTAMP:20261120T083000Z")
        );
        assert!(!text.contains("\r\nX-EVIL"), "{text}");
        assert_eq!(text, calendar("Acme security", &dates, now), "the same dates, the same bytes");
        let read: Calendar = text.parse().unwrap();
        assert_eq!(read.components.len(), 1);
    }
}
