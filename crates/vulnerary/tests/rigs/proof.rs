//! What must be true when a run is over, read from the database, the spool and the public folder.
//! Every complaint is collected.

use crate::place::Place;
use crate::script::{Lived, Step};
use app::ports::store::Store as _;
use domain::case::{Case, Link, fold, read_event, verify, violations};
use domain::words::{CaseId, Digest};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use store::sealed::Sealed;

/// What people and reporters leave in a journal: who and what, for each kind of life and verb. It is
/// learned from a calm run and holds for every other one.
pub(crate) type Learned = BTreeMap<(&'static str, &'static str), Vec<String>>;

/// The stage of a report in [`Learned`].
const RECEIPT: &str = "receipt";

/// Everything that was found.
#[derive(Default)]
pub(crate) struct Complaints(pub(crate) Vec<String>);

impl Complaints {
    fn hold(&mut self, holds: bool, says: impl FnOnce() -> String) {
        if !holds {
            self.0.push(says());
        }
    }
}

/// One event: who and what, where somebody outside did it.
fn who_and_what(link: &Link) -> Option<String> {
    let facts: Value = serde_json::from_str(&link.facts).unwrap();
    let by = match &facts["by"] {
        Value::String(word) if word == "system" => return None,
        Value::String(word) => word.clone(),
        person => person.to_string(),
    };
    Some(format!("{by} {}", facts["fact"]["kind"].as_str().unwrap()))
}

async fn links_of(db: &Sealed, id: &str) -> Vec<Link> {
    db.stream(&format!("case/{id}")).await.unwrap()
}

/// Learn what each verb leaves from the journals of a calm run.
pub(crate) fn learn(place: &Place, lived: &[Lived]) -> Learned {
    let mut learned = Learned::new();
    place.look(async |db| {
        for one in lived {
            assert!(one.acknowledged.iter().all(|good| *good), "a calm run is refused nothing");
            let links = links_of(db, &one.id).await;
            let mut from = 0;
            let verbs = one.life.steps.iter().map(|step: &Step| step.verb);
            let versions = one.versions.iter().map(|version| version.unwrap_or_default());
            for (verb, to) in [(RECEIPT, one.first)].into_iter().chain(verbs.zip(versions)) {
                let to = usize::try_from(to).unwrap().max(from);
                let left: Vec<_> = links[from..to].iter().filter_map(who_and_what).collect();
                if to > from {
                    let before = learned.insert((one.life.kind, verb), left.clone());
                    assert!(before.is_none_or(|before| before == left), "{verb}: {left:?}");
                }
                from = to;
            }
        }
    });
    learned
}

/// What a run shall have left behind.
pub(crate) struct Ended<'r> {
    pub(crate) place: &'r Place,
    pub(crate) lived: &'r [Lived],
    /// Names of messages in the order in which they were sent.
    pub(crate) sent: &'r [String],
    /// Acknowledged requests besides those of the lives.
    pub(crate) more: usize,
    /// Where public files are.
    pub(crate) public: &'r Path,
    pub(crate) learned: &'r Learned,
}

