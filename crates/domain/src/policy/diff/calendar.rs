//! The zone, working days, holidays and pauses.

use super::Part;
use super::found::Found;
use crate::policy::{Calendar, Holiday, HolidayList, IntakePause, Working};
use jiff::civil::Date;

pub(super) fn calendar(found: &mut Found, old: &Calendar, new: &Calendar) {
    found.part(Part::Calendar);
    let Calendar { zone, working, holidays, lists, pauses } = old;
    found.value("", "zone", "The time zone", zone, &new.zone);
    let words = |days: &[Working]| -> Vec<String> {
        let named = Working::ALL.iter().filter(|(_, day)| days.contains(day));
        named.map(|(word, _)| (*word).to_owned()).collect()
    };
    found.list("", "working", "Working days", &words(working), &words(&new.working));
    self::holidays(found, "", (holidays, &new.holidays));
    found.each(
        (lists, &new.lists),
        |list| list.id.clone(),
        |list| format!("The list of holidays {}", list.id),
        |list| {
            let days = list.holidays.len();
            format!("{}, {days} {}", list.title, if days == 1 { "entry" } else { "entries" })
        },
        |found, old, new| {
            let HolidayList { id, title, since, until, source, holidays } = old;
            let of = |what: &str| format!("{what} of the list of holidays {id}");
            found.value(id, "title", &of("The title"), title, &new.title);
            found.value(id, "since", &of("The first day"), since, &new.since);
            found.value(id, "until", &of("The end"), until, &new.until);
            found.value(id, "source", &of("The source"), source, &new.source);
            self::holidays(found, id, (holidays, &new.holidays));
        },
    );
    found.each(
        (pauses, &new.pauses),
        |pause| days(pause.from, pause.to),
        |pause| format!("The pause of intake {}", days(pause.from, pause.to)),
        |pause| pause.says.clone(),
        |found, old, new| {
            let IntakePause { from, to, says } = old;
            let id = days(*from, *to);
            found.text(&id, "says", &format!("The pause of intake {id}"), says, &new.says);
        },
    );
}

fn days(from: Date, to: Date) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}

/// Holidays of the pack itself, or of a named list.
fn holidays(found: &mut Found, list: &str, (old, new): (&[Holiday], &[Holiday])) {
    let of = if list.is_empty() { String::new() } else { format!(" of {list}") };
    found.each(
        (old, new),
        |holiday| format!("{}{of}", days(holiday.from, holiday.to)),
        |holiday| format!("The holiday {}{of}", days(holiday.from, holiday.to)),
        |holiday| holiday.says.clone(),
        |found, old, new| {
            let Holiday { from, to, says } = old;
            let id = format!("{}{of}", days(*from, *to));
            found.text(&id, "says", &format!("The holiday {id}"), says, &new.says);
        },
    );
}
