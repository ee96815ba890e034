//! What people do and when: reporting, promises, release lines, disclosure, roles.

use super::{Block, Item, Section, paragraph};
use crate::policy::{Calendar, Clock, Limit, Line, Policy, Starts, Stops, Unit, Vendor, Working};
use jiff::civil::Date;

pub(super) fn reporting(policy: &Policy) -> Option<Section> {
    let name = &policy.project.name;
    let contacts = policy.contacts.iter().map(|contact| Item {
        text: contact.says.clone(),
        address: Some(contact.address.clone()),
        ..Item::default()
    });
    let blocks = vec![
        paragraph(format!("{name}: {}", policy.project.summary)),
        paragraph(format!(
            "If you think you have found a vulnerability in {name}, please tell us in private \
             first. You need not be sure."
        )),
        Block::List(contacts.collect()),
    ];
    Section::new("report", "Reporting a vulnerability", blocks)
}

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
    let holidays = policy.calendar.holidays.iter().filter(|holiday| at <= holiday.to);
    let holidays: Vec<Item> = holidays
        .map(|holiday| {
            let days = if holiday.from == holiday.to {
                holiday.from.to_string()
            } else {
                format!("{} to {}", holiday.from, holiday.to)
            };
            Item { title: Some(days), text: holiday.says.clone(), ..Item::default() }
        })
        .collect();
    let mut blocks = vec![table, units];
    if !holidays.is_empty() {
        blocks.push(paragraph("Nobody is expected to work on these days:"));
        blocks.push(Block::List(holidays));
    }
    blocks.push(progress);
    Section::new("promises", "What you can expect from us", blocks)
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
            Stops::Never => "",
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

pub(super) fn lines(policy: &Policy, at: Date) -> Option<Section> {
    let rules = &policy.lines.rules;
    let mut supported = policy.lines.supported_on(at);
    supported.sort_by_key(|line| std::cmp::Reverse(line.start));
    let head = ["Release line", "Phase", "End date"];
    let row = |line: &&Line| {
        vec![line.full_title(), rules.phase(line, at).title().to_owned(), line.end.to_string()]
    };
    let rows: Vec<Vec<String>> = supported.iter().map(row).collect();
    let first = if rows.is_empty() {
        format!("On {at} no release line is supported.")
    } else {
        format!("On {at} these release lines get security fixes:")
    };
    let table = Block::Table(head.map(str::to_owned).to_vec(), rows);
    let mut last = vec![rules.says()];
    let models = rules.models.iter().filter(|model| {
        policy.lines.list.iter().any(|line| line.end >= at && rules.model(line) == Some(model))
    });
    last.extend(models.map(|model| model.says.clone()));
    last.push(
        "Please assume that lines at their end of life are affected by whatever is found, until \
         an advisory says otherwise."
            .to_owned(),
    );
    let mut blocks = vec![paragraph(first), table, paragraph(last.join(" "))];
    let offers = policy.lines.list.iter().flat_map(|line| {
        line.vendors.iter().filter(move |vendor| vendor.until.is_none_or(|until| at <= until)).map(
            move |vendor| {
                let until = vendor.until.map(|until| format!(" until {until}")).unwrap_or_default();
                let text = format!("{} sells fixes{until}:", vendor.name);
                let (title, address) = (Some(line.full_title()), Some(vendor.link.clone()));
                Item { title, text, address, ..Item::default() }
            },
        )
    });
    let offers: Vec<Item> = offers.collect();
    if !offers.is_empty() {
        blocks.push(paragraph(Vendor::NO_ENDORSEMENT));
        blocks.push(Block::List(offers));
    }
    Section::new("lines", "Supported versions", blocks)
}

pub(super) fn disclosure(policy: &Policy) -> Option<Section> {
    let embargo = &policy.embargo;
    let days = |n: u32| if n == 1 { "1 day".to_owned() } else { format!("{n} days") };
    let mut times = if embargo.cap_days == 0 {
        "We keep nothing secret once it is confirmed.".to_owned()
    } else {
        format!(
            "Unless we agree on something else, we propose to keep a confirmed vulnerability \
             secret for {} from its report, and never agree on more than {}.",
            days(embargo.default_days),
            days(embargo.cap_days)
        )
    };
    if let Some(limit) = embargo.after_cve {
        times.push_str(&format!(
            " Once a CVE id has been issued, the announcement usually follows {limit} later."
        ));
    }
    if let Some(limit) = embargo.site_after_announcement {
        times.push_str(&format!(
            " The advisory is on the site at most {limit} after the first announcement."
        ));
    }
    let steps = embargo.steps.iter().map(|step| Item { text: step.clone(), ..Item::default() });
    let steps = Block::Steps(steps.collect());
    let blocks = vec![steps, paragraph(embargo.says.clone()), paragraph(times)];
    Section::new("disclosure", "How it becomes public", blocks)
}

pub(super) fn playbooks(policy: &Policy) -> Option<Section> {
    let mut blocks = Vec::new();
    for playbook in policy.playbooks.values() {
        blocks.push(paragraph(format!("{}. {}", playbook.title, playbook.says)));
        let items = playbook.steps.iter().map(|step| {
            let mut text = step.says.clone();
            if let (Some(limit), Some(first)) = (step.within, step.after.first()) {
                text.push_str(&format!(" At most {limit} after “{first}”."));
            }
            if !step.needs.is_empty() {
                text.push_str(&format!(" Needs {}.", step.needs.join(" and ")));
            }
            Item { title: Some(step.id.clone()), text, ..Item::default() }
        });
        blocks.push(Block::Steps(items.collect()));
    }
    Section::new("releases", "How a fix is released", blocks)
}

pub(super) fn channels(policy: &Policy) -> Option<Section> {
    let items = policy.channels.iter().map(|channel| {
        let below = channel.subscribe.iter().map(|address| Item {
            text: "Subscribe at".to_owned(),
            address: Some(address.clone()),
            ..Item::default()
        });
        Item {
            text: format!("{}:", channel.title),
            address: Some(channel.address.clone()),
            below: below.collect(),
            ..Item::default()
        }
    });
    let ids = &policy.advisory.id_format;
    let named = ids.replace("{n}", "…").replace("{year}", "YYYY");
    let last = paragraph(format!("Advisories are named {named}."));
    Section::new("channels", "Where advisories appear", vec![Block::List(items.collect()), last])
}

pub(super) fn version(policy: &Policy, at: Date) -> Option<Section> {
    let (version, digest) = (policy.version_at(at), policy.digest.short());
    let says = format!("This is version {version} of the policy ({digest}), as of {at}.");
    let past = policy.versions.iter().filter(|version| version.since <= at).map(|version| Item {
        title: Some(version.id.clone()),
        text: format!("From {}: {}", version.since, version.says),
        ..Item::default()
    });
    let past = Block::List(past.collect());
    Section::new("version", "This document", vec![paragraph(says), past])
}
