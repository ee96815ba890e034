//! Judges one exact version against one database, on one date.
//!
//! Begin with [`check`]. A record concerns a version when the version is in the vulnerable range
//! and not in the patched one: the vulnerable range names whole lines, fixed releases included.
//! What cannot be judged is reported as undecidable; nothing is safe by default.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::database::{Database, Entry, Product};
use crate::platform::Platform;
use crate::range::Range;
use crate::schedule::{LineName, Phase};
use crate::target::Target;
use crate::verdict::{Finding, Report, Status};
use crate::version::Version;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod tests_support;

/// Data older than this many days, on the date asked about, earns a warning.
pub const DATA_AGE_DAYS_MAX: i32 = 30;

/// Judges a target on a date. Without a platform, findings of every platform count.
#[must_use]
pub fn check(database: &Database, target: &Target, platform: Option<Platform>, at: Date) -> Report {
    let mut report = blank(target, platform, at);
    let version = match target.version() {
        Ok(version) => version,
        Err(reason) => return undecidable(report, reason.to_owned()),
    };
    let name = target.product().unwrap_or_default();
    let Some(product) = database.product(name) else {
        return undecidable(report, format!("the database knows no product named {name}"));
    };
    report.data = Some(product.data());
    report.warnings.extend(age_warning(product.data(), at));
    if product.records().is_empty() {
        return undecidable(report, format!("the database has no records about {name}"));
    }
    judge(&Question { product, platform, at }, version, report)
}

fn blank(target: &Target, platform: Option<Platform>, at: Date) -> Report {
    Report {
        target: target.text().to_owned(),
        status: Status::Undecidable,
        platform,
        at,
        data: None,
        product: target.product().map(str::to_owned),
        version: target.version().ok().cloned(),
        line: None,
        phase: None,
        line_end: None,
        reason: None,
        findings: Vec::new(),
        upgrade: None,
        warnings: Vec::new(),
    }
}

fn undecidable(mut report: Report, reason: String) -> Report {
    report.status = Status::Undecidable;
    report.reason = Some(reason);
    report
}

fn age_warning(data: Date, at: Date) -> Option<String> {
    let days = at.since(data).map_or(0, |age| age.get_days());
    let late = days > DATA_AGE_DAYS_MAX;
    late.then(|| format!("the data is {days} days old ({data}); later records are missing"))
}

/// Everything of a question but the version.
struct Question<'a> {
    product: &'a Product,
    platform: Option<Platform>,
    at: Date,
}

/// What one record says about one version.
enum Says {
    Nothing,
    Affected,
    /// A range of the record could not be read, so it may say anything.
    Undecided,
}

fn judge(question: &Question<'_>, version: &Version, mut report: Report) -> Report {
    let mut undecided = Vec::new();
    for entry in question.product.records() {
        match question.says(entry, version) {
            Says::Nothing => {}
            Says::Affected => report.findings.push(finding(entry, version)),
            Says::Undecided => undecided.push(entry.id.as_str()),
        }
    }
    report.findings.sort_by(|one, other| {
        one.severity.cmp(&other.severity).then_with(|| by_id(&one.id, &other.id))
    });
    undecided.sort_by(|one, other| by_id(one, other));
    let unread = (!undecided.is_empty())
        .then(|| format!("the ranges of {} could not be read", undecided.join(", ")));

    let Some(line) = question.product.schedule().line_of(version) else {
        let line = LineName::of(version);
        report.warnings.extend(unread);
        return undecidable(report, format!("the schedule has no usable dates for line {line}"));
    };
    let (name, phase) = (line.name, line.phase(question.at));
    report.line = Some(name);
    report.phase = Some(phase);
    report.line_end = Some(line.end);
    (report.status, report.reason) = match phase {
        Phase::NotYet | Phase::Alpha => (
            Status::Undecidable,
            Some(format!("line {name} starts on {}, after the date asked about", line.start)),
        ),
        Phase::EndOfLife => (Status::EndOfLife, Some(format!("line {name} ended on {}", line.end))),
        _ if !report.findings.is_empty() => (Status::Vulnerable, None),
        _ if unread.is_some() => (Status::Undecidable, unread.clone()),
        _ if line.start > question.product.data() => {
            let data = question.product.data();
            let reason = format!("line {name} started on {}, after the data of {data}", line.start);
            (Status::Undecidable, Some(reason))
        }
        _ => (Status::Safe, None),
    };
    // Said once: as the reason where it decides the status, else beside it.
    report.warnings.extend(unread.filter(|text| report.reason.as_ref() != Some(text)));
    if matches!(report.status, Status::Vulnerable | Status::EndOfLife) {
        report.upgrade = question.nearest_safe(version);
    }
    report
}

