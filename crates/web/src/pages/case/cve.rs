//! CVE ids of a case: where each stands, what its record says, what was read back, and what waits.

use super::reader::Reader;
use super::view::Offered;
use crate::views::forms::{FormView, Known};
use crate::when::When;
use domain::case::{By, Case, State as _};
use domain::cve::{CveDraft, CveEntry, CveState, CveTask, Difference, ReadBack, differences};
use domain::words::{AccountId, visible};

/// The CVE ids of a case.
pub(super) struct Cves {
    pub(super) list: Vec<CveView>,
    /// Ids that the advisory names and nobody recorded here.
    pub(super) unknown: Vec<String>,
    /// Ids of this case that the advisory does not name.
    pub(super) unnamed: Vec<String>,
    pub(super) request: Option<FormView>,
    pub(super) assign: Option<FormView>,
}

/// One of them, or a request for one.
pub(super) struct CveView {
    pub(super) number: u32,
    pub(super) title: String,
    pub(super) word: &'static str,
    pub(super) look: &'static str,
    /// From whom, and what for, in words.
    pub(super) from: String,
    pub(super) about: String,
    pub(super) began: When,
    pub(super) published: Option<When>,
    /// What has to be done about it, and why.
    pub(super) task: &'static str,
    pub(super) because: String,
    pub(super) draft: Option<DraftView>,
    pub(super) read: Option<ReadView>,
    pub(super) notes: Vec<(String, When, String)>,
    pub(super) assign: Option<FormView>,
    pub(super) write: Option<FormView>,
    pub(super) approve: Option<FormView>,
    pub(super) confirm: Option<FormView>,
    pub(super) rare: Vec<FormView>,
}

/// The record as it was written.
pub(super) struct DraftView {
    pub(super) text: String,
    pub(super) digest: String,
    pub(super) by: String,
    pub(super) approved_by: String,
}

/// The record as it was read back.
pub(super) struct ReadView {
    pub(super) digest: String,
    pub(super) by: String,
    pub(super) at: When,
    /// What it should have been, where it is something else.
    pub(super) expected: String,
    pub(super) differs: Vec<Difference>,
}

/// The CVE ids of this case.
pub(super) fn cves(reader: &Reader<'_>, offered: &Offered<'_>) -> Cves {
    let case = &offered.shown.case;
    let named: Vec<&String> = case.draft.iter().flat_map(|draft| &draft.cve).collect();
    let own = |entry: &CveEntry| entry.id.as_ref().map(ToString::to_string);
    let known: Vec<String> = case.cves.values().filter_map(own).collect();
    let used = case.cves.values().filter(|entry| entry.state != CveState::Rejected);
    let unnamed = used.filter_map(own).filter(|id| case.draft.is_some() && !named.contains(&id));
    let new = Known { fixed: vec![("entry", "new".to_owned())], ..Known::default() };
    Cves {
        list: case.cves.iter().map(|(n, entry)| view(reader, offered, (*n, entry))).collect(),
        unnamed: unnamed.collect(),
        unknown: named.into_iter().filter(|id| !known.contains(id)).cloned().collect(),
        request: offered.plain("cve", "request"),
        assign: offered.form("cve", "assign", &new),
    }
}

fn view(reader: &Reader<'_>, offered: &Offered<'_>, (number, entry): (u32, &CveEntry)) -> CveView {
    let case = &offered.shown.case;
    let suffix = format!("-{number}");
    let known = |preset| Known {
        fixed: vec![("entry", number.to_string())],
        preset,
        suffix: &suffix,
        ..Known::default()
    };
    let form = |name, preset| {
        let form = offered.form("cve", name, &known(preset));
        form.filter(|_| name == "note" || entry.state.can(name))
    };
    let seen = entry.draft.as_ref().map(|draft| draft.digest.to_string()).unwrap_or_default();
    let approve = offered
        .form(
            "cve",
            "approve",
            &Known {
                fixed: vec![("entry", number.to_string()), ("digest", seen)],
                suffix: &suffix,
                ..Known::default()
            },
        )
        .filter(|_| entry.waits_for(reader.staff.ctx.account()));
    let text = entry.draft.as_ref().and_then(|draft| draft.text.as_deref()).map(pretty);
    let whom = entry.whom.as_deref().map(|whom| format!(": {}", visible(whom)));
    CveView {
        number,
        title: entry.id.as_ref().map_or_else(|| format!("Request {number}"), ToString::to_string),
        word: entry.state.word(),
        look: look(entry.state),
        from: format!("From {}{}", entry.from.says(), whom.unwrap_or_default()),
        about: entry.about.as_deref().map(visible).unwrap_or_default(),
        began: reader.when(entry.assigned_at.unwrap_or(entry.began_at)),
        published: entry.published_at.map(|at| reader.when(at)),
        task: task(entry, case),
        because: entry.because.as_deref().map(visible).unwrap_or_default(),
        draft: entry.draft.as_ref().map(|draft| draft_view(reader, draft)),
        read: entry.read.as_ref().map(|read| read_view(reader, entry, read)),
        notes: entry
            .notes
            .iter()
            .map(|note| {
                let text = note.text.as_deref().map_or_else(|| "(erased)".to_owned(), visible);
                (reader.name(&note.by), reader.when(note.at), text)
            })
            .collect(),
        assign: form("assign", Vec::new()),
        write: form("draft", vec![("container", text.unwrap_or_default())]),
        approve,
        confirm: form("confirm", Vec::new()).filter(|_| case.world.public.is_so()),
        rare: ["note", "reject"].into_iter().filter_map(|name| form(name, Vec::new())).collect(),
    }
}

