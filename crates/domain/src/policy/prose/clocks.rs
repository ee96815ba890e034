//! What is promised and by when, which rights open, and on which days nobody counts.

use super::{Block, Item, Section, paragraph};
use crate::policy::{Calendar, Clock, Limit, NeedsInfo, Policy, Starts, Stops, Unit, Working};
use jiff::civil::Date;

/// How many holidays to come are listed.
const SHOWN: usize = 40;

pub(super) fn promises(policy: &Policy, at: Date) -> Option<Section> {
    let clocks: Vec<&Clock> = policy.clocks.iter().filter(|clock| !clock.right).collect();
    let progress = policy.statements.progress.as_ref();
    let progress = paragraph(progress.map_or("", |progress| &progress.says));
    if clocks.is_empty() {
        return Section::new("promises", "What you can expect from us", vec![progress]);
    }
    let head = ["Promise", "Within", "Counted from", "What happens"];
    let rows = clocks.iter().map(|clock| {
        let from = starts(clock.starts);
        vec![clock.title.clone(), clock.limit.to_string(), from.to_owned(), clock.says.clone()]
    });
    let table = Block::Table(head.map(str::to_owned).to_vec(), rows.collect());
    let units = paragraph(units(&policy.calendar, policy.clocks.iter().map(|clock| clock.limit)));
    let mut blocks = vec![table, units, paragraph(stands_still(&clocks))];
    let holidays = holidays(&policy.calendar, at);
    if !holidays.is_empty() {
        blocks.push(paragraph("Nobody is expected to work on these days:"));
        blocks.push(Block::List(holidays));
    }
    blocks.extend(pauses(&policy.calendar, at));
    blocks.push(paragraph(waits(&policy.needs_info, policy.handling.reopen_days)));
    blocks.extend(told(&clocks));
    blocks.push(progress);
    Section::new("promises", "What you can expect from us", blocks)
}

/// The days that are still to come, in order; those of a named list with its title.
fn holidays(calendar: &Calendar, at: Date) -> Vec<Item> {
    let own = calendar.holidays.iter().map(|holiday| (None, holiday));
    let named = calendar.lists.iter().flat_map(|list| {
        let kept = list.holidays.iter().filter(|day| list.holds(day.from) || list.holds(day.to));
        kept.map(move |holiday| (Some(list), holiday))
    });
    let mut all: Vec<_> = own.chain(named).filter(|(_, holiday)| at <= holiday.to).collect();
    all.sort_by_key(|(_, holiday)| (holiday.from, holiday.to));
    let shown = all.into_iter().map(|(list, holiday)| {
        let text = match list {
            None => holiday.says.clone(),
            Some(list) => format!("{} ({})", holiday.says, list.title),
        };
        Item { title: Some(days(holiday.from, holiday.to)), text, ..Item::default() }
    });
    shown.take(SHOWN).collect()
}

fn days(from: Date, to: Date) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}

/// Announced pauses that are not over.
fn pauses(calendar: &Calendar, at: Date) -> Vec<Block> {
    let to_come = calendar.pauses.iter().filter(|pause| at <= pause.to);
    let items: Vec<Item> = to_come
        .map(|pause| {
            let title = Some(days(pause.from, pause.to));
            Item { title, text: pause.says.clone(), ..Item::default() }
        })
        .collect();
    if items.is_empty() {
        return Vec::new();
    }
    let says = "On these days reports are taken, and nobody looks at them yet. What is counted \
                from the arrival of a report is then counted from the end of the pause:";
    vec![paragraph(says), Block::List(items)]
}

/// Which promises wait for an answer of the reporter.
fn stands_still(clocks: &[&Clock]) -> String {
    let waiting = clocks.iter().filter(|clock| !clock.paused_by.is_empty());
    let titles: Vec<String> = waiting.map(|clock| format!("“{}”", clock.title)).collect();
    match titles.len() {
        0 => String::new(),
        _ => format!(
            "While we wait for something that we asked you for, the time for {} stands still.",
            listed(&titles)
        ),
    }
}

