//! The advisory as an OSV record, for vulnerability scanners and databases.
//!
//! A record may name a package only in a registered ecosystem. Where the project has none (Node.js
//! has none: it is no npm package), the record names no package at all: a borrowed ecosystem would
//! make scanners blame somebody else's package of that name. What is affected then stands in ranges
//! of the type `SEMVER`, one per release line, whose order needs no ecosystem; the package's name
//! and its purl stand in `database_specific`, where a reader who knows the project finds them.
//!
//! A line at its end of life that somebody found affected has a range whose `last_affected` is the
//! least version of the next line, `19.0.0-0`: nothing fixes it, and `limit` is a bound that some
//! scanners do not read. One that is only assumed to be affected has no range: no scanner should take
//! an assumption for a finding. Both stand in `database_specific.end_of_life` and in the details.

use crate::npm_range::Span;
use crate::version::Version;
use crate::{Context, Format, address, cvss, json, osv_names, prose};
use domain::advisory::{Advisory, AffectedLine, EndedLine, EndedStatus};
use domain::embargo::Public;
use serde::Serialize;

pub(super) const FORMAT: Format = Format {
    id: "osv",
    title: "OSV",
    says: "For vulnerability scanners and databases.",
    extension: "osv.json",
    media_type: "application/json",
    everyone: true,
    write,
};

#[derive(Serialize)]
struct Record<'a> {
    schema_version: &'static str,
    id: String,
    modified: String,
    published: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'a [String],
    summary: String,
    details: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    severity: Vec<Score<'a>>,
    affected: [Affected<'a>; 1],
    references: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    credits: Vec<Thanks>,
    database_specific: Ours<'a>,
}

#[derive(Serialize)]
struct Score<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    score: &'a str,
}

#[derive(Serialize)]
struct Affected<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<Package<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ranges: Vec<Range<'a>>,
    #[serde(skip_serializing_if = "Unregistered::is_empty")]
    database_specific: Unregistered<'a>,
}

#[derive(Serialize)]
struct Package<'a> {
    ecosystem: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    purl: Option<&'a str>,
}

#[derive(Serialize)]
struct Range<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    events: [Event; 2],
    database_specific: LineName<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Event {
    Introduced(String),
    Fixed(String),
    LastAffected(String),
}

#[derive(Serialize)]
struct LineName<'a> {
    line: &'a str,
}

/// What the schema has no place for: a package without a registered ecosystem, and lines whose
/// versions no range type can order.
#[derive(Serialize)]
struct Unregistered<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ecosystem: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purl: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<&'a AffectedLine>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    end_of_life: &'a [EndedLine],
}

impl Unregistered<'_> {
    fn is_empty(&self) -> bool {
        self.package.is_none() && self.lines.is_empty() && self.end_of_life.is_empty()
    }
}

#[derive(Serialize)]
struct Link {
    #[serde(rename = "type")]
    kind: &'static str,
    url: String,
}

#[derive(Serialize)]
struct Thanks {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct Ours<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    cvss: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    cwe_ids: &'a [String],
    edition: u32,
    severity: &'static str,
    url: String,
}

fn write(advisory: &Public<Advisory>, context: &Context<'_>) -> String {
    let advisory = advisory.get();
    let draft = &advisory.draft;
    let vector = advisory.vector.as_deref();
    let kind = vector.and_then(cvss::osv_type);
    json::pretty(&Record {
        schema_version: "1.7.0",
        id: osv_names::id(&advisory.id),
        modified: advisory.modified_at.to_string(),
        published: advisory.published_at.to_string(),
        aliases: &draft.cve,
        summary: prose::one_line(&draft.title),
        details: prose::whole_text(advisory),
        severity: kind.zip(vector).map(|(kind, score)| Score { kind, score }).into_iter().collect(),
        affected: [affected(advisory, context)],
        references: references(advisory, context),
        credits: draft.credits.iter().map(|credit| thanks(&credit.name)).collect(),
        database_specific: Ours {
            cvss: vector.filter(|_| kind.is_none()),
            cwe_ids: &draft.cwe,
            edition: advisory.edition,
            severity: advisory.severity.word(),
            url: address::uri(&context.page(advisory)),
        },
    })
}

/// The record says who is thanked, not for what; of the schema's words only `OTHER` claims no more.
fn thanks(name: &str) -> Thanks {
    Thanks { name: prose::one_line(name), kind: "OTHER" }
}

fn affected<'a>(advisory: &'a Advisory, context: &Context<'a>) -> Affected<'a> {
    let ours = &context.policy.advisory;
    let ecosystem = ours.ecosystem.as_deref();
    let registered = ecosystem.filter(|name| osv_names::is_ecosystem(name));
    let (name, purl) = (ours.package.as_str(), ours.purl.as_deref());
    let mut ranges = Vec::new();
    let mut lines = Vec::new();
    for line in &advisory.lines {
        match range(line, registered) {
            Some(range) => ranges.push(range),
            None => lines.push(line),
        }
    }
    let semver = registered.is_none_or(osv_names::is_semver);
    ranges.extend(advisory.ended.iter().filter(|_| semver).filter_map(ended_range));
    let unregistered = registered.is_none();
    Affected {
        package: registered.map(|ecosystem| Package { ecosystem, name, purl }),
        ranges,
        database_specific: Unregistered {
            ecosystem: ecosystem.filter(|_| unregistered),
            package: unregistered.then_some(name),
            purl: purl.filter(|_| unregistered),
            lines,
            end_of_life: &advisory.ended,
        },
    }
}

/// The range of a line at its end of life that was found affected: to the next line, if there is a
/// number at which that begins.
fn ended_range(line: &EndedLine) -> Option<Range<'_>> {
    let introduced = Version::read(&line.introduced)?;
    let span = Span::read(&line.line).filter(|span| span.has(&introduced))?;
    let last = Event::LastAffected(format!("{}-0", span.end()));
    let events = [Event::Introduced(introduced.to_string()), last];
    (line.status != EndedStatus::AssumedAffected).then_some(Range {
        kind: "SEMVER",
        events,
        database_specific: LineName { line: &line.line },
    })
}

/// The range of a line, if the schema has a type that can order its versions. A range from a
/// version to itself would say nothing.
fn range<'a>(line: &'a AffectedLine, registered: Option<&str>) -> Option<Range<'a>> {
    let (kind, introduced, fixed) = if registered.is_none_or(osv_names::is_semver) {
        let (introduced, fixed) = (Version::read(&line.introduced)?, Version::read(&line.fixed)?);
        ("SEMVER", introduced.to_string(), fixed.to_string())
    } else {
        ("ECOSYSTEM", line.introduced.trim().to_owned(), line.fixed.trim().to_owned())
    };
    let events = [Event::Introduced(introduced.clone()), Event::Fixed(fixed.clone())];
    (introduced != fixed).then_some(Range {
        kind,
        events,
        database_specific: LineName { line: &line.line },
    })
}

fn references(advisory: &Advisory, context: &Context<'_>) -> Vec<Link> {
    let mut links = vec![Link { kind: "ADVISORY", url: address::uri(&context.page(advisory)) }];
    for reference in &advisory.draft.references {
        let url = address::uri(&reference.url);
        if links.iter().all(|link| link.url != url) {
            links.push(Link { kind: "WEB", url });
        }
    }
    links
}
