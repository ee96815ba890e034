//! The feed of advisories, for programs that watch for news. Its ids never change, wherever the
//! site moves; it never asks the clock.

use crate::markdown::to_html;
use crate::{Context, address, document, prose};
use atom_syndication::{
    Category, Content, Entry, Feed, FixedDateTime, Link, Person, Text, WriteConfig,
};
use domain::advisory::Advisory;
use domain::embargo::Public;
use jiff::Timestamp;

/// More than these are in the list of all advisories, not in the feed.
pub const ENTRIES_MAX: u32 = 100;

/// The feed; the advisories come newest first, and the feed ends after a hundred.
pub fn atom(advisories: &[Public<Advisory>], context: &Context<'_>) -> String {
    let project = &context.policy.project;
    let name = prose::one_line(&project.name);
    let newest = advisories.iter().map(|advisory| advisory.get().modified_at).max();
    let author = Person {
        name: name.clone(),
        uri: project.homepage.starts_with("http").then(|| address::uri(&project.homepage)),
        ..Person::default()
    };
    let feed = Feed {
        title: Text::plain(format!("Security advisories of {name}")),
        id: id(context, "advisories"),
        updated: instant(newest.unwrap_or_else(|| before_all(context))),
        authors: vec![author],
        links: vec![
            link("self", "application/atom+xml", &context.feed()),
            link("alternate", "text/html", &context.list()),
        ],
        entries: advisories
            .iter()
            .take(ENTRIES_MAX as usize)
            .map(|advisory| entry(advisory.get(), context))
            .collect(),
        ..Feed::default()
    };
    let config = WriteConfig { write_document_declaration: true, indent_size: None };
    let bytes = feed.write_with_config(Vec::new(), config).expect("writing to memory succeeds");
    String::from_utf8(bytes).expect("we wrote UTF-8") + "\n"
}

fn entry(advisory: &Advisory, context: &Context<'_>) -> Entry {
    let title = prose::one_line(&advisory.draft.title);
    let html = to_html(&document::below_title(advisory, context));
    Entry {
        title: Text::plain(format!("{}: {title}", prose::one_line(&advisory.id))),
        id: id(context, &format!("advisories/{}", advisory.id)),
        updated: instant(advisory.modified_at),
        published: Some(instant(advisory.published_at)),
        links: vec![link("alternate", "text/html", &context.page(advisory))],
        categories: vec![Category {
            term: advisory.severity.word().to_owned(),
            scheme: None,
            label: Some(format!("severity: {}", advisory.severity.word())),
        }],
        content: Some(Content {
            content_type: Some("html".to_owned()),
            value: Some(html),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn link(rel: &str, media_type: &str, href: &str) -> Link {
    Link {
        href: address::uri(href),
        rel: rel.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    }
}

/// A `tag:` id of the project's own host, which outlives our address. The year is the one in which
/// these ids were first given, and part of them for ever.
fn id(context: &Context<'_>, what: &str) -> String {
    let project = &context.policy.project;
    let host = address::host(&project.homepage).or_else(|| address::host(context.site));
    let host = host.unwrap_or_else(|| "localhost".to_owned());
    address::uri(&format!("tag:{host},2026:{}/{what}", project.slug))
}

/// While nothing is published, the feed is as old as the first release line.
fn before_all(context: &Context<'_>) -> Timestamp {
    let first = context.policy.lines.list.iter().map(|line| line.start).min();
    first
        .and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok())
        .map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp())
}

fn instant(at: Timestamp) -> FixedDateTime {
    at.to_string().parse().unwrap_or_else(|_| Entry::default().updated)
}
