//! From the life of one case to another case: other ids, secrets, words and instants, chained anew,
//! so that it reads and verifies like any other. What is written beside the journal moves along with
//! the instants; that it is what the case folds to is checked on every five-hundredth case.

use crate::lives::Life;
use crate::words::{APART, Dice};
use app::ports::store::{CaseRow, NewJob, Write};
use domain::case::{
    Content, Event, Fact, Head, Link, Phase, ReportState, Terms, extend, fold, read_event, verify,
    violations,
};
use domain::embargo::{PublishedRow, ends_by_itself};
use domain::intake::alike_keys;
use domain::metrics::Measure;
use domain::words::{CaseId, Secret};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;

/// One case of so many is folded and compared.
const CHECKED: u64 = 500;

/// A life, ready to be stamped.
pub(crate) struct Pattern {
    life: Life,
    projected: Vec<Write>,
    facts: Vec<Value>,
    terms: Vec<(Value, String)>,
    record: Option<Value>,
}

/// A stamped case.
pub(crate) struct Stamped {
    pub(crate) id: CaseId,
    pub(crate) phase: Phase,
    pub(crate) secret: Secret,
    pub(crate) unit: Vec<Write>,
    pub(crate) events: usize,
    pub(crate) published: bool,
}

/// What a case is made with.
pub(crate) struct Press<'d> {
    pub(crate) dice: &'d mut Dice,
    pub(crate) number: u64,
    pub(crate) of: u64,
    pub(crate) now: Timestamp,
    /// The next free number of an advisory.
    pub(crate) advisory: u32,
}

impl Pattern {
    pub(crate) fn new(life: Life) -> Self {
        let facts: Vec<Value> =
            life.events.iter().map(|event| serde_json::to_value(&event.fact).unwrap()).collect();
        let mut terms = Vec::new();
        facts.iter().for_each(|fact| find_terms(fact, &mut terms));
        let policy = testkit::policy();
        let projected = app::projected(&policy, &life.case, &life.events);
        let record = life.published.as_ref().map(|row| serde_json::from_str(&row.record).unwrap());
        Self { life, projected, facts, terms, record }
    }

    /// How much later everything happens: closed cases up to three years ago, open ones so that
    /// nothing that ends by itself has ended yet.
    fn shift(&self, press: &mut Press<'_>) -> SignedDuration {
        let life = &self.life;
        let hours = if life.case.report == ReportState::Closed {
            press.dice.below(24 * 1000)
        } else {
            let left = ends_by_itself(&life.case).map_or(24 * 60, |ends| {
                ends.duration_since(life.case.changed_at).as_hours().max(2) as u64 - 1
            });
            press.dice.below(left)
        };
        let age = SignedDuration::from_secs((hours * 3600 + press.dice.below(3600)) as i64);
        press.now.duration_since(life.case.changed_at) - age
    }

    /// One more case of this life.
    pub(crate) fn stamp(&self, mut press: Press<'_>) -> Stamped {
        let shift = self.shift(&mut press);
        let id = id_of(&mut press);
        let secret = Secret::from_chance("track", press.dice.bytes());
        let advisory = (press.advisory, format!("ACME-2026-{}", press.advisory));
        let ids = (self.life.case.id.as_str(), id.as_str());
        let mut change = Change { shift, digests: BTreeMap::new(), ids, secret: &secret, advisory };
        for (terms, before) in &self.terms {
            let terms: Terms = serde_json::from_value(change.value(terms)).unwrap();
            change.digests.insert(before.clone(), terms.digest().to_string());
        }
        let stream = format!("case/{id}");
        let empty = Head::empty(&stream);
        let (mut links, mut head) = (Vec::with_capacity(self.facts.len()), empty);
        for (event, fact) in self.life.events.iter().zip(&self.facts) {
            let fact: Fact = serde_json::from_value(change.value(fact)).unwrap();
            let news = [fact.with(content(event, &mut press))];
            let about = (event.at + shift, &event.by, event.policy);
            let (more, after) = extend(&stream, head, about, &news, || press.dice.bytes());
            links.extend(more);
            head = after;
        }
        let events = links.len();
        let texts: Content = links[0]
            .content
            .as_deref()
            .map_or_else(Content::default, |bytes| serde_json::from_slice(bytes).unwrap());
        let projected: Vec<Write> =
            self.projected.iter().map(|write| change.write(write, &id, &texts)).collect();
        if press.number.is_multiple_of(CHECKED) {
            check(&id, &links, head, &projected);
        }
        let mut unit = vec![Write::Append { stream, after: empty, links }];
        unit.extend(projected);
        let row = self.record.as_ref().zip(self.life.published.as_ref()).map(|(record, row)| {
            let record = change.value(record).to_string();
            let (number, id) = change.advisory.clone();
            PublishedRow { number, id, edition: 1, modified_at: row.modified_at + shift, record }
        });
        let published = row.is_some();
        unit.extend(row.map(Write::Publish));
        let phase = Phase::of(&self.life.case);
        Stamped { id, phase, secret, unit, events, published }
    }
}

/// The journal verifies and folds to what is written beside it.
fn check(id: &CaseId, links: &[Link], head: Head, projected: &[Write]) {
    verify(&format!("case/{id}"), links, head).unwrap();
    let events: Vec<Event> = links.iter().map(|link| read_event(link).unwrap()).collect();
    let case = fold(id, &events).unwrap();
    assert!(violations(&case).is_empty(), "{id} breaks {:?}", violations(&case)[0]);
    // A warning so many days before an end stands an hour aside where summer time came in between.
    let told = |writes: &[Write]| {
        let timer = |write: &&Write| matches!(write, Write::Job(job) if job.kind == "timer");
        writes.iter().filter(|write| !timer(write)).map(|write| format!("{write:?}")).collect()
    };
    let (again, projected): (Vec<String>, Vec<String>) =
        (told(&app::projected(&testkit::policy(), &case, &events)), told(projected));
    assert_eq!(again, projected);
}

