//! The parts of an advisory as a document in Markdown, below its title.

use crate::markdown::{settled, words};
use crate::{Context, address};
use domain::advisory::Advisory;

/// Everything below the title, ending in a line break.
pub(crate) fn below_title(advisory: &Advisory, context: &Context<'_>) -> String {
    let draft = &advisory.draft;
    let mut parts = vec![key_facts(advisory, context)];
    let mut part = |heading: &str, body: String| {
        if !body.is_empty() {
            parts.push(format!("## {heading}\n\n{body}"));
        }
    };
    part("Affected versions", affected(advisory));
    part("Details", settled(&draft.details));
    part("Workaround", settled(&draft.workaround));
    part("Credits", items(draft.credits.iter().map(|credit| words(&credit.name))));
    let links = draft.references.iter().map(|link| format!("<{}>", address::uri(&link.url)));
    part("References", items(links));
    part("Timeline", timeline(advisory));
    parts.join("\n\n") + "\n"
}

fn items(items: impl Iterator<Item = String>) -> String {
    items.map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}

fn key_facts(advisory: &Advisory, context: &Context<'_>) -> String {
    let draft = &advisory.draft;
    let severity = match &advisory.vector {
        Some(vector) => format!("{} ({})", advisory.severity.word(), words(vector)),
        None => advisory.severity.word().to_owned(),
    };
    let mut facts = vec![
        format!("**Project:** {}", words(&context.policy.project.name)),
        format!("**Id:** {}", words(&advisory.id)),
        format!("**Severity:** {severity}"),
    ];
    let list = |ids: &[String]| ids.iter().map(|id| words(id)).collect::<Vec<_>>().join(", ");
    if !draft.cve.is_empty() {
        facts.push(format!("**CVE:** {}", list(&draft.cve)));
    }
    if !draft.cwe.is_empty() {
        facts.push(format!("**CWE:** {}", list(&draft.cwe)));
    }
    facts.push(format!("**Page:** <{}>", address::uri(&context.page(advisory))));
    items(facts.into_iter())
}

fn affected(advisory: &Advisory) -> String {
    let mut parts = Vec::new();
    if !advisory.lines.is_empty() {
        parts.push(table(advisory));
    }
    if !advisory.ended.is_empty() {
        parts.push(ended(advisory));
    }
    parts.join("\n\n")
}

fn ended(advisory: &Advisory) -> String {
    let rows = advisory.ended.iter().map(|line| {
        let [title, introduced] = [&line.line, &line.introduced].map(|text| words(text));
        format!("\n| {title} | {introduced} | {} | {} |", line.end, line.status_title())
    });
    let rows: String = rows.collect();
    let head = "| Line | Affected from | End of life | Status |\n| --- | --- | --- | --- |";
    format!("These lines get no fixes any more:\n\n{head}{rows}")
}

fn table(advisory: &Advisory) -> String {
    let rows = advisory.lines.iter().map(|line| {
        let [line, introduced, fixed] =
            [&line.line, &line.introduced, &line.fixed].map(|text| words(text));
        format!("\n| {line} | {introduced} | {fixed} |")
    });
    let rows: String = rows.collect();
    format!("| Line | Affected from | Fixed in |\n| --- | --- | --- |{rows}")
}

fn timeline(advisory: &Advisory) -> String {
    let mut moments = vec![format!("{}: published", advisory.published_at)];
    if advisory.edition > 1 {
        moments.push(format!("{}: edition {}", advisory.modified_at, advisory.edition));
    }
    items(moments.into_iter())
}
