//! What people do: reporting, release lines, disclosure, roles.

use super::{Block, Item, Section, paragraph};
use crate::policy::{Limit, Line, Policy, Vendor};
use jiff::civil::Date;

pub(super) fn reporting(policy: &Policy) -> Option<Section> {
    let name = &policy.project.name;
    let contacts = policy.contacts.iter().map(|contact| Item {
        text: contact.says.clone(),
        address: Some(contact.address.clone()),
        ..Item::default()
    });
    let wanted = policy.handling.fields.iter().filter(|field| field.wanted);
    let wanted: Vec<Item> = wanted
        .map(|field| Item {
            title: Some(field.title.clone()),
            text: field.says.clone(),
            ..Item::default()
        })
        .collect();
    let blocks = vec![
        paragraph(format!("{name}: {}", policy.project.summary)),
        paragraph(format!(
            "If you think you have found a vulnerability in {name}, please tell us in private \
             first. You need not be sure."
        )),
        Block::List(contacts.collect()),
        paragraph(if wanted.is_empty() { "" } else { "Please send along:" }),
        Block::List(wanted),
    ];
    Section::new("report", "Reporting a vulnerability", blocks)
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
    if !embargo.warn.is_empty() && embargo.cap_days > 0 {
        let before: Vec<String> = embargo.warn.iter().map(Limit::to_string).collect();
        let before = super::clocks::listed(&before);
        times.push_str(&format!(
            " Everybody who keeps it secret is reminded {before} before the end."
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