/// Ids go up with the number, so that a bulk of cases is written at the end of its tables.
fn id_of(press: &mut Press<'_>) -> CaseId {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let step = (1_u64 << 40) / press.of;
    let mut high = press.number * step + press.dice.below(step);
    let mut low = press.dice.next();
    let mut text = [b'0'; 20];
    for place in (0..8).rev() {
        text[place] = DIGITS[(high & 31) as usize];
        high >>= 5;
    }
    for place in &mut text[8..] {
        *place = DIGITS[(low & 31) as usize];
        low >>= 5;
    }
    CaseId::read(std::str::from_utf8(&text).unwrap()).unwrap()
}

/// The texts of an event, with other words where they are a person's; the words of an advisory are
/// bound by digests and stay.
fn content(event: &Event, press: &mut Press<'_>) -> Content {
    let mut content = event.content.clone().unwrap_or_default();
    let first = event.seq == 1;
    let spoken = matches!(
        event.fact,
        Fact::MessageSent { .. } | Fact::ReporterWrote { .. } | Fact::InfoAsked { .. }
    );
    for (key, text) in &mut content.0 {
        if (first && (key == "title" || key == "body")) || (spoken && key == "body") {
            let words = text.split(' ').count();
            *text = press.dice.text(words);
            if first && key == "title" {
                let apart = APART.get(press.number as usize % 3);
                text.extend(apart.iter().flat_map(|word| [" ", word]));
            }
        }
    }
    content
}

/// All terms in this value, with their digests.
fn find_terms(value: &Value, found: &mut Vec<(Value, String)>) {
    match value {
        Value::Object(map) => {
            if let Ok(terms) = serde_json::from_value::<Terms>(value.clone()) {
                found.push((value.clone(), terms.digest().to_string()));
            }
            map.values().for_each(|value| find_terms(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| find_terms(value, found)),
        _ => {}
    }
}

struct Change<'s> {
    shift: SignedDuration,
    digests: BTreeMap<String, String>,
    ids: (&'s str, &'s str),
    secret: &'s Secret,
    advisory: (u32, String),
}

impl Change<'_> {
    fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.text(text).into(),
            Value::Array(values) => values.iter().map(|value| self.value(value)).collect(),
            Value::Object(map) => {
                let advisory = map.contains_key("number") && map.contains_key("edition");
                let one = |(key, value): (&String, &Value)| {
                    let changed = match key.as_str() {
                        "secret" => self.secret.digest().to_string().into(),
                        "number" if advisory => self.advisory.0.into(),
                        "id" if advisory => self.advisory.1.clone().into(),
                        _ => self.value(value),
                    };
                    (key.clone(), changed)
                };
                Value::Object(map.iter().map(one).collect())
            }
            other => other.clone(),
        }
    }

    /// What is written beside the journal.
    fn write(&self, write: &Write, id: &CaseId, texts: &Content) -> Write {
        let later = |at: Option<Timestamp>| at.map(|at| at + self.shift);
        match write {
            Write::Case(row) => Write::Case(CaseRow {
                id: id.clone(),
                secret: self.secret.digest(),
                due_at: later(row.due_at),
                embargo_ends_at: later(row.embargo_ends_at),
                received_at: row.received_at + self.shift,
                changed_at: row.changed_at + self.shift,
                title: texts.get("title").to_owned(),
                ..row.clone()
            }),
            Write::Words { received_at, .. } => {
                let words = app::search_words(&[texts.get("title"), texts.get("body")]);
                Write::Words { case: id.clone(), received_at: *received_at + self.shift, words }
            }
            Write::Measures { measures, .. } => {
                let measures = measures.iter().map(|one| Measure {
                    received_at: one.received_at + self.shift,
                    started_at: one.started_at + self.shift,
                    ended_at: later(one.ended_at),
                    due_at: later(one.due_at),
                    ..one.clone()
                });
                Write::Measures { case: id.clone(), measures: measures.collect() }
            }
            Write::Keys { at, keys, .. } => {
                // What the report is like follows from its words.
                let own = keys.iter().filter(|key| !key.starts_with("like/")).cloned();
                let like = alike_keys(texts.get("title"), texts.get("body"));
                let keys = own.chain(like).collect();
                Write::Keys { case: id.clone(), at: *at + self.shift, keys }
            }
            Write::Job(job) => {
                let key: Vec<String> = job.key.split('/').map(|part| self.text(part)).collect();
                let payload = self.value(&serde_json::from_str(&job.payload).unwrap());
                Write::Job(NewJob {
                    key: key.join("/"),
                    kind: job.kind.clone(),
                    payload: payload.to_string(),
                    run_at: job.run_at + self.shift,
                })
            }
            other => panic!("nobody knows how to stamp {other:?}"),
        }
    }

    fn text(&self, text: &str) -> String {
        if text == self.ids.0 {
            return self.ids.1.to_owned();
        }
        if let Some(digest) = self.digests.get(text) {
            return digest.clone();
        }
        let instant = text.len() >= 20 && text.ends_with('Z') && text.as_bytes()[10] == b'T';
        match text.parse::<Timestamp>() {
            Ok(at) if instant => (at + self.shift).to_string(),
            _ => text.to_owned(),
        }
    }
}
