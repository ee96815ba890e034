//! `docs/precedents-node.md`: what the threat model of Node.js says of its own decided cases.
#![expect(clippy::disallowed_methods, reason = "a test writes the page that it checks")]

use crate::precedents::{Heading, headings};
use crate::tree::{pack, root};
use domain::policy::{Policy, Version};
use domain::triage::{Clause, Precedent, Verdict, VerdictKind, judge};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The clauses whose first examples are the scenarios that are no vulnerability.
pub(crate) const SCENARIOS: &str = "NV-1 NV-2 NV-3 NV-4 NV-5 NV-6 NV-7.1 NV-7.2 NV-7.3 NV-7.4 \
     NV-7.5 NV-7.6 NV-8.1 NV-8.2 NV-8.3 NV-9 PM-1 PM-2 PM-3 PM-3t PM-4 V8-1 EH-1";

fn midnight(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).unwrap().timestamp()
}

/// The two versions that the page compares.
pub(crate) fn versions(policy: &Policy) -> [&Version; 2] {
    let [old, new] = policy.versions.as_slice() else { panic!("the page compares two versions") };
    [old, new]
}

/// One claim under the older and under the newest clauses.
struct Row<'a> {
    precedent: &'a Precedent,
    old: Verdict,
    new: Verdict,
}

/// The older clauses are those of the day of the decision, as long as that is before the newest.
fn row<'a>(policy: &Policy, precedent: &'a Precedent) -> Row<'a> {
    let [old, new] = versions(policy);
    let last = new.since.checked_sub(1.day()).unwrap();
    let day = precedent.decided.max(old.since).min(last);
    Row {
        precedent,
        old: judge(policy, &precedent.claim, midnight(day)),
        new: judge(policy, &precedent.claim, midnight(new.since)),
    }
}

fn short(verdict: &Verdict) -> String {
    let cited: Vec<&str> = verdict.rules.iter().map(|cited| cited.id.as_str()).collect();
    let word = match verdict.kind {
        VerdictKind::NormalBug => "normal bug",
        VerdictKind::NeedsMoreInfo => "open",
        VerdictKind::DocsFixVulnerability => "vulnerability, fixed in words",
        other => other.word(),
    };
    format!("{word}: {}", cited.join(", "))
}

fn severity(precedent: &Precedent) -> String {
    precedent.severity.map_or_else(|| "none".into(), |severity| severity.word().to_owned())
}

fn link(precedent: &Precedent) -> String {
    match &precedent.source {
        Some(source) => format!("[{}]({source})", precedent.id),
        None => precedent.id.clone(),
    }
}

