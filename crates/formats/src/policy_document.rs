//! A policy for programs: everything that is public of it, as of an instant; and the questions of
//! its threat model as a sheet to fill in.

use domain::policy::{FactDef, FactKind, Policy};
use domain::triage::{Clause, Condition, Effect};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// The version in which the document is written; a reader refuses a greater one.
pub const SCHEMA: u32 = 1;

fn effect(effect: &Effect) -> Value {
    json!({
        "verdict": effect.verdict.word(), "cve": effect.cve, "bounty": effect.bounty,
        "target": effect.target, "also": effect.also,
    })
}

fn clause(clause: &Clause) -> Value {
    json!({
        "id": clause.id, "kind": clause.kind, "title": clause.title, "text": clause.text,
        "because": clause.because, "under": clause.under, "order": clause.order,
        "since": clause.since, "until": clause.until, "source": clause.source,
        "source_line": clause.source_line, "cwe": clause.cwe,
        "when": clause.when.as_ref().map(Condition::says), "requires_all": clause.requires_all,
        "effect": clause.effect.as_ref().map(effect),
        "examples": clause.examples.iter().map(|one| &one.say).collect::<Vec<_>>(),
    })
}

/// The policy as of this instant, in JSON: the same policy, site and day give the same bytes.
pub fn json(policy: &Policy, site: &str, now: Timestamp) -> String {
    let day = now.to_zoned(TimeZone::UTC).date();
    let in_force = policy.clauses.iter().filter(|clause| clause.in_force_on(day));
    let lines: Vec<Value> = policy
        .lines
        .supported_on(day)
        .into_iter()
        .map(|line| {
            let phase = policy.lines.rules.phase(line, day);
            json!({ "id": line.id, "title": line.title(), "phase": phase.title(), "end": line.end })
        })
        .collect();
    let document = json!({
        "schema": SCHEMA,
        "policy": policy.id,
        "version": policy.version_at(day),
        "versions": policy.versions,
        "digest": policy.digest,
        "as_of": day,
        "url": format!("{}/policy", site.trim_end_matches('/')),
        "project": policy.project,
        "contacts": policy.contacts,
        "calendar": policy.calendar,
        "clocks": policy.clocks,
        "embargo": policy.embargo,
        "rules": { "required": policy.rules_required, "rules": policy.rules_on(day).collect::<Vec<_>>() },
        "bounty": { "on": policy.bounty_on(day), "terms": policy.bounty },
        "lines": lines,
        "covers": policy.covers,
        "teams": policy.teams,
        "statements": policy.statements,
        "channels": policy.channels,
        "advisory": policy.advisory,
        "facts": policy.facts,
        "clauses": in_force.map(clause).collect::<Vec<_>>(),
        "otherwise": { "clause": policy.fallback.clause, "effect": effect(&policy.fallback.effect) },
    });
    format!("{document:#}\n")
}

/// Text on one line that means nothing to Markdown.
fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let special = |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~');
    line.chars().fold(String::with_capacity(line.len()), |mut out, c| {
        if special(c) {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

/// The questions of the threat model as a sheet in Markdown, to fill in without a connection.
pub fn questions(policy: &Policy) -> String {
    let name = plain(&policy.project.name);
    let mut out = format!(
        "# What we ask about a report to {name}\n\n\
         Answer what you know and leave the rest open; a question without an answer counts as not \
         known. The word in front of an answer is what programs call it.\n\n\
         Title:\n\nVersions you tried:\n\nHow to see it happen, step by step, and what it costs whom:\n"
    );
    for (n, fact) in policy.facts.iter().enumerate() {
        out.push_str(&format!("\n## {}. {}\n\n", n + 1, plain(&fact.title)));
        if let Some(help) = &fact.help {
            out.push_str(&format!("{}\n\n", plain(help)));
        }
        out.push_str(&format!("`{}`: {}\n\n", fact.id, how(fact)));
        let offered = fact.choices.iter().map(|choice| (choice.id.as_str(), choice.says.as_str()));
        let yes_no = [("yes", "Yes."), ("no", "No.")];
        let answers: Vec<(&str, &str)> = match fact.kind {
            FactKind::YesNo => yes_no.to_vec(),
            _ => offered.collect(),
        };
        for (id, says) in answers {
            out.push_str(&format!("- [ ] `{id}` {}\n", plain(says)));
        }
        let asks = !matches!(fact.kind, FactKind::YesNo | FactKind::Choice | FactKind::Many);
        if fact.open || asks {
            out.push_str("- Answer:\n");
        }
    }
    let digest = policy.digest.short();
    out.push_str(&format!(
        "\nThe questions are those of policy {} ({digest}).\n",
        plain(&policy.id)
    ));
    out
}

/// How a question is answered.
fn how(fact: &FactDef) -> &'static str {
    match fact.kind {
        FactKind::YesNo | FactKind::Choice => "one answer.",
        FactKind::Many => "every answer that fits.",
        FactKind::Day => "a day such as 2026-01-31, or never.",
        FactKind::Number => "a number.",
    }
}
