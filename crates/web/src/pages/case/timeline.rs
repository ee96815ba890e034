//! Everything that happened to a case: who did what when, by which rules, under which policy, and
//! how late.

use super::reader::Reader;
use super::sentences::sentence;
use crate::when::When;
use app::case::Shown;
use domain::case::{By, Case, Event, Fact};
use domain::words::visible;

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
    /// By which rules.
    pub(super) rules: Vec<String>,
    /// Under which policy: its version where it is known, and its digest.
    pub(super) policy: String,
    /// How late it came, in words; empty when it was in time.
    pub(super) late: String,
    /// Why, in their words; empty when nothing was said.
    pub(super) because: String,
    /// Whether its texts were erased.
    pub(super) erased: bool,
}

/// How many events one page shows.
const PAGE: usize = 50;

/// Whose events.
pub(super) const WHO: &[(&str, &str)] = &[
    ("team", "The team"),
    ("reporter", "The reporter"),
    ("participants", "Participants"),
    ("automatic", "Automatic"),
];

/// What of the timeline somebody wants to see.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// Whose events; everybody's when empty.
    pub(super) who: String,
    /// Only what came late.
    pub(super) late: bool,
    /// Events before this one.
    pub(super) before: Option<u64>,
}

/// A part of the timeline.
pub(super) struct Timeline {
    /// Its entries, the first one first.
    pub(super) entries: Vec<Entry>,
    /// What is asked for, as it was asked.
    pub(super) who: String,
    pub(super) only_late: bool,
    /// Where the events before these are, if there are any.
    pub(super) earlier: Option<String>,
    /// Whether these are not the last ones.
    pub(super) later: bool,
    /// How many events there are in all.
    pub(super) all: usize,
}

fn is_of(who: &str, by: &By) -> bool {
    match who {
        "team" => matches!(by, By::Person(_)),
        "reporter" => matches!(by, By::Reporter),
        "participants" => matches!(by, By::Participant(_)),
        "automatic" => matches!(by, By::System),
        _ => true,
    }
}

/// The last events that are asked for, the first one first.
pub(super) fn timeline(reader: &Reader<'_>, shown: &Shown, wanted: &Wanted) -> Timeline {
    let late = |event: &Event| lateness(reader, Some(&shown.case), event);
    let fits = |event: &&Event| {
        is_of(&wanted.who, &event.by)
            && wanted.before.is_none_or(|before| event.seq < before)
            && (!wanted.late || !late(event).is_empty())
    };
    let found: Vec<&Event> = shown.events.iter().filter(fits).collect();
    let first = found.len().saturating_sub(PAGE);
    let part = &found[first..];
    let earlier = part.first().filter(|_| first > 0).map(|event| {
        let late = if wanted.late { "&late=1" } else { "" };
        format!("?who={}{late}&before={}#timeline", wanted.who, event.seq)
    });
    Timeline {
        entries: part.iter().map(|one| entry(reader, Some(&shown.case), one)).collect(),
        who: wanted.who.clone(),
        only_late: wanted.late,
        earlier,
        later: wanted.before.is_some(),
        all: shown.events.len(),
    }
}

/// These events, apart from any case.
pub(super) fn entries(reader: &Reader<'_>, events: &[Event]) -> Vec<Entry> {
    events.iter().map(|event| entry(reader, None, event)).collect()
}

fn entry(reader: &Reader<'_>, case: Option<&Case>, event: &Event) -> Entry {
    Entry {
        seq: event.seq,
        at: reader.when(event.at),
        who: reader.name(&event.by),
        what: sentence(reader, &event.fact),
        rules: rules(&event.fact),
        policy: reader.policy_name(&event.policy),
        late: lateness(reader, case, event),
        because: visible(event.content.as_ref().map_or("", |content| content.get("because"))),
        erased: event.content.is_none(),
    }
}

/// The rules that the event itself names.
fn rules(fact: &Fact) -> Vec<String> {
    match fact {
        Fact::Judged { rules, .. }
        | Fact::Validated { rules }
        | Fact::Invalidated { rules }
        | Fact::ReviewOpened { rules, .. }
        | Fact::RulesAccepted { rules } => rules.clone(),
        Fact::Reviewed { by_rule, .. } => by_rule.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

/// How late an event came: after the instant at which it was due, or after a promise that it kept.
fn lateness(reader: &Reader<'_>, case: Option<&Case>, event: &Event) -> String {
    let due = match &event.fact {
        Fact::EmbargoExpired { effective_at } => Some(*effective_at),
        Fact::TimerFired { due_at, .. } => Some(*due_at),
        _ => None,
    };
    if let Some(due) = due {
        // What comes within a minute came in time.
        let late = event.at.as_second() - due.as_second() >= 60;
        return if late { format!("noticed {} late", span(event.at, due)) } else { String::new() };
    }
    let missed = case.and_then(|case| {
        let met_now = |clock: &&domain::case::ClockState| {
            clock.met_at == Some(event.at) && event.at > clock.due.at && !clock.due.right
        };
        case.clocks.iter().find(|(_, clock)| met_now(clock))
    });
    missed.map_or_else(String::new, |(id, clock)| {
        let title = reader.policy().clock(id).map_or(id.as_str(), |clock| clock.title.as_str());
        format!("{title}: met {} late", span(event.at, clock.due.at))
    })
}

fn span(at: jiff::Timestamp, due: jiff::Timestamp) -> String {
    crate::when::relative(at, due).trim_start_matches("in ").to_owned()
}
