//! Everything that happened to a case, each event in a sentence.

use super::view::Reader;
use crate::views::verdict::verdict_title;
use crate::views::words::{end_reason, resolution, severity_title};
use crate::when::When;
use app::case::Shown;
use domain::case::{Affect, Audience, Event, Fact};

/// One event.
pub(super) struct Entry {
    /// Its number.
    pub(super) seq: u64,
    /// When.
    pub(super) at: When,
    /// Who.
    pub(super) who: String,
    /// What.
    pub(super) what: String,
    /// Why, in their words; empty when nothing was said.
    pub(super) because: String,
    /// Whether its texts were erased.
    pub(super) erased: bool,
}

/// The events, the first one first.
pub(super) fn timeline(reader: &Reader<'_>, shown: &Shown) -> Vec<Entry> {
    let entry = |event: &Event| Entry {
        seq: event.seq,
        at: reader.when(event.at),
        who: reader.name(&event.by),
        what: sentence(reader, &event.fact),
        because: event.content.as_ref().map_or("", |content| content.get("because")).to_owned(),
        erased: event.content.is_none(),
    };
    shown.events.iter().map(entry).collect()
}

fn cited(words: &str, rules: &[String]) -> String {
    if rules.is_empty() { words.to_owned() } else { format!("{words}, by {}", rules.join(", ")) }
}

fn title(reader: &Reader<'_>, line: &str) -> String {
    reader.policy().lines.get(line).map_or_else(|| line.to_owned(), domain::policy::Line::title)
}

fn sentence(reader: &Reader<'_>, fact: &Fact) -> String {
    match fact {
        Fact::Submitted { door, .. } => format!("filed the report ({door})"),
        Fact::RulesAccepted { rules } => cited("accepted the rules for reporters", rules),
        Fact::MessageSent { to: Audience::Team, .. } => "wrote a note for the team".to_owned(),
        Fact::MessageSent { .. } => "wrote to the reporter".to_owned(),
        Fact::InfoAsked { .. } => "asked the reporter for something".to_owned(),
        Fact::ReporterWrote { supplied: true, .. } => "supplied what was asked for".to_owned(),
        Fact::ReporterWrote { supplied: false, .. } => "wrote to the team".to_owned(),
        Fact::Judged { verdict, rules, missing, .. } => judged(verdict, rules, missing),
        Fact::ReviewOpened { verdict, rules, version } => format!(
            "noticed that the policy {version} would say {verdict}, by {}",
            rules.join(", ")
        ),
        Fact::Reviewed { outcome, .. } => format!("reviewed it: {}", outcome.title()),
        Fact::Validated { rules } => cited("confirmed the report", rules),
        Fact::Invalidated { rules } => cited("refused the report", rules),
        Fact::Accepted { handler } => {
            let name = reader.name(&domain::case::By::Person(handler.clone()));
            format!("accepted the case; {name} handles it")
        }
        Fact::SeveritySet { severity, .. } => {
            format!("set the severity to {}", severity_title(*severity).to_lowercase())
        }
        Fact::LineAssessed { line, affect } => assessed(&title(reader, line), affect),
        Fact::FixReady { line, version, .. } => {
            format!("recorded the fix of {} in {version}", title(reader, line))
        }
        Fact::LineReleased { line, version } => {
            format!("{} was released with {version}", title(reader, line))
        }
        Fact::AdvisoryWritten { .. } => "wrote the advisory".to_owned(),
        Fact::ApprovalAsked { .. } => "asked for approval of the advisory".to_owned(),
        Fact::AdvisoryApproved { candidate } => {
            format!("approved the advisory {}", candidate.short())
        }
        Fact::AdvisoryPublished { id, edition, .. } => format!("published {id}, edition {edition}"),
        Fact::Closed { resolution: how } => format!("closed the case: {}", resolution(*how)),
        Fact::Withdrawn => "withdrew the report".to_owned(),
        Fact::Redacted { event } => format!("erased the texts of event {event}"),
        embargo => embargoed(reader, embargo),
    }
}

fn judged(verdict: &str, rules: &[String], missing: &[String]) -> String {
    let kind = verdict_title(verdict);
    if missing.is_empty() {
        cited(&format!("had the facts judged: {kind}"), rules)
    } else {
        format!("had the facts judged: {kind} ({})", missing.join(", "))
    }
}

fn assessed(line: &str, affect: &Affect) -> String {
    match affect {
        Affect::Unknown => format!("set {line} back to not assessed"),
        Affect::Affected { introduced } => {
            format!("stated that {line} is affected from {introduced}")
        }
        Affect::AffectedEnded { introduced } => {
            format!("stated that {line}, at its end of life, is affected from {introduced}")
        }
        Affect::NotAffected { .. } => format!("stated that {line} is not affected"),
    }
}

fn embargoed(reader: &Reader<'_>, fact: &Fact) -> String {
    match fact {
        Fact::EmbargoProposed { terms } => {
            format!("proposed an embargo until {}", reader.when(terms.ends_at).utc)
        }
        Fact::EmbargoAccepted { .. } => "accepted the embargo".to_owned(),
        Fact::EmbargoEndProposed { reason } => {
            format!("asked to end the embargo early: {}", end_reason(*reason))
        }
        Fact::EmbargoEnded { reason, .. } => format!("ended the embargo: {}", end_reason(*reason)),
        Fact::EmbargoExpired { effective_at } => {
            format!("noticed that the embargo ended at {}", reader.when(*effective_at).utc)
        }
        other => other.kind().replace('-', " "),
    }
}