/// What happens while a reporter does not answer.
fn waits(wait: &NeedsInfo, reopen_days: u32) -> String {
    let n = |n: u32| Limit::days(n).to_string();
    let mut says = "If we ask you for something and hear nothing, ".to_owned();
    if !wait.remind_days.is_empty() {
        let days: Vec<String> = wait.remind_days.iter().map(u32::to_string).collect();
        says.push_str(&format!("we remind you after {} days, and ", listed(&days)));
    }
    says.push_str(&format!(
        "after {} we close what was not confirmed; nothing then binds either side.",
        n(wait.close_days)
    ));
    says.push_str(&format!(" For {} you can open it again.", n(reopen_days)));
    says
}

/// Who is told when a promise is about to be missed, or was.
fn told(clocks: &[&Clock]) -> Vec<Block> {
    let steps = clocks.iter().flat_map(|clock| {
        clock.escalate.iter().map(|step| Item {
            title: Some(format!("{}, after {}", clock.title, step.after)),
            text: step.says.clone(),
            ..Item::default()
        })
    });
    let items: Vec<Item> = steps.collect();
    if items.is_empty() {
        return Vec::new();
    }
    vec![paragraph("When a promise is not kept, more people are told:"), Block::List(items)]
}

/// In a sentence: one, two and three.
pub(super) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

fn starts(starts: Starts) -> &'static str {
    match starts {
        Starts::Receipt => "the arrival of the report",
        Starts::Reply => "our last message",
    }
}

/// How the units in use are counted.
fn units(calendar: &Calendar, limits: impl Iterator<Item = Limit>) -> String {
    let used: std::collections::BTreeSet<Unit> = limits.map(|limit| limit.unit).collect();
    let zone = &calendar.zone;
    let mut says = Vec::new();
    if used.contains(&Unit::Hours) {
        says.push("Hours are counted one by one.".to_owned());
    }
    if used.contains(&Unit::Days) {
        says.push(format!(
            "Days are calendar days in the time zone {zone}: weekends and holidays count."
        ));
    }
    if used.contains(&Unit::BusinessDays) {
        let working = working(&calendar.working);
        says.push(format!(
            "Business days are {working} in the time zone {zone}, without holidays; the count \
             begins on the first business day after the start."
        ));
    }
    if used.contains(&Unit::WeekDays) {
        let working = working(&calendar.working);
        says.push(format!(
            "Where holidays are included, business days are {working} in the time zone {zone}, \
             whether they are holidays or not."
        ));
    }
    says.join(" ")
}

/// `Monday to Friday`, or the days one by one.
fn working(days: &[Working]) -> String {
    let name = |day: &Working| match day {
        Working::Mon => "Monday",
        Working::Tue => "Tuesday",
        Working::Wed => "Wednesday",
        Working::Thu => "Thursday",
        Working::Fri => "Friday",
        Working::Sat => "Saturday",
        Working::Sun => "Sunday",
    };
    let in_a_row = days.windows(2).all(|pair| pair[1] as usize == pair[0] as usize + 1);
    match days {
        [first, .., last] if in_a_row && days.len() > 2 => {
            format!("{} to {}", name(first), name(last))
        }
        _ => days.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}

pub(super) fn rights(policy: &Policy) -> Option<Section> {
    let clocks = policy.clocks.iter().filter(|clock| clock.right);
    let items = clocks.map(|clock| {
        let unless = match clock.stops {
            Stops::Reply => ", unless somebody has answered",
            Stops::Decision => ", unless it has been decided",
            Stops::Publication => ", unless the case is over",
            Stops::Supply | Stops::Never => "",
        };
        let (limit, from) = (clock.limit, starts(clock.starts));
        Item {
            title: Some(clock.title.clone()),
            text: format!("Opens {limit} after {from}{unless}. {}", clock.says),
            source: clock.source.clone(),
            ..Item::default()
        }
    });
    let items: Vec<Item> = items.collect();
    let escalation = policy.contacts.iter().filter(|contact| contact.how == "escalation");
    let addresses: Vec<&str> = escalation.map(|contact| contact.address.as_str()).collect();
    let to = match addresses.as_slice() {
        [] => String::new(),
        some if items.is_empty() => format!("You can turn to {}.", some.join(" or ")),
        some => format!("The address is {}.", some.join(" or ")),
    };
    Section::new("rights", "If you do not hear from us", vec![Block::List(items), paragraph(to)])
}
