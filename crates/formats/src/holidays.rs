//! Holidays out of an iCalendar file (RFC 5545), as countries and calendar programs publish them.
//! Whole days are taken, those that repeat every year for the years that are asked for; everything
//! else is named with its reason.

use domain::policy::Holiday;
use domain::words::one_line;
use icalendar::parser::unfold;
use icalendar::{Calendar, CalendarEvent, Component, DatePerhapsTime, EventStatus};
use jiff::ToSpan;
use jiff::civil::Date;

/// Larger files are no calendar of holidays.
pub const BYTES_MAX: usize = 2_000_000;
const EVENTS_MAX: usize = 5_000;
const DEPTH_MAX: usize = 8;
/// How many occurrences of one event are looked at; a yearly one has as many years behind it.
const TIMES_MAX: u16 = 2_000;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Days, in order, each once.
    pub holidays: Vec<Holiday>,
    /// What was left out, and why.
    pub left_out: Vec<String>,
}

/// The holidays of this text from the first to the last of these days.
pub fn read(text: &str, first: Date, last: Date) -> Result<Found, String> {
    if text.len() > BYTES_MAX {
        return Err(format!("larger than {BYTES_MAX} bytes"));
    }
    let text = unfold(text);
    shape(&text)?;
    let mut calendar: Calendar = text.parse().map_err(|says: String| one_line(&says, 300))?;
    if calendar.get_timezone().is_none() {
        // Days have no zone; this one keeps the machine's out of it.
        calendar.timezone("UTC");
    }
    let mut found = Found { holidays: Vec::new(), left_out: Vec::new() };
    for event in calendar.calendar_events().take(EVENTS_MAX) {
        let name = one_line(event.event().get_summary().unwrap_or("(no name)"), 120);
        match days(&event, first, last) {
            Ok(days) => {
                let says = |(from, to)| Holiday { from, to, says: name.clone() };
                found.holidays.extend(days.into_iter().map(says));
            }
            Err(why) => found.left_out.push(format!("{name}: {why}")),
        }
    }
    found.holidays.sort_by(|a, b| (a.from, a.to, &a.says).cmp(&(b.from, b.to, &b.says)));
    found.holidays.dedup();
    Ok(found)
}

/// Refuses what no calendar looks like before a parser goes into it.
fn shape(text: &str) -> Result<(), String> {
    let (mut depth, mut events) = (0_usize, 0);
    for line in text.lines() {
        let line = line.trim_start().get(..12.min(line.trim_start().len())).unwrap_or("");
        let line = line.to_ascii_uppercase();
        if line.starts_with("BEGIN:") {
            depth += 1;
            events += usize::from(line.starts_with("BEGIN:VEVENT"));
        } else if line.starts_with("END:") {
            depth = depth.saturating_sub(1);
        }
        if depth > DEPTH_MAX {
            return Err(format!("parts inside parts, more than {DEPTH_MAX} deep"));
        }
    }
    match events {
        0 => Err("this is no iCalendar file with events in it".to_owned()),
        n if n > EVENTS_MAX => Err(format!("more than {EVENTS_MAX} events")),
        _ => Ok(()),
    }
}

/// The days of one event that lie in the range.
fn days(
    event: &CalendarEvent<'_>,
    first: Date,
    last: Date,
) -> Result<Vec<(Date, Date)>, &'static str> {
    let one = event.event();
    if one.get_status() == Some(EventStatus::Cancelled) {
        return Err("it is cancelled");
    }
    let from = match one.get_start() {
        Some(DatePerhapsTime::Date(date)) => civil(&date.to_string())?,
        Some(DatePerhapsTime::DateTime(_)) => return Err("it has a time of day"),
        None => return Err("it has no first day"),
    };
    let length = match one.get_end() {
        // The end is the first day that is no longer one.
        Some(DatePerhapsTime::Date(end)) => (civil(&end.to_string())? - from).get_days().max(1),
        Some(DatePerhapsTime::DateTime(_)) => return Err("it ends at a time of day"),
        None if one.property_value("DURATION").is_some() => return Err("it has a duration"),
        None => 1,
    };
    if length > 366 {
        return Err("it lasts for more than a year");
    }
    let to = |from: Date| from.checked_add((length - 1).days()).map_err(|_| "it has no end");
    let starts = match one.property_value("RRULE") {
        None if one.multi_properties().contains_key("RDATE") => repeated(event)?,
        None => vec![from],
        Some(rule) if rule.to_ascii_uppercase().contains("FREQ=YEARLY") => repeated(event)?,
        Some(_) => return Err("it repeats more often than yearly"),
    };
    let span = |from: Date| to(from).map(|to| (from, to));
    let spans = starts.into_iter().map(span).collect::<Result<Vec<_>, _>>()?;
    Ok(spans.into_iter().filter(|(from, to)| *to >= first && *from <= last).collect())
}

