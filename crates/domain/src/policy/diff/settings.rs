//! Plain settings: who, where, how long, under which name.

use super::clocks::{instead, limits};
use super::found::Found;
use super::span::Word;
use super::{Part, Turn};
use crate::policy::{
    AdvisorySettings, Channel, ChannelKind, Contact, EmbargoDefaults, Limit, Playbook, Project,
    Step, Unit,
};
use crate::words::one_line;
use std::collections::BTreeMap;

pub(super) fn project(found: &mut Found, old: &Project, new: &Project) {
    found.part(Part::Project);
    let Project { name, slug, homepage, summary } = old;
    found.value("", "name", "The project's name", name, &new.name);
    found.value("", "slug", "The project's name in addresses", slug, &new.slug);
    found.value("", "homepage", "The project's site", homepage, &new.homepage);
    found.text("", "summary", "The project's summary", summary, &new.summary);
}

pub(super) fn contacts(found: &mut Found, old: &[Contact], new: &[Contact]) {
    found.part(Part::Contacts);
    found.each(
        (old, new),
        |contact| contact.how.clone(),
        |contact| format!("The contact \"{}\"", contact.how),
        |contact| format!("{}. {}", contact.address, contact.says),
        |found, old, new| {
            let Contact { how, address, says, confirmed } = old;
            let name = format!("The address of the contact \"{how}\"");
            found.value(how, "address", &name, address, &new.address);
            let name = format!("When to use the contact \"{how}\"");
            found.text(how, "says", &name, says, &new.says);
            let name = format!("The day on which the contact \"{how}\" was last confirmed");
            found.value(how, "confirmed", &name, confirmed, &new.confirmed);
        },
    );
}

pub(super) fn embargo(found: &mut Found, old: &EmbargoDefaults, new: &EmbargoDefaults) {
    found.part(Part::Embargo);
    let EmbargoDefaults {
        default_days,
        cap_days,
        second_person_days,
        attack_hours,
        after_cve,
        site_after_announcement,
        warn,
        says,
        steps,
        source,
    } = old;
    let days = |n: u32| Limit { n, unit: Unit::Days };
    for (key, told, old, new) in [
        ("default_days", "An embargo is proposed for", *default_days, new.default_days),
        ("cap_days", "An embargo may last at most", *cap_days, new.cap_days),
    ] {
        if old != new {
            let told = format!("{told} {}", instead(&days(old), &days(new)));
            found.changed("", key, (Some(&old.to_string()), Some(&new.to_string())), &told);
        }
    }
    let name = "Days by which an end may come sooner without a second person";
    found.value("", "second_person_days", name, second_person_days, &new.second_person_days);
    let name = "Hours to decide about an embargo once attacks are known";
    found.value("", "attack_hours", name, attack_hours, &new.attack_hours);
    let name = "The usual time from the CVE id to the announcement";
    found.value("", "after_cve", name, after_cve, &new.after_cve);
    let name = "The latest time for the advisory on the site after the announcement";
    let (before, after) = (site_after_announcement, &new.site_after_announcement);
    found.value("", "site_after_announcement", name, before, after);
    let name = "Reminders of the end of an embargo";
    found.list("", "warn", name, &limits(warn), &limits(&new.warn));
    found.text("", "says", "The text on embargoes", says, &new.says);
    found.list("", "steps", "Steps of a disclosure", steps, &new.steps);
    found.value("", "source", "The source of the embargo's rules", source, &new.source);
}

pub(super) fn advisory(found: &mut Found, old: &AdvisorySettings, new: &AdvisorySettings) {
    found.part(Part::Advisories);
    let AdvisorySettings { id_format, first, ecosystem, package, purl, formats } = old;
    found.value("", "id_format", "The form of advisory ids", id_format, &new.id_format);
    found.value("", "first", "The first advisory number", first, &new.first);
    found.value("", "ecosystem", "The ecosystem", ecosystem, &new.ecosystem);
    found.value("", "package", "The package", package, &new.package);
    found.value("", "purl", "The package URL", purl, &new.purl);
    found.list("", "formats", "Formats of advisories", formats, &new.formats);
}

pub(super) fn channels(found: &mut Found, old: &[Channel], new: &[Channel]) {
    found.part(Part::Channels);
    let kind = |kind: ChannelKind| match kind {
        ChannelKind::Site => Word("pages"),
        ChannelKind::Feed => Word("a feed"),
        ChannelKind::MailList => Word("a mail list"),
    };
    found.each(
        (old, new),
        |channel| channel.id.clone(),
        |channel| format!("The channel {}", channel.id),
        |channel| format!("{}, {}", channel.title, channel.address),
        |found, old, new| {
            let Channel { id, title, kind: sort, address, subscribe } = old;
            let of = |what: &str| format!("{what} of the channel {id}");
            found.value(id, "title", &of("The title"), title, &new.title);
            found.value(id, "kind", &of("The kind"), &kind(*sort), &kind(new.kind));
            found.value(id, "address", &of("The address"), address, &new.address);
            let name = of("The address for subscribing");
            found.value(id, "subscribe", &name, subscribe, &new.subscribe);
        },
    );
}

pub(super) fn playbooks(
    found: &mut Found,
    old: &BTreeMap<String, Playbook>,
    new: &BTreeMap<String, Playbook>,
) {
    found.part(Part::Playbooks);
    for (key, book) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        let told = format!("The release plan {key} is gone; it was: {}", one_line(&book.says, 300));
        found.say(key, Turn::Gone, "", (Some(&book.says), None), &told);
    }
    for (key, after) in new {
        let Some(Playbook { id, title, says, steps }) = old.get(key) else {
            let told = format!("The release plan {key} is new: {}", one_line(&after.says, 300));
            found.say(key, Turn::New, "", (None, Some(&after.says)), &told);
            continue;
        };
        found.value(
            id,
            "title",
            &format!("The title of the release plan {id}"),
            title,
            &after.title,
        );
        found.text(id, "says", &format!("The release plan {id}"), says, &after.says);
        found.each(
            (steps, &after.steps),
            |step| step.id.clone(),
            |step| format!("The step {} of the release plan {id}", step.id),
            |step| step.says.clone(),
            |found, old, new| {
                let Step { id: step, says, after, needs, within } = old;
                let name = format!("The step {step} of the release plan {id}");
                let time = format!("The time for the step {step} of the release plan {id}");
                found.text(step, "says", &name, says, &new.says);
                found.list(step, "after", &format!("{name} comes after"), after, &new.after);
                found.list(step, "needs", &format!("{name} needs"), needs, &new.needs);
                found.value(step, "within", &time, within, &new.within);
            },
        );
    }
}
