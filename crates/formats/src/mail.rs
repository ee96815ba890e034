//! The announcement of an advisory as plain text, for mail lists and notices.

use crate::{Context, prose};
use domain::advisory::Advisory;
use domain::embargo::Public;
use std::fmt::Write;

/// The subject: project, id, title and severity, on one line.
pub fn subject(advisory: &Public<Advisory>, context: &Context<'_>) -> String {
    let advisory = advisory.get();
    let line = format!(
        "[{}] {}: {} ({})",
        context.policy.project.name,
        advisory.id,
        advisory.draft.title,
        advisory.severity.word()
    );
    prose::one_line(&line)
}

/// The body.
pub fn body(advisory: &Public<Advisory>, context: &Context<'_>) -> String {
    let advisory = advisory.get();
    let draft = &advisory.draft;
    let mut out = String::new();
    let mut say = |text: &str| {
        out.push_str(text);
        out.push_str("\n\n");
    };
    say(&prose::one_line(&draft.title));
    say(&key_facts(advisory, context));
    say(&affected(advisory));
    say(prose::clean(&draft.details).trim());
    let workaround = prose::clean(&draft.workaround);
    if !workaround.trim().is_empty() {
        say(&format!("Workaround:\n\n{}", workaround.trim()));
    }
    if !draft.credits.is_empty() {
        let names: Vec<String> =
            draft.credits.iter().map(|credit| prose::one_line(&credit.name)).collect();
        say(&format!("Thanks to {}.", names.join(", ")));
    }
    let links = draft.references.iter().map(|link| link.url.clone());
    let links: Vec<String> = std::iter::once(context.page(advisory)).chain(links).collect();
    say(&links.join("\n"));
    out.trim_end().to_owned() + "\n"
}

fn key_facts(advisory: &Advisory, context: &Context<'_>) -> String {
    let mut out = format!(
        "Project:  {}\nAdvisory: {}, edition {}\n",
        prose::one_line(&context.policy.project.name),
        prose::one_line(&advisory.id),
        advisory.edition
    );
    if !advisory.draft.cve.is_empty() {
        out += &format!("CVE:      {}\n", advisory.draft.cve.join(", "));
    }
    out += &format!("Severity: {}", advisory.severity.word());
    if let Some(vector) = &advisory.vector {
        out += &format!(" ({})", prose::one_line(vector));
    }
    out
}

fn affected(advisory: &Advisory) -> String {
    let mut out = "Affected versions:".to_owned();
    for line in &advisory.lines {
        let [line, introduced, fixed] =
            [&line.line, &line.introduced, &line.fixed].map(|text| prose::one_line(text));
        write!(out, "\n  {line}: from {introduced}, fixed in {fixed}")
            .expect("writing to a string succeeds");
    }
    for says in prose::ended(advisory, prose::one_line) {
        write!(out, "\n  {says}").expect("writing to a string succeeds");
    }
    out
}