impl Question<'_> {
    fn says(&self, entry: &Entry, version: &Version) -> Says {
        let elsewhere = |platform| !entry.platforms.contains(&platform);
        if !entry.platforms.is_empty() && self.platform.is_some_and(elsewhere) {
            return Says::Nothing;
        }
        match (&entry.vulnerable, &entry.patched) {
            (Some(vulnerable), _) if !vulnerable.contains(version) => Says::Nothing,
            (_, Some(patched)) if patched.contains(version) => Says::Nothing,
            (Some(_), Some(_)) => Says::Affected,
            _ => Says::Undecided,
        }
    }

    fn is_safe(&self, version: &Version) -> bool {
        let nothing = |entry| matches!(self.says(entry, version), Says::Nothing);
        self.is_supported(version) && self.product.records().iter().all(nothing)
    }

    /// Whether the line takes fixes on the date, and had started when the data was gathered.
    fn is_supported(&self, version: &Version) -> bool {
        self.product.schedule().line_of(version).is_some_and(|line| {
            let phase = line.phase(self.at);
            let supported = matches!(phase, Phase::Current | Phase::ActiveLts | Phase::Maintenance);
            supported && line.start <= self.product.data()
        })
    }

    /// Only versions some record names as fixed are proposed: they are known to exist.
    fn nearest_safe(&self, version: &Version) -> Option<Version> {
        let patched = self.product.records().iter().filter_map(|entry| entry.patched.as_ref());
        let fixed: BTreeSet<Version> = patched
            .flat_map(Range::lowest)
            .filter(|fixed| fixed > version && fixed.pre().is_empty() && self.is_supported(fixed))
            .collect();
        fixed.into_iter().find(|fixed| self.is_safe(fixed))
    }
}

fn finding(entry: &Entry, version: &Version) -> Finding {
    let lowest = entry.patched.as_ref().map(Range::lowest).unwrap_or_default();
    let line = LineName::of(version);
    let (mut fixed, elsewhere): (Vec<_>, Vec<_>) =
        lowest.into_iter().partition(|fixed| LineName::of(fixed) == line);
    // An earlier release of the line that is fixed is no way forward.
    fixed.retain(|fixed| fixed > version);
    let fixed_on_line = !fixed.is_empty();
    Finding {
        id: entry.id.clone(),
        aliases: entry.aliases.clone(),
        severity: entry.severity,
        summary: entry.summary.clone(),
        fixed: if fixed_on_line { fixed } else { elsewhere },
        fixed_on_line,
        reference: entry.reference.clone(),
    }
}

/// Identifiers in the order of the number they end with, as a person counts.
fn by_id(one: &str, other: &str) -> Ordering {
    let parts = |id: &str| {
        let head = id.trim_end_matches(|it: char| it.is_ascii_digit()).len();
        let (head, digits) = id.split_at(head);
        let digits = digits.trim_start_matches('0');
        (head.to_owned(), digits.len(), digits.to_owned())
    };
    parts(one).cmp(&parts(other)).then_with(|| one.cmp(other))
}
