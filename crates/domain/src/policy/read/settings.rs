//! Reads `policy.toml`: the plain settings.

use super::clocks::{embargo_warn, limit};
use super::table::Table;
use crate::policy::{AdvisorySettings, Channel, ChannelKind, Contact, EmbargoDefaults, Project};
use std::collections::BTreeSet;

/// Complains about a second table with the same id.
pub(super) fn unique<'t>(tables: &[Table<'_>], ids: impl Iterator<Item = &'t str>) {
    let mut seen = BTreeSet::new();
    for (table, id) in tables.iter().zip(ids) {
        if !id.is_empty() && !seen.insert(id) {
            table.complain("id", format!("\"{id}\" is there twice"));
        }
    }
}

pub(super) fn project(top: &Table<'_>) -> Project {
    let Some(table) = top.must_table("project") else {
        let nothing = String::new;
        let (name, slug, homepage) = (nothing(), nothing(), nothing());
        return Project { name, slug, homepage, summary: nothing() };
    };
    let slug = table.text("slug");
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !slug.is_empty() && (slug.len() > 40 || !slug.chars().all(good)) {
        table.complain("slug", "has at most 40 of a-z, 0-9 and '-'");
    }
    let homepage = address(&table, "homepage");
    Project { name: table.text("name"), slug, homepage, summary: table.text("summary") }
}

/// A web or mail address.
pub(super) fn address(table: &Table<'_>, key: &'static str) -> String {
    let text = table.text(key);
    let web = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    let mail = text.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.'));
    let plain = !text.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    if !text.is_empty() && !((web || mail) && plain) {
        table.complain(key, "must be an http(s) URL or a mail address");
    }
    text
}

pub(super) fn contacts(top: &Table<'_>) -> Vec<Contact> {
    let tables = top.tables("contact");
    if tables.is_empty() {
        top.complain("contact", "is missing: say how the project can be reached");
    }
    tables
        .iter()
        .map(|table| Contact {
            how: table.name("how"),
            address: address(table, "address"),
            says: table.text("says"),
            confirmed: table.date("confirmed"),
        })
        .collect()
}

/// Where the pack does not say: an end more than so many days sooner needs two people.
const SECOND_PERSON_DAYS: u32 = 3;
/// Where the pack does not say: so many hours to decide once attacks are known.
const ATTACK_HOURS: u32 = 24;

pub(super) fn embargo(top: &Table<'_>) -> EmbargoDefaults {
    let (after_cve, site_after_announcement, source) = (None, None, None);
    let Some(table) = top.must_table("embargo") else {
        let says = String::new();
        let (default_days, cap_days, warn, steps) = (0, 0, Vec::new(), Vec::new());
        return EmbargoDefaults {
            default_days,
            cap_days,
            second_person_days: SECOND_PERSON_DAYS,
            attack_hours: ATTACK_HOURS,
            after_cve,
            site_after_announcement,
            warn,
            says,
            steps,
            source,
        };
    };
    let embargo = EmbargoDefaults {
        default_days: table.whole("default_days", 0..=3_660),
        cap_days: table.whole("cap_days", 0..=3_660),
        second_person_days: table.whole_or("second_person_days", 0..=3_660, SECOND_PERSON_DAYS),
        attack_hours: table.whole_or("attack_hours", 1..=720, ATTACK_HOURS),
        after_cve: limit(&table, "after_cve"),
        site_after_announcement: limit(&table, "site_after_announcement"),
        warn: embargo_warn(&table),
        says: table.text("says"),
        steps: table.texts("steps"),
        source: table.maybe("source"),
    };
    if embargo.default_days > embargo.cap_days {
        table.complain("default_days", "is more than cap_days");
    }
    embargo
}

pub(super) fn advisory(top: &Table<'_>) -> AdvisorySettings {
    let Some(table) = top.must_table("advisory") else {
        let (ecosystem, purl) = (None, None);
        let (id_format, package, formats) = (String::new(), String::new(), Vec::new());
        return AdvisorySettings { id_format, first: 1, ecosystem, package, purl, formats };
    };
    let id_format = table.text("id_format");
    let plain = id_format.replacen("{n}", "", 1).replacen("{year}", "", 1);
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !id_format.is_empty() && (!id_format.contains("{n}") || !plain.chars().all(good)) {
        let says =
            "needs {n} once, may have {year} once, and otherwise letters, digits, '-', '_', '.'";
        table.complain("id_format", says);
    }
    AdvisorySettings {
        id_format,
        first: table.whole("first", 1..=1_000_000_000),
        ecosystem: table.maybe("ecosystem"),
        package: table.text("package"),
        purl: table.maybe("purl"),
        formats: table.texts("formats"),
    }
}

pub(super) fn channels(top: &Table<'_>) -> Vec<Channel> {
    let kinds = [
        ("site", ChannelKind::Site),
        ("feed", ChannelKind::Feed),
        ("mail-list", ChannelKind::MailList),
    ];
    let tables = top.tables("channel");
    let read = |table: &Table<'_>| Channel {
        id: table.name("id"),
        title: table.text("title"),
        kind: table.one_of("kind", &kinds),
        address: address(table, "address"),
        subscribe: table.has("subscribe").then(|| address(table, "subscribe")),
    };
    let channels: Vec<Channel> = tables.iter().map(read).collect();
    for (table, channel) in tables.iter().zip(&channels) {
        if channel.kind == ChannelKind::MailList && !channel.address.contains('@') {
            table.complain("address", "a mail list is announced to by mail: give its mail address");
        }
    }
    unique(&tables, channels.iter().map(|channel| channel.id.as_str()));
    channels
}
