//! When things are due.

use crate::policy::{Calendar, Holiday, Limit, NotDue, Unit, Working};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn calendar(zone: &str, holidays: &[(Date, Date)]) -> Calendar {
    let working = Working::ALL.iter().take(5).map(|(_, day)| *day).collect();
    let holiday = |(from, to): &(Date, Date)| Holiday { from: *from, to: *to, says: "x".into() };
    Calendar { zone: zone.into(), working, holidays: holidays.iter().map(holiday).collect() }
}

/// The due time on the project's clock.
fn due(calendar: &Calendar, start: &str, n: u32, unit: Unit) -> String {
    let start = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", start).unwrap();
    let start = start.to_zoned(calendar.zone().unwrap()).unwrap().timestamp();
    let due = calendar.due(start, &Limit { n, unit }).unwrap();
    calendar.local(due).unwrap().strftime("%a %Y-%m-%d %H:%M").to_string()
}

fn day(y: i16, m: i8, d: i8) -> (Date, Date) {
    (date(y, m, d), date(y, m, d))
}

#[test]
fn a_report_before_christmas_is_answered_as_promised() {
    let calendar = calendar("UTC", &[day(2026, 12, 25), day(2027, 1, 1)]);
    let received = "2026-12-18 10:00";
    assert_eq!(due(&calendar, received, 5, Unit::Days), "Wed 2026-12-23 10:00");
    assert_eq!(due(&calendar, received, 10, Unit::Days), "Mon 2026-12-28 10:00");
    assert_eq!(due(&calendar, received, 6, Unit::BusinessDays), "Tue 2026-12-29 10:00");
}

#[test]
fn business_days_keep_the_time_of_day_in_madrid() {
    let received = "2026-12-23 16:30";
    let closed = (date(2026, 12, 24), date(2027, 1, 3));
    let without = calendar("Europe/Madrid", &[]);
    let with = calendar("Europe/Madrid", &[closed]);
    let more = calendar("Europe/Madrid", &[closed, day(2027, 1, 6)]);
    assert_eq!(due(&without, received, 5, Unit::BusinessDays), "Wed 2026-12-30 16:30");
    assert_eq!(due(&with, received, 5, Unit::BusinessDays), "Fri 2027-01-08 16:30");
    assert_eq!(due(&more, received, 5, Unit::BusinessDays), "Mon 2027-01-11 16:30");
}

#[test]
fn a_report_on_a_weekend_counts_from_the_first_minute_of_monday() {
    let calendar = calendar("UTC", &[]);
    assert_eq!(due(&calendar, "2026-03-06 23:59", 1, Unit::BusinessDays), "Mon 2026-03-09 23:59");
    assert_eq!(due(&calendar, "2026-03-07 00:01", 1, Unit::BusinessDays), "Tue 2026-03-10 00:00");
    assert_eq!(due(&calendar, "2026-03-09 00:01", 1, Unit::BusinessDays), "Tue 2026-03-10 00:01");
}

#[test]
fn days_follow_the_clock_on_the_wall_and_hours_do_not() {
    let calendar = calendar("Europe/Madrid", &[]);
    assert_eq!(due(&calendar, "2026-03-28 12:00", 1, Unit::Days), "Sun 2026-03-29 12:00");
    assert_eq!(due(&calendar, "2026-03-28 12:00", 24, Unit::Hours), "Sun 2026-03-29 13:00");
    assert_eq!(due(&calendar, "2026-03-28 02:30", 1, Unit::Days), "Sun 2026-03-29 03:30");
}

#[test]
fn a_calendar_that_never_opens_says_so() {
    let mut closed = calendar("UTC", &[]);
    closed.working.clear();
    let limit = Limit { n: 1, unit: Unit::BusinessDays };
    assert_eq!(closed.due(Timestamp::UNIX_EPOCH, &limit), Err(NotDue::Closed));
    let end = closed.due(Timestamp::MAX, &Limit { n: 1, unit: Unit::Days });
    assert_eq!(end, Err(NotDue::Beyond));
}

#[test]
fn a_limit_of_nothing_or_of_ages_is_refused() {
    for n in [0, u32::MAX] {
        let limit = Limit { n, unit: Unit::BusinessDays };
        let answer = calendar("UTC", &[]).due(Timestamp::UNIX_EPOCH, &limit);
        assert_eq!(answer.unwrap_err().to_string(), "a limit has 1 to 3660 business days");
    }
}

#[test]
fn an_unknown_zone_is_named() {
    let answer = calendar("Europe/Atlantis", &[]).zone();
    assert_eq!(answer.unwrap_err().to_string(), "no such time zone \"Europe/Atlantis\"");
}

fn any_limit() -> impl Strategy<Value = Limit> {
    let unit = prop_oneof![Just(Unit::Hours), Just(Unit::Days), Just(Unit::BusinessDays)];
    (1..400u32, unit).prop_map(|(n, unit)| Limit { n, unit })
}

proptest! {
    #[test]
    fn what_arrives_later_is_never_due_earlier(
        start in 1_700_000_000..1_900_000_000i64, later in 0..2_000_000i64, limit in any_limit(),
    ) {
        let holidays = [(date(2026, 12, 24), date(2027, 1, 3)), day(2026, 5, 1)];
        let calendar = calendar("Europe/Madrid", &holidays);
        let at = |second| Timestamp::from_second(second).unwrap();
        let one = calendar.due(at(start), &limit).unwrap();
        let two = calendar.due(at(start + later), &limit).unwrap();
        prop_assert!(at(start) < one && one <= two);
    }

    #[test]
    fn no_start_and_no_limit_panics(second in any::<i64>(), n in any::<u32>()) {
        let calendar = calendar("America/St_Johns", &[]);
        let start = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
        for unit in [Unit::Hours, Unit::Days, Unit::BusinessDays] {
            let _ = calendar.due(start, &Limit { n, unit });
            let _ = calendar.due(start, &Limit { n: n % 4_000, unit });
        }
    }
}
