//! Reads the calendar: the zone, working days, holidays by lists, and pauses of intake.

use super::table::Table;
use crate::policy::calendar::Working;
use crate::policy::{Calendar, Holiday, HolidayList, IntakePause};
use std::collections::BTreeSet;

/// The most holidays of all lists together, and the most lists.
const HOLIDAYS_MAX: usize = 5_000;
const LISTS_MAX: usize = 40;
/// The longest announced pause, in days.
const PAUSE_MAX: i32 = 92;

pub(super) fn calendar(top: &Table<'_>) -> Calendar {
    let pauses = pauses(top);
    let (holidays, lists) = (Vec::new(), Vec::new());
    let Some(table) = top.must_table("calendar") else {
        return Calendar { zone: "UTC".into(), working: Vec::new(), holidays, lists, pauses };
    };
    let mut working = BTreeSet::new();
    for (n, day) in table.texts("working").iter().enumerate() {
        match Working::ALL.iter().find(|(word, _)| word == day) {
            Some((_, day)) => {
                working.insert(*day);
            }
            None => table.complain(&format!("working[{n}]"), "must be one of mon to sun"),
        }
    }
    if working.is_empty() {
        table.complain("working", "names no day of the week");
    }
    let working = working.into_iter().collect();
    let zone = table.text("zone");
    let calendar = Calendar { zone, working, holidays: self::holidays(&table), lists, pauses };
    if let (false, Err(e)) = (calendar.zone.is_empty(), calendar.zone()) {
        table.complain("zone", e.to_string());
    }
    calendar
}

pub(super) fn holidays(table: &Table<'_>) -> Vec<Holiday> {
    let tables = table.tables("holiday");
    let read = |table: &Table<'_>| {
        let from = table.day("from");
        let to = table.date("to").unwrap_or(from);
        if to < from || (to - from).get_days() > 366 {
            table.complain("to", "must be at most a year after the first day, and not before it");
        }
        Holiday { from, to, says: table.text("says") }
    };
    tables.iter().map(read).collect()
}

/// One file of `calendars/`.
pub(super) fn list(name: &str, table: &Table<'_>) -> HolidayList {
    let (since, until) = super::program::span(table);
    let list = HolidayList {
        id: name.to_owned(),
        title: table.text("title"),
        since,
        until,
        source: table.maybe("source"),
        holidays: holidays(table),
    };
    if list.holidays.is_empty() {
        table.complain("holiday", "is missing: a list of holidays has at least one");
    }
    list
}

/// Complains about more lists or holidays than anybody keeps.
pub(super) fn bounds(calendar: &Calendar, top: &Table<'_>) {
    let all: usize = calendar.lists.iter().map(|list| list.holidays.len()).sum();
    if all + calendar.holidays.len() > HOLIDAYS_MAX {
        top.complain("calendar", format!("there are more than {HOLIDAYS_MAX} holidays in all"));
    }
    if calendar.lists.len() > LISTS_MAX {
        top.complain("calendar", format!("there are more than {LISTS_MAX} lists of holidays"));
    }
}

fn pauses(top: &Table<'_>) -> Vec<IntakePause> {
    let tables = top.tables("intake_pause");
    let read = |table: &Table<'_>| {
        let (from, to) = (table.day("from"), table.day("to"));
        if to < from || (to - from).get_days() >= PAUSE_MAX {
            let says =
                format!("a pause has at most {PAUSE_MAX} days and does not end before it begins");
            table.complain("to", says);
        }
        IntakePause { from, to, says: table.text("says") }
    };
    let pauses: Vec<IntakePause> = tables.iter().map(read).collect();
    for (pair, table) in pauses.windows(2).zip(tables.iter().skip(1)) {
        if pair[1].from <= pair[0].to {
            let before = pair[0].to;
            table.complain("from", format!("must be after {before}, the end of the one before"));
        }
    }
    pauses
}
