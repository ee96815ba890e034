//! Reads what `policy.toml` says about time: limits, clocks, who is told, and waits.

use super::node::{Node, Value};
use super::settings::unique;
use super::table::Table;
use crate::access::Roles;
use crate::policy::complaint::no_such;
use crate::policy::{
    Clock, Contact, CveLimits, EmbargoDefaults, Escalation, Limit, NeedsInfo, PauseReason, Rota,
    Starts, Stops, Told, Unit, WorldLimits,
};

/// Names of the product's own timers, which no clock of a pack may have.
const TAKEN: &[&str] =
    &["needs-info", "embargo", "deferred", "public", "exploit", "attack", "attacks"];
/// The most warnings, escalations or addresses of one kind.
const MOST: usize = 10;

const UNITS: &[(&str, Unit)] =
    &[("hours", Unit::Hours), ("days", Unit::Days), ("business-days", Unit::BusinessDays)];

/// A limit such as `{ n = 5, unit = "days" }`, where it is there.
pub(super) fn limit(table: &Table<'_>, key: &'static str) -> Option<Limit> {
    table.table(key).map(|inner| limit_of(&inner))
}

fn limit_of(inner: &Table<'_>) -> Limit {
    let (n, mut unit) = (inner.whole("n", 0..=u32::MAX), inner.one_of("unit", UNITS));
    if let Some(counted) = inner.word("holidays", &[("skip", false), ("count", true)]) {
        if unit != Unit::BusinessDays {
            inner.complain("holidays", "says something about business days only");
        } else if counted {
            unit = Unit::WeekDays;
        }
    }
    let limit = Limit { n, unit };
    if let Some(says) = limit.wrong() {
        inner.complain("n", says);
    }
    limit
}

fn needed_limit(table: &Table<'_>, key: &'static str) -> Limit {
    limit(table, key).unwrap_or_else(|| {
        table.complain(key, "is missing");
        Limit::days(1)
    })
}

/// Whole numbers in this range, each larger than the one before, where the key is there.
fn rising(
    table: &Table<'_>,
    key: &'static str,
    range: std::ops::RangeInclusive<u32>,
) -> Option<Vec<u32>> {
    let node = table.entry(key)?;
    let Value::List(list) = &node.value else {
        table.unfit(key, node, "a list of whole numbers");
        return None;
    };
    let read = |(n, one): (usize, &Node)| {
        let whole = match one.value {
            Value::Whole(number) => u32::try_from(number).ok(),
            _ => None,
        };
        let good = whole.filter(|number| range.contains(number));
        if good.is_none() {
            let (least, most) = (range.start(), range.end());
            let says = format!("must be a whole number from {least} to {most}");
            table.complain(&format!("{key}[{n}]"), says);
        }
        good
    };
    if list.len() > MOST {
        table.complain(key, format!("has more than {MOST} entries"));
    }
    let list: Vec<u32> = list.iter().take(MOST).enumerate().filter_map(read).collect();
    if list.windows(2).any(|pair| pair[0] >= pair[1]) {
        table.complain(key, "each must be larger than the one before");
    }
    Some(list)
}

pub(super) fn clocks(top: &Table<'_>, roles: &Roles, contacts: &[Contact]) -> Vec<Clock> {
    let starts = [("receipt", Starts::Receipt), ("reply", Starts::Reply)];
    let stops = [
        ("reply", Stops::Reply),
        ("decision", Stops::Decision),
        ("publication", Stops::Publication),
        ("never", Stops::Never),
    ];
    let tables = top.tables("clock");
    let read = |table: &Table<'_>| {
        let right = table.truth("right").unwrap_or(false);
        let warn = rising(table, "warn", 1..=99);
        let clock = Clock {
            id: table.name("id"),
            title: table.text("title"),
            limit: needed_limit(table, "limit"),
            starts: table.one_of("starts", &starts),
            stops: table.one_of("stops", &stops),
            right,
            warn: warn.unwrap_or_else(|| if right { vec![] } else { Clock::WARN.to_vec() }),
            escalate: escalations(table, roles, contacts),
            paused_by: pauses(table),
            says: table.text("says"),
            source: table.maybe("source"),
        };
        if TAKEN.contains(&clock.id.as_str()) {
            table.complain("id", format!("\"{}\" names a timer of the product", clock.id));
        }
        if !clock.paused_by.is_empty() && (clock.stops != Stops::Decision || clock.right) {
            let says = "only a promise that the decision stops can wait for the reporter";
            table.complain("paused_by", says);
        }
        clock
    };
    let clocks: Vec<Clock> = tables.iter().map(read).collect();
    unique(&tables, clocks.iter().map(|clock| clock.id.as_str()));
    clocks
}

fn pauses(table: &Table<'_>) -> Vec<PauseReason> {
    let known = [("waiting-reporter", PauseReason::WaitingReporter)];
    let mut reasons = Vec::new();
    for (n, word) in table.texts("paused_by").iter().enumerate() {
        match known.iter().find(|(known, _)| known == word) {
            Some((_, reason)) if !reasons.contains(reason) => reasons.push(*reason),
            Some(_) => {}
            None => {
                let says = no_such("reason", word, known.iter().map(|(word, _)| *word));
                table.complain(&format!("paused_by[{n}]"), says);
            }
        }
    }
    reasons
}

