//! What no event may do to a CVE id, and what no unit of work may leave of it. Each function says what
//! is wrong, or nothing.

use super::super::fact::Fact;
use super::super::state::Case;
use super::Step;
use crate::cve::{CveEntry, CveState};
use crate::embargo::EmbargoState;
use crate::words::Digest;

fn says(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The record that this event says is public as we wrote it.
fn published(fact: &Fact) -> Option<(u32, Digest)> {
    match fact {
        Fact::CvePublished { entry, container } | Fact::CveStuck { entry, container } => {
            Some((*entry, *container))
        }
        _ => None,
    }
}

fn read_back(state: CveState) -> bool {
    matches!(state, CveState::Published | CveState::Degraded)
}

/// I18, on events: whoever says published has read back exactly what was approved.
pub(super) fn published_unread(step: &Step) -> Option<String> {
    let (entry, container) = published(&step.event.fact)?;
    let expected = step.before.cves.get(&entry).and_then(CveEntry::expected);
    match expected {
        Some(expected) if expected == container => None,
        Some(_) => says("a CVE record was called published that is not what was approved"),
        None => says("a CVE record was called published that nobody had approved"),
    }
}

/// I18, on events: nothing but a record that was read back makes an id published, and while it is
/// published nothing else changes what was read.
pub(super) fn published_by_nothing(step: &Step) -> Option<String> {
    let named = published(&step.event.fact).map(|(entry, _)| entry);
    for (number, is) in &step.after.cves {
        let was = step.before.cves.get(number);
        let same = was.is_some_and(|was| {
            was.state == is.state && was.read == is.read && was.written == is.written
        });
        if read_back(is.state) && !same && named != Some(*number) {
            return says("a CVE id became published though nobody read its record back");
        }
    }
    None
}

/// I18, on the case: of what is published, the last record read back is what was written.
pub(super) fn published_as_something_else(case: &Case) -> Option<String> {
    let mut ids = case.cves.values().filter(|known| read_back(known.state));
    let other = ids.any(|known| {
        let read = known.read.as_ref().map(|read| read.digest);
        read.is_none() || read != known.written || known.id.is_none()
    });
    other.then(|| "a CVE id is published, and its record was last read otherwise".to_owned())
}

/// I10: nobody approves the record that they wrote, nor another than the one that is there.
pub(super) fn approved_alone(step: &Step) -> Option<String> {
    let Fact::CveApproved { entry, container } = &step.event.fact else { return None };
    let known = step.before.cves.get(entry);
    let draft = known.and_then(|known| known.draft.as_ref()).filter(|one| one.digest == *container);
    let me = step.event.by.account();
    match draft {
        None => says("another CVE record was approved than the one that is there"),
        Some(draft) if me.is_none() || me == draft.by.as_ref() => {
            says("somebody approved a CVE record that was their own")
        }
        Some(_) => None,
    }
}

fn comes_out(fact: &Fact) -> bool {
    let called = matches!(fact, Fact::CveCallBegun { call, .. } if call.is_public());
    called || published(fact).is_some()
}

/// I5: no CVE record comes out under an embargo, nor with terms on the table.
pub(super) fn published_under_embargo(step: &Step) -> Option<String> {
    let free = matches!(step.before.embargo.state, EmbargoState::None | EmbargoState::Exited);
    let out = comes_out(&step.event.fact) && !free;
    out.then(|| "a CVE record came out under an embargo".to_owned())
}

/// W.P: no CVE record comes out before the matter is public.
pub(super) fn published_in_secret(step: &Step) -> Option<String> {
    let out = comes_out(&step.event.fact) && !step.before.world.public.is_so();
    out.then(|| "a CVE record came out before the matter was public".to_owned())
}