fn repeated(event: &CalendarEvent<'_>) -> Result<Vec<Date>, &'static str> {
    let set = event.get_recurrence().map_err(|_| "how it repeats cannot be read")?;
    let dates = set.all(TIMES_MAX).dates;
    dates.iter().map(|at| civil(&at.date_naive().to_string())).collect()
}

fn civil(date: &str) -> Result<Date, &'static str> {
    date.parse().map_err(|_| "its day cannot be read")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn file(events: &str) -> String {
        let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{events}END:VCALENDAR\n");
        text.replace('\n', "\r\n")
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\nUID:1@x\nDTSTAMP:20260101T000000Z\n{lines}\nEND:VEVENT\n")
    }

    fn said(events: &str) -> (Vec<String>, Vec<String>) {
        let found = read(&file(events), date(2026, 1, 1), date(2028, 12, 31)).unwrap();
        let days =
            found.holidays.iter().map(|day| format!("{}..{} {}", day.from, day.to, day.says));
        (days.collect(), found.left_out)
    }

    #[test]
    fn whole_days_are_taken_and_the_end_is_not_one_of_them() {
        let one = event("SUMMARY:Epiphany\nDTSTART;VALUE=DATE:20270106");
        let many =
            event("SUMMARY:Feast\\, long\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270104");
        let (days, left_out) = said(&format!("{one}{many}"));
        assert_eq!(days, ["2026-12-24..2027-01-03 Feast, long", "2027-01-06..2027-01-06 Epiphany"]);
        assert_eq!(left_out, [""; 0]);
    }

    #[test]
    fn a_day_of_every_year_is_there_in_each_year_asked_for() {
        let yearly = event("SUMMARY:Labour Day\nDTSTART;VALUE=DATE:19990501\nRRULE:FREQ=YEARLY");
        let (days, _) = said(&yearly);
        assert_eq!(
            days,
            [2026, 2027, 2028].map(|year| format!("{year}-05-01..{year}-05-01 Labour Day"))
        );
    }

    #[test]
    fn what_is_no_closed_day_is_named() {
        let party = event("SUMMARY:Party\nDTSTART:20261224T180000Z");
        let weekly = event("SUMMARY:Monday\nDTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY");
        let off = event("SUMMARY:Off\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260105");
        let (days, left_out) = said(&format!("{party}{weekly}{off}"));
        assert_eq!(days, [""; 0]);
        assert_eq!(
            left_out,
            [
                "Party: it has a time of day",
                "Monday: it repeats more often than yearly",
                "Off: it is cancelled"
            ]
        );
    }

    #[test]
    fn what_is_no_calendar_is_refused() {
        let (first, last) = (date(2026, 1, 1), date(2026, 12, 31));
        for text in ["", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "hello"] {
            assert!(read(text, first, last).is_err(), "{text:?}");
        }
        let deep = "BEGIN:VEVENT\r\n".repeat(100_000);
        assert!(read(&deep, first, last).unwrap_err().contains("deep"));
    }

    proptest! {
        #[test]
        fn nothing_panics(lines in proptest::collection::vec(
            prop_oneof![
                Just("BEGIN:VEVENT"), Just("END:VEVENT"), Just("SUMMARY:x"), Just("BEGIN:VCALENDAR"),
                Just("END:VCALENDAR"), Just("DTSTART;VALUE=DATE:20261399"), Just("DTEND:20270101"),
                Just("RRULE:FREQ=YEARLY;INTERVAL=0"), Just("DTSTART;VALUE=DATE:99991231"),
                Just("RRULE:FREQ=YEARLY;BYMONTHDAY=99"), Just(" folded"), Just("X;A=\":"),
            ], 0..30)) {
            let _ = read(&lines.join("\r\n"), date(2026, 1, 1), date(2026, 12, 31));
        }
    }
}
