//! Release lines: dates with the notice that was or was not given, and everything else about them.

use super::found::Found;
use super::span::Word;
use super::{Part, Turn};
use crate::policy::{Line, LineModel, LineRules, Lines, Vendor, line_changes};
use jiff::civil::Date;
use serde_json::Value;

/// Keys of a line that are compared as what they were read as.
const READ: [&str; 4] = ["branch", "maintainers", "upstream", "vendors"];

pub(super) fn lines(found: &mut Found, old: &Lines, (new, announced): (&Lines, Date)) {
    found.part(Part::Lines);
    // Dates, and the rule of the end with its zone.
    for change in line_changes(old, new, new.rules.start_of(announced)) {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let (before, after) = (day(change.before), day(change.after));
        let turn = match (change.key, &before, &after) {
            ("line", None, _) => Turn::New,
            ("line", _, None) => Turn::Gone,
            _ => Turn::Changed,
        };
        let sides = (before.as_deref(), after.as_deref());
        let key = if change.key == "line" { "" } else { change.key };
        found.say(&change.line, turn, key, sides, &change.says);
    }
    let Lines { list, rules } = old;
    // Which lines are new or gone was said with their dates.
    for line in list {
        if let Some(after) = new.get(&line.id) {
            one(found, line, after);
        }
    }
    let ids = |list: &[Line], other: &Lines| -> Vec<String> {
        let both = list.iter().filter(|line| other.get(&line.id).is_some());
        both.map(|line| line.id.clone()).collect()
    };
    found.list("", "order", "Release lines", &ids(list, new), &ids(&new.list, old));
    line_rules(found, rules, &new.rules);
}

fn one(found: &mut Found, old: &Line, new: &Line) {
    let Line {
        id,
        // Said by the comparison of dates.
        alpha: _,
        start: _,
        lts: _,
        maintenance: _,
        end: _,
        codename,
        branch,
        maintainers,
        upstream,
        vendors,
        extra,
    } = old;
    found.value(id, "codename", &format!("The codename of {id}"), codename, &new.codename);
    found.value(id, "branch", &format!("The branch of {id}"), branch, &new.branch);
    let name = format!("Maintainers of {id}");
    found.list(id, "maintainers", &name, maintainers, &new.maintainers);
    let pins = |line: &Line| -> Vec<String> {
        line.upstream.iter().map(|(name, version)| format!("{name}={version}")).collect()
    };
    if *upstream != new.upstream {
        let name = format!("Dependencies of {id} stay on");
        found.list(id, "upstream", &name, &pins(old), &pins(new));
    }
    let offers = |vendors: &[Vendor]| -> Vec<String> {
        let one = |Vendor { name, link, until }: &Vendor| match until {
            Some(until) => format!("{name} ({link}) until {until}"),
            None => format!("{name} ({link})"),
        };
        vendors.iter().map(one).collect()
    };
    let name = format!("Fixes for {id} after its end are sold by");
    found.list(id, "vendors", &name, &offers(vendors), &offers(&new.vendors));
    let more = |extra: &serde_json::Map<String, Value>| -> Vec<String> {
        let other = extra.iter().filter(|(key, _)| !READ.contains(&key.as_str()));
        other.map(|(key, value)| format!("{key}={value}")).collect()
    };
    found.list(id, "extra", &format!("What else {id} has"), &more(extra), &more(&new.extra));
}

fn line_rules(found: &mut Found, old: &LineRules, new: &LineRules) {
    let LineRules {
        // Said by the comparison of dates, with the notice.
        end: _,
        zone: _,
        models,
        notices_days,
        notices_to,
        change_notice_days,
    } = old;
    found.each(
        (models, &new.models),
        |model| model.id.clone(),
        |model| format!("The model {} for lines that start on or after {}", model.id, model.since),
        |model| model.says.clone(),
        |found, old, new| {
            let LineModel { id, since, says, lts, maintenance } = old;
            found.value(
                id,
                "since",
                &format!("The first day of the model {id}"),
                since,
                &new.since,
            );
            found.text(id, "says", &format!("The model {id}"), says, &new.says);
            let of = |date: &str| format!("What the date {date} opens in the model {id}");
            found.value(id, "lts", &of("lts"), &Word(lts.title()), &Word(new.lts.title()));
            let (before, after) = (Word(maintenance.title()), Word(new.maintenance.title()));
            found.value(id, "maintenance", &of("maintenance"), &before, &after);
        },
    );
    let days = |days: &[u32]| days.iter().map(u32::to_string).collect::<Vec<_>>();
    let name = "Days before the end of a line on which the team is reminded";
    found.list("", "notices_days", name, &days(notices_days), &days(&new.notices_days));
    let name = "Who is reminded of the end of a line";
    found.list("", "notices_to", name, notices_to, &new.notices_to);
    let name = "The notice for a change of a date, in days,";
    let (before, after) = (change_notice_days, &new.change_notice_days);
    found.value("", "change_notice_days", name, before, after);
}
