//! Reads the table `[lines]` of `policy.toml`: the rules by which the dates of lines are read.

use super::node::{Node, Value};
use super::settings::unique;
use super::table::Table;
use crate::policy::lines::zone;
use crate::policy::{EndRule, LineModel, LineRules, Phase};

/// The furthest a reminder may lie before an end, in days.
const DAYS_MAX: u32 = 3_660;
/// The most reminders of a line, and the most addresses: each pair is a job.
const REMINDERS_MAX: usize = 10;
const ADDRESSES_MAX: usize = 5;

/// The rules, as far as the pack states them; the usual ones for the rest.
pub(super) fn rules(top: &Table<'_>) -> LineRules {
    let usual = LineRules::default();
    let Some(table) = top.table("lines") else { return usual };
    let ends = [("exclusive", EndRule::Exclusive), ("inclusive", EndRule::Inclusive)];
    let rules = LineRules {
        end: table.word("end", &ends).unwrap_or(usual.end),
        zone: table.maybe("zone").unwrap_or(usual.zone),
        models: models(&table),
        notices_days: match table.has("notices_days") {
            true => days(&table),
            false => usual.notices_days,
        },
        notices_to: table.texts("notices_to"),
        change_notice_days: match table.has("change_notice_days") {
            true => table.whole("change_notice_days", 0..=DAYS_MAX),
            false => usual.change_notice_days,
        },
    };
    if zone(&rules.zone).is_none() {
        table.complain("zone", format!("no such time zone \"{}\"", rules.zone));
    }
    if rules.notices_to.len() > ADDRESSES_MAX {
        table.complain("notices_to", format!("has more than {ADDRESSES_MAX} addresses"));
    }
    for (n, address) in rules.notices_to.iter().enumerate() {
        let parts = address.split_once('@');
        let mail = parts.is_some_and(|(who, at)| !who.is_empty() && at.contains('.'));
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | ',' | ';');
        if !mail || !address.chars().all(plain) || address.len() > 254 {
            table.complain(&format!("notices_to[{n}]"), "must be a mail address");
        }
    }
    rules
}

/// The distances at which the team is reminded, the longest first.
fn days(table: &Table<'_>) -> Vec<u32> {
    let read = |one: &Node| match one.value {
        Value::Whole(n) => u32::try_from(n).ok().filter(|n| (1..=DAYS_MAX).contains(n)),
        _ => None,
    };
    let read = match table.entry("notices_days").map(|node| &node.value) {
        Some(Value::List(list)) => list.iter().map(read).collect(),
        _ => None,
    };
    let mut days: Vec<u32> = read.unwrap_or_else(|| {
        let says = format!("must be a list of whole numbers from 1 to {DAYS_MAX}");
        table.complain("notices_days", says);
        Vec::new()
    });
    if days.len() > REMINDERS_MAX {
        table.complain("notices_days", format!("has more than {REMINDERS_MAX} entries"));
    }
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.dedup();
    days
}

fn models(table: &Table<'_>) -> Vec<LineModel> {
    let tables = table.tables("model");
    let read = |table: &Table<'_>| LineModel {
        id: table.name("id"),
        since: table.day("since"),
        says: table.text("says"),
        lts: table.word("lts", Phase::OPENED).unwrap_or(Phase::ActiveLts),
        maintenance: table.word("maintenance", Phase::OPENED).unwrap_or(Phase::Maintenance),
    };
    let mut models: Vec<LineModel> = tables.iter().map(read).collect();
    unique(&tables, models.iter().map(|model| model.id.as_str()));
    for (n, model) in models.iter().enumerate() {
        if models[..n].iter().any(|other| other.since == model.since) {
            tables[n].complain("since", "another model begins on this day");
        }
    }
    models.sort_by_key(|model| model.since);
    models
}