fn table(text: &mut String, policy: &Policy, rows: &[Row<'_>]) {
    let [old, new] = versions(policy).map(|version| version.id.as_str());
    let _ = writeln!(text, "| Precedent | What it was | Issued as | {old} | {new} | Today |");
    text.push_str("|---|---|---|---|---|---|\n");
    for row in rows {
        let precedent = row.precedent;
        let today = match (&precedent.reversed, row.new.kind, &precedent.departs) {
            (Some(reversed), _, _) => format!("reversed by {}", reversed.by),
            (_, VerdictKind::NeedsMoreInfo, _) => "open".into(),
            (_, _, Some(_)) => "departs".into(),
            _ => "agrees".into(),
        };
        let (id, what) = (link(precedent), &precedent.title);
        let (issued, old, newest) = (severity(precedent), short(&row.old), short(&row.new));
        let _ = writeln!(text, "| {id} | {what} | {issued} | {old} | {newest} | {today} |");
    }
}

fn is_heading(precedent: &Precedent, headings: &[Heading]) -> bool {
    headings.iter().any(|heading| heading.is(precedent))
}

fn counts(text: &mut String, policy: &Policy, rows: &[Row<'_>], headings: &[Heading]) {
    let [old, new] = versions(policy).map(|version| version.id.as_str());
    let count = |says: &dyn Fn(&Row<'_>) -> bool| rows.iter().filter(|row| says(row)).count();
    let old_yes = count(&|row| row.old.kind.is_vulnerability());
    let new_yes = count(&|row| row.new.kind.is_vulnerability());
    let open_old = count(&|row| row.old.kind == VerdictKind::NeedsMoreInfo);
    let open_new = count(&|row| row.new.kind == VerdictKind::NeedsMoreInfo);
    let reversed = count(&|row| row.precedent.reversed.is_some());
    let ids: BTreeSet<&str> = headings.iter().map(|heading| heading.id.as_str()).collect();
    let posts: BTreeSet<Date> = headings.iter().map(|heading| heading.decided).collect();
    let (ids, posts) = (ids.len(), posts.len());
    let (all, claims) = (headings.len(), rows.len());
    let others = policy.precedents.len() - claims;
    let scenarios = SCENARIOS.split_whitespace().count();
    let _ = write!(
        text,
        "| | {old} | {new} |\n|---|---|---|\n\
         | a vulnerability, as it was decided | {old_yes} | {new_yes} |\n\
         | not one | {} | {} |\n\
         | open: a deciding fact was never public | {open_old} | {open_new} |\n\n\
         {all} headings with {ids} ids in {posts} posts; {claims} of them are claims here, {reversed} are \
         reversed.\nBeside them: {others} assessed dependencies, and {scenarios} scenarios that are no \
         vulnerability under either version.\n",
        claims - old_yes - open_old,
        claims - new_yes - open_new,
    );
}

/// Those that depart, under the clause that decides today.
fn departing(text: &mut String, policy: &Policy, rows: &[&Row<'_>]) {
    let mut by: BTreeMap<&str, Vec<&&Row<'_>>> = BTreeMap::new();
    let departs = |row: &&&Row<'_>| row.precedent.departs.is_some() && !is_open(row);
    for row in rows.iter().filter(departs) {
        let first = row.new.rules.first().map_or("", |cited| cited.id.as_str());
        by.entry(first).or_default().push(row);
    }
    for (id, rows) in by {
        let title = policy.clause(id).map_or("", |clause| clause.title.as_str());
        let _ = write!(text, "\n### {id}: {title} ({})\n\n", rows.len());
        for row in rows {
            let departs = row.precedent.departs.as_deref().unwrap_or_default().trim();
            let severity = severity(row.precedent);
            let _ = writeln!(text, "- {} ({severity}): {departs}", link(row.precedent));
            if let Some(reversed) = &row.precedent.reversed {
                let (by, since, because) = (&reversed.by, reversed.since, &reversed.because);
                let _ = writeln!(text, "  Reversed by {by} since {since}: {}", because.trim());
            }
        }
    }
}

fn is_open(row: &Row<'_>) -> bool {
    row.new.kind == VerdictKind::NeedsMoreInfo
}

fn open(text: &mut String, rows: &[&Row<'_>]) {
    for row in rows.iter().filter(|row| is_open(row)) {
        let departs = row.precedent.departs.as_deref().unwrap_or_default().trim();
        let (id, missing) = (link(row.precedent), row.new.missing.join(", "));
        let _ =
            writeln!(text, "- {id} ({}): {departs} Missing: {missing}.", severity(row.precedent));
    }
}

/// The known clashes that the judge reported, with those it reported them for.
fn clashes(text: &mut String, policy: &Policy, rows: &[&Row<'_>]) {
    text.push_str("| Clash | Clauses | Reported for |\n|---|---|---|\n");
    for conflict in &policy.conflicts {
        let reported = |row: &&&Row<'_>| {
            row.new.disagree.iter().any(|one| one.conflict.as_ref() == Some(&conflict.id))
        };
        let ids: Vec<&str> =
            rows.iter().filter(reported).map(|row| row.precedent.id.as_str()).collect();
        let ids = if ids.is_empty() { "none of these".into() } else { ids.join(", ") };
        let between = conflict.between.join(", ");
        let _ = writeln!(text, "| {} | {between} | {ids} |", conflict.title);
    }
}

fn scenarios(text: &mut String, policy: &Policy) {
    let [old, new] = versions(policy);
    let _ = writeln!(text, "| Clause | Scenario | {} | {} |\n|---|---|---|---|", old.id, new.id);
    for id in SCENARIOS.split_whitespace() {
        let clause = policy.clause(id).unwrap_or_else(|| panic!("no clause {id}"));
        let example = scenario(clause);
        let under = |day: Date| short(&judge(policy, &example.claim, midnight(day)));
        let (old, now) = (under(old.since), under(new.since));
        let _ = writeln!(text, "| {id} | {} | {old} | {now} |", example.say.trim());
    }
}

/// The first example of a clause that cites it and is no vulnerability.
pub(crate) fn scenario(clause: &Clause) -> &domain::triage::Example {
    let shows = |example: &&domain::triage::Example| {
        example.cites.contains(&clause.id)
            && !example.expect.is_vulnerability()
            && example.expect != VerdictKind::NeedsMoreInfo
    };
    clause.examples.iter().find(shows).unwrap_or_else(|| panic!("{} shows no such case", clause.id))
}

fn page() -> String {
    let (policy, headings) = (pack("node"), headings());
    let [old, new] = versions(&policy);
    let mut all: Vec<Row<'_>> = policy.precedents.iter().map(|one| row(&policy, one)).collect();
    all.sort_by_key(|row| (row.precedent.decided, row.precedent.id.as_str()));
    let (corpus, others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|row| is_heading(row.precedent, &headings));
    let every: Vec<&Row<'_>> = corpus.iter().chain(&others).collect();
    let mut text =
        format!(include_str!("precedents_page.md"), old = old.id, new = new.id, newest = new.since);
    counts(&mut text, &policy, &corpus, &headings);
    text.push_str("\n## The headings as claims\n\n");
    table(&mut text, &policy, &corpus);
    text.push_str(
        "\n## Where today's policy disagrees, and why\n\n\
         By the clause that decides under the newest version.\n",
    );
    departing(&mut text, &policy, &every);
    text.push_str(
        "\n## Open under the newest clauses\n\n\
         Nobody has published what these clauses ask for; the id was given before.\n\n",
    );
    open(&mut text, &every);
    text.push_str(
        "\n## Known clashes\n\n\
         What the judge reports beside its verdict, for a person to weigh.\n\n",
    );
    clashes(&mut text, &policy, &every);
    text.push_str("\n## Headings that are no claims\n\n");
    left_out(&mut text, &headings);
    text.push_str(
        "\n## Judged not to affect Node.js\n\n\
         Vulnerabilities of what is shipped inside, as the project assessed them.\n\n",
    );
    table(&mut text, &policy, &others);
    text.push_str(
        "\n## Scenarios that are no vulnerability\n\n\
         The project lists these itself. Each is an example of its clause.\n\n",
    );
    scenarios(&mut text, &policy);
    text
}

fn left_out(text: &mut String, headings: &[Heading]) {
    if headings.iter().all(|heading| heading.left_out.is_none()) {
        text.push_str("None: what was published is enough to answer the questions.\n");
    }
    for heading in headings {
        if let Some(reason) = &heading.left_out {
            let _ = writeln!(text, "- {} ({}): {reason}", heading.id, heading.severity);
        }
    }
}

#[test]
fn the_page_of_precedents_is_up_to_date() {
    let path = root().join("docs/precedents-node.md");
    let now = page();
    if std::fs::read_to_string(&path).unwrap_or_default() != now {
        std::fs::write(&path, now).unwrap();
        panic!("rewrote docs/precedents-node.md; run the tests again and commit the result");
    }
}
