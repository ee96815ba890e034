//! When things are due.

use crate::policy::{
    Calendar, Holiday, HolidayList, IntakePause, Left, Limit, NotDue, Unit, Working,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn calendar(zone: &str, holidays: &[(Date, Date)]) -> Calendar {
    let working = Working::ALL.iter().take(5).map(|(_, day)| *day).collect();
    let holiday = |(from, to): &(Date, Date)| Holiday { from: *from, to: *to, says: "x".into() };
    let holidays = holidays.iter().map(holiday).collect();
    let (lists, pauses) = (Vec::new(), Vec::new());
    Calendar { zone: zone.into(), working, holidays, lists, pauses }
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
fn where_holidays_count_only_the_days_of_the_week_matter() {
    let closed = (date(2026, 12, 24), date(2027, 1, 3));
    let with = calendar("Europe/Madrid", &[closed]);
    assert_eq!(due(&with, "2026-12-23 16:30", 5, Unit::WeekDays), "Wed 2026-12-30 16:30");
    let limit = Limit { n: 5, unit: Unit::WeekDays };
    assert_eq!(limit.to_string(), "5 business days, holidays included");
}

fn list(id: &str, day: Date, since: Option<Date>, until: Option<Date>) -> HolidayList {
    let holidays = vec![Holiday { from: day, to: day, says: "Feast".into() }];
    HolidayList { id: id.into(), title: id.into(), since, until, source: None, holidays }
}

#[test]
fn every_list_closes_its_days_while_it_is_kept() {
    let (feast, other) = (date(2027, 1, 6), date(2027, 1, 7));
    let mut calendar = calendar("UTC", &[]);
    calendar.lists = vec![list("es", feast, None, None), list("se", other, None, None)];
    assert_eq!(due(&calendar, "2027-01-05 09:00", 1, Unit::BusinessDays), "Fri 2027-01-08 09:00");
    calendar.lists[0].until = Some(feast);
    assert_eq!(due(&calendar, "2027-01-05 09:00", 1, Unit::BusinessDays), "Wed 2027-01-06 09:00");
    calendar.lists[1].since = Some(date(2027, 1, 8));
    assert_eq!(due(&calendar, "2027-01-05 09:00", 2, Unit::BusinessDays), "Thu 2027-01-07 09:00");
}

#[test]
fn a_pause_holds_clocks_back_until_its_last_day_is_over() {
    let mut calendar = calendar("Europe/Madrid", &[]);
    let pause = |from, to| IntakePause { from, to, says: "Closed.".into() };
    calendar.pauses =
        vec![pause(date(2026, 7, 20), date(2026, 8, 2)), pause(date(2026, 8, 3), date(2026, 8, 4))];
    let opens = |at: &str| calendar.opens(at.parse().unwrap()).unwrap().to_string();
    assert_eq!(opens("2026-07-19T21:59:59Z"), "2026-07-19T21:59:59Z");
    assert_eq!(opens("2026-07-19T22:00:00Z"), "2026-08-04T22:00:00Z");
    assert_eq!(opens("2026-08-04T21:59:59Z"), "2026-08-04T22:00:00Z");
}

#[test]
fn what_was_left_is_what_there_is_after_a_wait() {
    let calendar = calendar("UTC", &[day(2026, 12, 25)]);
    let at = |text: &str| -> Timestamp { text.parse().unwrap() };
    let due = at("2026-12-28T10:00:00Z");
    let left = calendar.left(at("2026-12-23T16:00:00Z"), due, Unit::BusinessDays).unwrap();
    assert_eq!(left.time.to_string(), "PT42H");
    let on = calendar.resume(at("2027-01-04T08:00:00Z"), &left).unwrap();
    assert_eq!(on, at("2027-01-06T02:00:00Z"));
    let hours = calendar.left(at("2026-12-23T16:00:00Z"), due, Unit::Hours).unwrap();
    assert_eq!(hours.time.to_string(), "PT114H");
    assert!(calendar.left(due, due, Unit::Days).unwrap().time.is_zero());
}

#[test]
fn a_part_of_a_limit_is_counted_in_its_own_unit() {
    let calendar = calendar("UTC", &[]);
    let at = |text: &str| -> Timestamp { text.parse().unwrap() };
    let five = Limit { n: 5, unit: Unit::BusinessDays };
    let part = |percent| calendar.part(at("2026-11-20T16:30:00Z"), &five, percent).unwrap();
    assert_eq!(part(60), at("2026-11-25T16:30:00Z"));
    assert_eq!(part(90), at("2026-11-27T04:30:00Z"));
    assert_eq!(part(100), at("2026-11-27T16:30:00Z"));
    let before = calendar.before(at("2026-11-27T16:30:00Z"), &Limit::days(7)).unwrap();
    assert_eq!(before, at("2026-11-20T16:30:00Z"));
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
    fn a_wait_of_no_length_changes_no_due_time(
        start in 1_700_000_000..1_900_000_000i64, passed in 0..200_000i64, limit in any_limit(),
    ) {
        let calendar = calendar("UTC", &[(date(2026, 12, 24), date(2027, 1, 3))]);
        let at = |second| Timestamp::from_second(second).unwrap();
        let due = calendar.due(at(start), &limit).unwrap();
        let now = at(start + passed).min(due);
        let left = calendar.left(now, due, limit.unit).unwrap();
        // An end at midnight before a closed day and the next working minute are the same moment.
        let again = calendar.resume(now, &left).unwrap();
        let gap = calendar.left(due.min(again), due.max(again), limit.unit).unwrap();
        prop_assert!(gap.time.is_zero(), "{due} {again}");
    }

    #[test]
    fn a_longer_wait_never_ends_earlier(
        start in 1_700_000_000..1_900_000_000i64, more in 0..400_000i64,
        seconds in 0..2_000_000i64,
    ) {
        let calendar = calendar("UTC", &[(date(2026, 12, 24), date(2027, 1, 3))]);
        let at = |second| Timestamp::from_second(second).unwrap();
        for unit in [Unit::Hours, Unit::Days, Unit::BusinessDays, Unit::WeekDays] {
            let left = Left { unit, time: jiff::SignedDuration::from_secs(seconds) };
            let one = calendar.resume(at(start), &left).unwrap();
            let two = calendar.resume(at(start + more), &left).unwrap();
            prop_assert!(at(start) <= one && one <= two);
        }
    }

    #[test]
    fn no_start_and_no_limit_panics(second in any::<i64>(), n in any::<u32>()) {
        let calendar = calendar("America/St_Johns", &[]);
        let start = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
        for unit in [Unit::Hours, Unit::Days, Unit::BusinessDays, Unit::WeekDays] {
            let _ = calendar.due(start, &Limit { n, unit });
            let _ = calendar.due(start, &Limit { n: n % 4_000, unit });
            let _ = calendar.before(start, &Limit { n: n % 4_000, unit });
            let _ = calendar.left(start, Timestamp::MAX, unit);
            let _ = calendar.left(Timestamp::MIN, start, unit);
        }
    }
}
