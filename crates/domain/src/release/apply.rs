//! What events make of release lines: tried, assessed, in work, fixed, reviewed, released.

use crate::case::{Case, Event, Fact, Fix};

/// One event more.
pub(crate) fn apply(case: &mut Case, event: &Event) {
    let text = |key: &str| {
        let content = event.content.as_ref()?;
        Some(content.get(key).to_owned()).filter(|text| !text.is_empty())
    };
    match &event.fact {
        Fact::LineTesting { line } => {
            case.lines.entry(line.clone()).or_default().testing = true;
        }
        Fact::LineAssessed { line, affect } => {
            let state = case.lines.entry(line.clone()).or_default();
            state.affect = affect.clone();
            state.testing = false;
        }
        Fact::FixStarted { line } => {
            let state = case.lines.entry(line.clone()).or_default();
            state.in_work = event.by.account().cloned();
            state.declined = None;
        }
        Fact::FixReady { line, version, proof, fix } => {
            let (commit, because) = (text("commit"), text("because"));
            // Older journals do not say it.
            let digest = fix.unwrap_or_else(|| {
                Fix::digest_of((line, version), commit.as_deref(), *proof, because.as_deref())
            });
            let fix = Fix {
                version: version.clone(),
                commit,
                proof: *proof,
                because,
                by: event.by.account().cloned(),
                digest,
                reviewed_by: None,
                released_at: None,
            };
            let state = case.lines.entry(line.clone()).or_default();
            (state.fix, state.in_work, state.declined) = (Some(fix), None, None);
        }
        Fact::FixReviewed { line, fix, passed } => {
            let Some(state) = case.lines.get_mut(line) else { return };
            let by = event.by.account().cloned();
            match state.fix.as_mut().filter(|known| known.digest == *fix) {
                Some(known) if *passed => known.reviewed_by = by,
                Some(known) => {
                    state.in_work = known.by.clone();
                    state.fix = None;
                }
                None => {}
            }
        }
        Fact::FixDeclined { line } => {
            let state = case.lines.entry(line.clone()).or_default();
            state.declined = Some(text("because").unwrap_or_default());
            (state.fix, state.in_work) = (None, None);
        }
        Fact::LineReleased { line, .. } => {
            if let Some(fix) = case.lines.get_mut(line).and_then(|state| state.fix.as_mut()) {
                fix.released_at.get_or_insert(event.at);
            }
        }
        _ => {}
    }
}

/// The reporter saw it happen on the fix: what is not released goes back to who made it (r13).
pub(crate) fn drop_fixes(case: &mut Case) {
    for state in case.lines.values_mut() {
        if let Some(fix) = state.fix.take_if(|fix| fix.released_at.is_none()) {
            state.in_work = fix.by;
        }
    }
}