fn escalations(table: &Table<'_>, roles: &Roles, contacts: &[Contact]) -> Vec<Escalation> {
    let tables = table.tables("escalate");
    if tables.len() > MOST {
        table.complain("escalate", format!("has more than {MOST} steps"));
    }
    let read = |step: &Table<'_>| Escalation {
        after: needed_limit(step, "after"),
        to: told(step, roles, contacts),
        says: step.text("says"),
    };
    tables.iter().take(MOST).map(read).collect()
}

/// A role, a contact or a mail address.
fn told(step: &Table<'_>, roles: &Roles, contacts: &[Contact]) -> Told {
    let word = step.text("to");
    if word.contains('@') {
        return Told::Address(super::settings::address(step, "to"));
    }
    if roles.0.contains_key(&word) {
        return Told::Role(word);
    }
    if !word.is_empty() && !contacts.iter().any(|contact| contact.how == word) {
        let known = roles.0.keys().map(String::as_str);
        let known = known.chain(contacts.iter().map(|contact| contact.how.as_str()));
        step.complain("to", no_such("role or contact", &word, known));
    }
    Told::Contact(word)
}

pub(super) fn rotas(top: &Table<'_>, roles: &Roles) -> Vec<Rota> {
    let tables = top.tables("rota");
    let read = |table: &Table<'_>| {
        let rota = Rota { role: table.name("role"), to: table.texts("to") };
        if !rota.role.is_empty() && !roles.0.contains_key(&rota.role) {
            let known = roles.0.keys().map(String::as_str);
            table.complain("role", no_such("role", &rota.role, known));
        }
        if rota.to.is_empty() || rota.to.len() > MOST {
            table.complain("to", format!("has 1 to {MOST} mail addresses"));
        }
        for (n, to) in rota.to.iter().enumerate() {
            let plain = !to.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
            let mail = to
                .split_once('@')
                .is_some_and(|(who, at)| !who.is_empty() && at.contains('.') && !at.contains('@'));
            if !(plain && mail) {
                table.complain(&format!("to[{n}]"), "must be a mail address");
            }
        }
        rota
    };
    let rotas: Vec<Rota> = tables.iter().map(read).collect();
    unique(&tables, rotas.iter().map(|rota| rota.role.as_str()));
    rotas
}

pub(super) fn needs_info(top: &Table<'_>) -> NeedsInfo {
    let usual = NeedsInfo::default();
    let Some(table) = top.table("needs_info") else { return usual };
    let close_days = table.whole_or("close_days", 1..=366, usual.close_days);
    let wait = NeedsInfo {
        remind_days: rising(&table, "remind_days", 1..=366).unwrap_or_else(|| {
            usual.remind_days.into_iter().filter(|day| *day < close_days).collect()
        }),
        close_days,
    };
    if wait.remind_days.last().is_some_and(|last| *last >= wait.close_days) {
        table.complain("remind_days", "the last one must be before close_days");
    }
    wait
}

pub(super) fn world(top: &Table<'_>) -> WorldLimits {
    let usual = WorldLimits::default();
    let Some(table) = top.table("world") else { return usual };
    let found = limit(&table, "allege");
    if found.is_some_and(|limit| limit.unit != Unit::Hours || limit.n > 168) {
        table.complain("allege", "is counted in hours, at most 168 of them");
    }
    WorldLimits { allege: found.unwrap_or(usual.allege) }
}

pub(super) fn cve(top: &Table<'_>) -> CveLimits {
    let usual = CveLimits::default();
    let Some(table) = top.table("cve") else { return usual };
    let hours = |key, usual: Limit| {
        let found = limit(&table, key);
        if found.is_some_and(|limit| limit.unit != Unit::Hours) {
            table.complain(key, "is counted in hours, as the rules of CNAs do");
        }
        found.unwrap_or(usual)
    };
    let publish = hours("publish", usual.publish);
    let overdue = hours("overdue", usual.overdue);
    if publish.unit == overdue.unit && publish.n > overdue.n {
        table.complain("publish", "is more than overdue");
    }
    CveLimits {
        publish,
        overdue,
        unused_days: table.whole_or("unused_days", 1..=3_660, usual.unused_days),
    }
}

/// How long before the end of an embargo people are reminded, the longest first.
pub(super) fn embargo_warn(table: &Table<'_>) -> Vec<Limit> {
    if !table.has("warn") {
        return EmbargoDefaults::WARN.to_vec();
    }
    let list: Vec<Limit> = table.tables("warn").iter().map(limit_of).collect();
    let hours = |limit: &Limit| u64::from(limit.n) * if limit.unit == Unit::Days { 24 } else { 1 };
    if list.iter().any(|limit| !matches!(limit.unit, Unit::Hours | Unit::Days)) {
        table.complain("warn", "is counted in hours or days");
    } else if list.windows(2).any(|pair| hours(&pair[0]) <= hours(&pair[1])) {
        table.complain("warn", "each must be shorter than the one before");
    }
    if list.len() > MOST {
        table.complain("warn", format!("has more than {MOST} entries"));
    }
    list
}
