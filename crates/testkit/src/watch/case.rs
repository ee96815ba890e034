//! One case: its invariants, and what of it may never change.

use super::{Finding, Watch, deadlines, events, hold};
use crate::{World, canaries};
use domain::case::{
    Case, Event, Fact, Head, Link, apply, fold, history, is_possible, read_event, violations,
    with_forced,
};
use domain::words::{CaseId, Digest};
use std::collections::{BTreeMap, BTreeSet};

/// What was seen of a case.
#[derive(Default)]
pub(super) struct Seen {
    /// Hashes of its events, in order.
    hashes: Vec<Digest>,
    events: Vec<Event>,
    /// What the events make.
    case: Option<Case>,
    /// Due instants by the event that set them and the clock.
    pub(super) due: BTreeMap<(u64, String), jiff::Timestamp>,
    /// Canaries of the advisory as last written.
    text: BTreeSet<String>,
}

fn unreadable(id: &CaseId) -> impl Fn(&dyn std::fmt::Display) -> Finding {
    move |error| Finding::new("readable", format!("case {id}: {error}"))
}

async fn read_links(world: &World, id: &CaseId) -> Result<Vec<Link>, Finding> {
    let links = world.truth().stream(&format!("case/{id}")).await;
    links.map_err(|error| unreadable(id)(&error))
}

/// A case as its journal makes it.
pub(super) struct Read {
    /// Its events.
    pub(super) events: Vec<Event>,
    /// What they make.
    pub(super) case: Case,
}

/// What the links of a case make, from the first.
pub(super) fn read_case(id: &CaseId, links: &[Link]) -> Result<Read, Finding> {
    let says = unreadable(id);
    let events: Vec<Event> =
        links.iter().map(read_event).collect::<Result<_, _>>().map_err(|e| says(&e))?;
    let case = fold(id, &events).map_err(|e| says(&e))?;
    Ok(Read { events, case })
}

/// Where the store remembers that the journal of a case ends.
async fn read_end(world: &World, id: &CaseId) -> Result<Option<Head>, Finding> {
    let head = world.truth().head(&format!("case/{id}")).await;
    head.map_err(|error| unreadable(id)(&error))
}

impl Seen {
    /// Where the journal ended when it was looked at; nothing where what was seen is no case.
    fn end(&self) -> Option<Head> {
        let hash = self.case.as_ref().and(self.hashes.last())?;
        Some(Head { seq: self.hashes.len() as u64, hash: *hash })
    }

    /// Take in what is new, and read again what was erased.
    fn take_in(&mut self, id: &CaseId, links: &[Link]) -> Result<(), Finding> {
        let says = unreadable(id);
        let before = self.events.len();
        for link in &links[before..] {
            let event = read_event(link).map_err(|e| says(&e))?;
            match (&mut self.case, &event.fact) {
                (Some(case), fact) if !matches!(fact, Fact::Redacted { .. }) => {
                    apply(case, &event).map_err(|e| says(&e))?;
                }
                _ => self.case = None,
            }
            if let Fact::Redacted { event: erased } = event.fact {
                let at = (erased as usize).saturating_sub(1);
                let erased = links.get(at).ok_or_else(|| says(&"a tombstone of nothing"))?;
                if at < self.events.len() {
                    self.events[at] = read_event(erased).map_err(|e| says(&e))?;
                }
            }
            self.events.push(event);
            if self.case.is_none() {
                self.case = Some(fold(id, &self.events).map_err(|e| says(&e))?);
            }
        }
        Ok(())
    }
}

impl Watch {
    /// Look at one case: nothing of it when there is no such case.
    pub async fn look_at_case(
        &mut self,
        world: &World,
        id: &CaseId,
    ) -> Result<Option<Case>, Finding> {
        // Where a journal ends as it did, it holds what it did; all of it is read again whenever
        // everything is.
        let ends = self.cases.get(id).and_then(Seen::end);
        if ends.is_some() && ends == read_end(world, id).await? {
            return Ok(self.known(id).cloned());
        }
        let links = read_links(world, id).await?;
        if links.is_empty() && !self.cases.contains_key(id) {
            return Ok(None);
        }
        let seen = self.cases.entry(id.clone()).or_default();
        let before = seen.hashes.len();
        let kept = links.len() >= before
            && links.iter().zip(&seen.hashes).all(|(link, hash)| link.hash == *hash);
        hold(kept, "append-only", || format!("case {id} lost or changed an event"))?;
        if links.len() == before {
            return Ok(seen.case.clone());
        }
        seen.hashes.extend(links[before..].iter().map(|link| link.hash));
        let was = seen.case.clone();
        seen.take_in(id, &links)?;
        events::made_by_the_rules(world, was, &seen.events, before)?;
        let new: Vec<Event> = seen.events[before..].to_vec();
        deadlines::never_move(world, seen, &new)?;
        for event in new {
            // Texts are learnt when they are first seen: later they may be erased.
            let words = event.content.iter().flat_map(|content| content.0.values());
            let words: BTreeSet<String> = words.flat_map(|text| canaries(text)).collect();
            match &event.fact {
                Fact::AdvisoryWritten { .. } => seen.text = words,
                Fact::AdvisoryPublished { .. } => self.published.extend(seen.text.clone()),
                Fact::Redacted { event } => erased_is_gone(&seen.events, *event)?,
                _ => {}
            }
        }
        let case = seen.case.clone();
        match case.iter().flat_map(violations).next() {
            Some(violation) => Err(Finding::new(violation.invariant, violation.says)),
            None => Ok(case),
        }
    }

    /// Read a case from its first event: it is what it was all the time, and no due instant moved.
    pub(super) async fn read_again(
        &mut self,
        world: &World,
        id: &CaseId,
        Read { events, case }: &Read,
    ) -> Result<(), Finding> {
        self.look_at_case(world, id).await?;
        let seen = self.cases.entry(id.clone()).or_default();
        hold(seen.case.as_ref() == Some(case), "fold", || {
            format!("case {id} reads otherwise from its beginning")
        })?;
        let order = history(id, events).map_err(|error| unreadable(id)(&error))?;
        hold(is_possible(&with_forced(&order)), "I20", || format!("case {id} went {order:?}"))?;
        deadlines::never_move(world, seen, events)
    }

    /// A case as last seen.
    pub fn known(&self, id: &CaseId) -> Option<&Case> {
        self.cases.get(id)?.case.as_ref()
    }

    /// The events of a case as last seen.
    pub fn events(&self, id: &CaseId) -> &[Event] {
        self.cases.get(id).map_or(&[], |seen| &seen.events)
    }

    /// Words that may be public.
    pub(super) fn may_be_public(&self) -> &BTreeSet<String> {
        &self.published
    }
}

/// What a tombstone names has no content left (I22).
fn erased_is_gone(events: &[Event], erased: u64) -> Result<(), Finding> {
    let target = events.iter().find(|event| event.seq == erased);
    let content = target.and_then(|target| target.content.as_ref());
    let gone = content.is_none_or(|content| content.0.is_empty());
    hold(gone, "I22", || format!("event {erased} was erased and still has content"))
}
