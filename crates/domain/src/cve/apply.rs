//! What events make of the CVE ids of a case.

use super::{CveCall, CveDraft, CveEntry, CveNote, CveSource, CveState, ReadBack};
use crate::case::{Case, Event, Fact};
use crate::words::Digest;

fn text(event: &Event, key: &str) -> Option<String> {
    let content = event.content.as_ref()?;
    Some(content.get(key).to_owned()).filter(|text| !text.is_empty())
}

/// One event more; the facts of the world were folded before.
pub(crate) fn apply(case: &mut Case, event: &Event) {
    match &event.fact {
        Fact::CveRequested { entry, from } => {
            let begun = begun(event, *from);
            case.cves.insert(*entry, begun);
        }
        Fact::CveAssigned { entry, id, from } => {
            let known = case.cves.entry(*entry).or_insert_with(|| begun(event, *from));
            known.state = CveState::Reserved;
            known.id = Some(id.clone());
            known.assigned_at.get_or_insert(event.at);
            (known.from, known.call) = (*from, None);
            known.whom = text(event, "whom").or(known.whom.take());
            known.about = text(event, "about").or(known.about.take());
        }
        Fact::CveDrafted { entry, .. }
        | Fact::CveApproved { entry, .. }
        | Fact::CvePublished { entry, .. }
        | Fact::CveStuck { entry, .. }
        | Fact::CveDiffers { entry, .. }
        | Fact::CveRejected { entry }
        | Fact::CveNoted { entry }
        | Fact::CveCallBegun { entry, .. }
        | Fact::CveCallEnded { entry, .. } => {
            if let Some(known) = case.cves.get_mut(entry) {
                go_on(known, event);
            }
        }
        _ => {}
    }
}

fn begun(event: &Event, from: CveSource) -> CveEntry {
    CveEntry {
        state: CveState::Requested,
        from,
        whom: text(event, "whom"),
        about: text(event, "about"),
        id: None,
        began_at: event.at,
        assigned_at: None,
        draft: None,
        written: None,
        read: None,
        published_at: None,
        because: None,
        call: None,
        notes: Vec::new(),
    }
}

fn go_on(known: &mut CveEntry, event: &Event) {
    let by = event.by.account().cloned();
    match &event.fact {
        Fact::CveDrafted { container, .. } => {
            let text = text(event, "container");
            known.draft = Some(CveDraft { digest: *container, text, by, approved_by: None });
            let again = known.state.is_public();
            known.state = if again { CveState::Updating } else { CveState::Drafted };
        }
        Fact::CveApproved { container, .. } => {
            if let Some(draft) = known.draft.as_mut().filter(|draft| draft.digest == *container) {
                draft.approved_by = by;
            }
        }
        Fact::CvePublished { container, .. } => {
            written(known, event, *container);
            known.state = CveState::Published;
        }
        Fact::CveStuck { container, .. } => {
            written(known, event, *container);
            known.state = CveState::Degraded;
        }
        Fact::CveDiffers { container, .. } => {
            read(known, event, *container);
            known.state = CveState::Differs;
        }
        Fact::CveRejected { .. } => {
            (known.state, known.call) = (CveState::Rejected, None);
            known.because = text(event, "because");
        }
        Fact::CveNoted { .. } => {
            let (by, at, text) = (event.by.clone(), event.at, text(event, "note"));
            known.notes.push(CveNote { by, at, text });
        }
        Fact::CveCallBegun { call, .. } => {
            (known.state, known.call) = (call.state(), Some((*call, event.at)));
        }
        Fact::CveCallEnded { refused, .. } => ended(known, *refused),
        _ => {}
    }
}

/// The record was read back and is what was approved. A change that nobody approved is given up.
fn written(known: &mut CveEntry, event: &Event, container: Digest) {
    read(known, event, container);
    known.written = Some(container);
    known.draft.take_if(|draft| draft.digest != container);
}

fn read(known: &mut CveEntry, event: &Event, container: Digest) {
    let (text, by) = (text(event, "record"), event.by.clone());
    known.read = Some(ReadBack { digest: container, text, by, at: event.at });
    known.published_at.get_or_insert(event.at);
    known.call = None;
}

/// A call ended without saying what it did, or was refused for certain.
fn ended(known: &mut CveEntry, refused: bool) {
    known.state = match known.call.as_ref().map(|(call, _)| call) {
        Some(CveCall::Reserve) if refused => CveState::Requested,
        Some(CveCall::Publish) if refused => CveState::Drafted,
        Some(CveCall::Update) if refused => CveState::Updating,
        _ => CveState::Uncertain,
    };
    if refused {
        known.call = None;
    }
}
