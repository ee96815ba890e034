//! Plain settings: who, where, how long, under which name.

use super::found::Found;
use super::span::{Word, sentence};
use super::{Part, Turn};
use crate::policy::{
    AdvisorySettings, Calendar, Channel, ChannelKind, Clock, Contact, EmbargoDefaults, Holiday,
    Limit, Playbook, Project, Starts, Step, Stops, Unit, Working,
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

/// "3 days instead of 5" of the same unit, "3 days instead of 5 hours" of another.
fn instead(old: &Limit, new: &Limit) -> String {
    // A mention of both units where they differ, or where "1 day" meets "2 days".
    if old.unit == new.unit && (old.n == 1) == (new.n == 1) {
        format!("{new} instead of {}", old.n)
    } else {
        format!("{new} instead of {old}")
    }
}

fn starts(starts: Starts) -> &'static str {
    match starts {
        Starts::Receipt => "the arrival of the report",
        Starts::Reply => "the last message of the project",
    }
}

fn stops(stops: Stops) -> &'static str {
    match stops {
        Stops::Reply => "an answer stops it",
        Stops::Decision => "the decision stops it",
        Stops::Publication => "the end of the case stops it",
        Stops::Never => "nothing stops it",
    }
}

pub(super) fn clocks(found: &mut Found, old: &[Clock], new: &[Clock]) {
    found.part(Part::Clocks);
    found.each(
        (old, new),
        |clock| clock.id.clone(),
        |clock| format!("The {} {}", if clock.right { "right" } else { "promise" }, clock.id),
        |clock| {
            let (title, limit, from) = (&clock.title, clock.limit, starts(clock.starts));
            let stops = stops(clock.stops);
            sentence(&format!("{title}: {limit} from {from}; {stops}. {}", clock.says))
        },
        clock,
    );
}

fn clock(found: &mut Found, old: &Clock, new: &Clock) {
    let Clock { id, title, limit, starts: from, stops: until, right, says, source } = old;
    if *limit != new.limit {
        let told = instead(limit, &new.limit);
        let told = if new.right {
            format!("The right {id} ({}) opens after {told}", new.title)
        } else {
            format!("The {} ({id}) is promised within {told}", lower(&new.title))
        };
        let (old, new) = (limit.to_string(), new.limit.to_string());
        found.changed(id, "limit", (Some(&old), Some(&new)), &told);
    }
    if *from != new.starts {
        let (old, new) = (starts(*from), starts(new.starts));
        let told = format!("{id} counts from {new} instead of {old}");
        found.changed(id, "starts", (Some(old), Some(new)), &told);
    }
    if *until != new.stops {
        let (old, new) = (stops(*until), stops(new.stops));
        let told = format!("{id} ends otherwise: {new}; before: {old}");
        found.changed(id, "stops", (Some(old), Some(new)), &told);
    }
    if *right != new.right {
        let word = |right: bool| if right { "a right of the reporter" } else { "a promise" };
        let (old, new) = (word(*right), word(new.right));
        let told = format!("{id} is {new} instead of {old}");
        found.changed(id, "right", (Some(old), Some(new)), &told);
    }
    found.value(id, "title", &format!("The title of {id}"), title, &new.title);
    found.text(id, "says", &format!("The sentence of {id}"), says, &new.says);
    found.value(id, "source", &format!("The source of {id}"), source, &new.source);
}

/// A title in the middle of a sentence; one that begins with an abbreviation stays.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}

pub(super) fn calendar(found: &mut Found, old: &Calendar, new: &Calendar) {
    found.part(Part::Calendar);
    let Calendar { zone, working, holidays } = old;
    found.value("", "zone", "The time zone", zone, &new.zone);
    let words = |days: &[Working]| -> Vec<String> {
        let named = Working::ALL.iter().filter(|(_, day)| days.contains(day));
        named.map(|(word, _)| (*word).to_owned()).collect()
    };
    found.list("", "working", "Working days", &words(working), &words(&new.working));
    let span = |holiday: &Holiday| {
        let Holiday { from, to, says: _ } = holiday;
        if from == to { from.to_string() } else { format!("{from} to {to}") }
    };
    found.each(
        (holidays, &new.holidays),
        span,
        |holiday| format!("The holiday {}", span(holiday)),
        |holiday| holiday.says.clone(),
        |found, old, new| {
            let id = span(old);
            found.text(&id, "says", &format!("The holiday {id}"), &old.says, &new.says);
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