fn look(state: CveState) -> &'static str {
    match state {
        CveState::Published => "published",
        CveState::Differs | CveState::Degraded | CveState::Uncertain => "late",
        CveState::None | CveState::Rejected => "no",
        CveState::Reserved | CveState::Drafted | CveState::Updating => "yes",
        CveState::Requested | CveState::Reserving | CveState::Publishing | CveState::Rejecting => {
            "open"
        }
    }
}

/// What has to be done about it, in a sentence.
fn task(entry: &CveEntry, case: &Case) -> &'static str {
    match entry.task(case) {
        None => "",
        Some(CveTask::Differs) => {
            "The public record is not what was approved. Put the list right and read it again, or \
             write the record as it now should be and have it approved."
        }
        Some(CveTask::Stuck) => {
            "The record is public as approved, and the service still calls the id reserved. Only the \
             CVE Program can change that: write to it, and read the record again afterwards."
        }
        Some(CveTask::Look) => "Nobody knows what the last call did. Look what the service says.",
        Some(CveTask::Approve) => "The record waits for a second person.",
        Some(CveTask::Publish) => "Publish exactly this record, then read it back.",
        Some(CveTask::Draft) => "The matter is public, and this id has no record yet.",
    }
}

fn draft_view(reader: &Reader<'_>, draft: &CveDraft) -> DraftView {
    let name = |id: &Option<AccountId>| {
        id.as_ref().map_or_else(String::new, |id| reader.name(&By::Person(id.clone())))
    };
    DraftView {
        text: draft.text.as_deref().map(pretty).unwrap_or_default(),
        digest: draft.digest.to_string(),
        by: name(&draft.by),
        approved_by: name(&draft.approved_by),
    }
}

fn read_view(reader: &Reader<'_>, entry: &CveEntry, read: &ReadBack) -> ReadView {
    let other = entry.state == CveState::Differs;
    let ours = entry.draft.as_ref().and_then(|draft| draft.text.as_deref());
    let both = ours.zip(read.text.as_deref()).filter(|_| other);
    ReadView {
        digest: read.digest.to_string(),
        by: reader.name(&read.by),
        at: reader.when(read.at),
        expected: entry
            .expected()
            .filter(|_| other)
            .map(|digest| digest.to_string())
            .unwrap_or_default(),
        differs: both.map(|(ours, theirs)| differences(ours, theirs)).unwrap_or_default(),
    }
}

/// JSON as people read it.
fn pretty(text: &str) -> String {
    let value = serde_json::from_str::<serde_json::Value>(text);
    let pretty = value.and_then(|value| serde_json::to_string_pretty(&value));
    visible(&pretty.unwrap_or_else(|_| text.to_owned()))
}

/// What a CVE id waits for: the verb, and the step in words.
pub(super) fn step(task: CveTask) -> ((&'static str, &'static str), &'static str, &'static str) {
    let on = |name| ("cve", name);
    match task {
        CveTask::Differs => {
            (on("confirm"), "Look at the CVE record", "The public record is not what was approved.")
        }
        CveTask::Stuck => (
            on("confirm"),
            "Write to the CVE Program",
            "A record is public, and its id is still listed as reserved.",
        ),
        CveTask::Look => {
            (on("confirm"), "Look at the CVE service", "Nobody knows what the last call did.")
        }
        CveTask::Approve => {
            (on("approve"), "Review the CVE record", "Its author needs a second person.")
        }
        CveTask::Publish => (
            on("confirm"),
            "Publish the CVE record",
            "It is approved to the letter; publish it and read it back.",
        ),
        CveTask::Draft => (
            on("draft"),
            "Write the CVE record",
            "The matter is public; the record is owed within days.",
        ),
    }
}