impl Ended<'_> {
    /// Everything that is wrong.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let mut found = Complaints::default();
        self.place.look(async |db| {
            self.streams(db, &mut found).await;
            for one in self.lived {
                self.life(db, one, &mut found).await;
            }
            self.publications(db, &mut found).await;
        });
        self.jobs(&mut found);
        self.keys(&mut found);
        found.0
    }

    /// Chains hold, there are as many cases as receipts, every case is sound and no timer is late.
    async fn streams(&self, db: &Sealed, found: &mut Complaints) {
        let names = db.streams("", 10_000).await.unwrap();
        let mut cases = BTreeSet::new();
        for name in &names {
            let links = db.stream(name).await.unwrap();
            match db.head(name).await.unwrap() {
                Some(head) => {
                    let verified = verify(name, &links, head);
                    found.hold(verified.is_ok(), || verified.unwrap_err().to_string());
                }
                None => found.hold(false, || format!("{name} has no end")),
            }
            if let Some(id) = name.strip_prefix("case/") {
                cases.insert(id.to_owned());
                self.case(id, &links, found);
            }
        }
        let lost = db.below().streams_without_end().await.unwrap();
        found.hold(lost.is_empty(), || format!("without end: {lost:?}"));
        let old = self.place.old.iter().map(ToString::to_string);
        let told: BTreeSet<String> = old.chain(self.lived.iter().map(|l| l.id.clone())).collect();
        found.hold(cases == told, || format!("cases {cases:?} but receipts {told:?}"));
    }

    fn case(&self, id: &str, links: &[Link], found: &mut Complaints) {
        let id = CaseId::read(id).unwrap();
        let events: Vec<_> = links.iter().map(|link| read_event(link).unwrap()).collect();
        let case: Case = fold(&id, &events).unwrap();
        for violation in violations(&case) {
            found.hold(false, || format!("{id}: {}: {}", violation.invariant, violation.says));
        }
        let late = domain::embargo::expire(&case, outside::now());
        found.hold(late.is_none(), || format!("{id}: its embargo should be over"));
        let mut exits = 0;
        let mut fired = BTreeSet::new();
        for link in links {
            let facts: Value = serde_json::from_str(&link.facts).unwrap();
            let fact = &facts["fact"];
            let kind = fact["kind"].as_str().unwrap();
            exits += usize::from(kind == "embargo-expired" || kind == "embargo-ended");
            if kind == "timer-fired" {
                let name = format!("{} {} {}", fact["timer"], fact["step"], fact["due_at"]);
                found.hold(fired.insert(name.clone()), || format!("{id}: {name} fired twice"));
            }
        }
        found.hold(exits <= 1, || format!("{id}: its embargo ended {exits} times"));
    }

    /// The acknowledged steps are there once and in order, and nothing else is.
    async fn life(&self, db: &Sealed, one: &Lived, found: &mut Complaints) {
        let Lived { life, id, .. } = one;
        let links = links_of(db, id).await;
        let there: Vec<String> = links.iter().filter_map(who_and_what).collect();
        let learned = |verb| self.learned.get(&(life.kind, verb)).cloned().unwrap_or_default();
        let mut expected = learned(RECEIPT);
        for (step, acknowledged) in life.steps.iter().zip(&one.acknowledged) {
            let texts = links.iter().filter_map(|link| link.content.as_ref());
            let marked = |bytes: &&Vec<u8>| {
                let text = String::from_utf8_lossy(bytes);
                step.marker.as_ref().is_some_and(|marker| text.contains(marker.as_str()))
            };
            let times = texts.filter(marked).count();
            let shall = usize::from(step.marker.is_some() && *acknowledged);
            found.hold(times == shall, || {
                format!("{id}: {} is there {times} times instead of {shall}", step.verb)
            });
            if *acknowledged {
                expected.extend(learned(step.verb));
            }
        }
        found.hold(life.kind == "contested" || there == expected, || {
            format!("{id} ({}): there is {there:?}\n  instead of {expected:?}", life.kind)
        });
        let first = links.first().and_then(|link| link.content.clone()).unwrap_or_default();
        let named = String::from_utf8_lossy(&first).contains(&life.title);
        found.hold(named, || format!("{id}: another report than the one of its receipt"));
    }

    /// As many publications as were acknowledged; the public folder shows them and nothing else.
    async fn publications(&self, db: &Sealed, found: &mut Complaints) {
        let mut public = Vec::new();
        for row in db.publications(None, 10_000).await.unwrap() {
            public.push(domain::embargo::Public::recall(&row).unwrap());
        }
        let acknowledged = self.lived.iter().flat_map(|l| l.life.steps.iter().zip(&l.acknowledged));
        let acknowledged =
            acknowledged.filter(|(step, good)| step.verb == "advisory publish" && **good).count();
        found.hold(public.len() == acknowledged, || {
            format!("{} publications, {acknowledged} acknowledged", public.len())
        });
        let context = formats::Context { policy: &self.place.policy, site: testkit::SITE };
        let expected = formats::export::files(&public, &context);
        let shown = files(&self.public.join("current"));
        found.hold(acknowledged == 0 || shown == expected, || {
            format!("the public folder shows {:?}", shown.keys().collect::<Vec<_>>())
        });
        let different: BTreeSet<&String> = self.sent.iter().collect();
        found.hold(different.len() == self.sent.len(), || format!("sent twice: {:?}", self.sent));
    }

    /// Every job that is due is done, and none was given up.
    fn jobs(&self, found: &mut Complaints) {
        let now = outside::now().as_microsecond();
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for row in self.place.rows("job") {
            let [key, kind, _, run_at, _, state, _, says] = &row[..] else { panic!("{row:?}") };
            let due = run_at.as_i64().unwrap() <= now;
            found.hold(!due || state == "done", || format!("{key} is {state}: {says}"));
            *kinds.entry(kind.as_str().unwrap().to_owned()).or_default() += 1;
            if kind == "announce" {
                let name = Digest::of(key.as_str().unwrap().as_bytes()).short();
                let sent = self.sent.contains(&format!("{name}.eml"));
                found.hold(sent, || format!("{key} was not sent"));
            }
        }
        let old = self.place.old.len();
        let expiries = kinds.get("embargo-expire").copied().unwrap_or_default();
        let cases = old + self.lived.len();
        found.hold(expiries >= cases, || format!("{expiries} timers for {cases} embargoes"));
    }

    /// The keys of all acknowledged requests are remembered once.
    fn keys(&self, found: &mut Complaints) {
        let kept = self.place.rows("once").len();
        let good = |one: &Lived| 1 + one.acknowledged.iter().filter(|good| **good).count();
        let given: usize = self.lived.iter().map(good).sum();
        let given = given + self.more;
        found.hold(kept == given, || format!("{kept} keys kept, {given} acknowledged"));
    }
}

/// All files under a folder.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        for entry in std::fs::read_dir(&path).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}
